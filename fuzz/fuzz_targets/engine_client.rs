#![no_main]
libfuzzer_sys::fuzz_target!(|data: &[u8]| iec61850_fuzz::wire::engine_client(data));
