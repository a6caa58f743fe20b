#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| { jiedui_fuzz::readers::plan(bytes) });
