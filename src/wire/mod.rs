//! The ISO layers below MMS: bytes to typed units and back. No IO, clock or threads.
