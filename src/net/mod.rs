//! The only sockets, threads and clocks.
