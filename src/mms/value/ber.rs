//! `Data` and `AccessResult` on the wire (ISO 9506-2 §14.4.2), hand-written: this is the hot path.
