//! The association, client and server side, without IO or clock.
