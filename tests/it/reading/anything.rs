//! Whatever the bytes, no panic.

use jiedui::input::read_instance;
use proptest::prelude::*;

use super::{ENGLISH, Files};

/// Bytes as they may come: noise, or a header with noise below it.
fn bytes(header: &'static str) -> impl Strategy<Value = Vec<u8>> {
    let noise = prop::collection::vec(any::<u8>(), 0..200);
    let cells = "[0-9AVCHP\",;.\\-\n\r\t\u{3000}因是 ]{0,200}";
    prop_oneof![
        noise.clone(),
        noise.prop_map(move |noise| [header.as_bytes(), &noise].concat()),
        cells.prop_map(move |cells| [header.as_bytes(), cells.as_bytes()].concat()),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_bytes_make_reading_panic(
        (file, contents) in (0..ENGLISH.len()).prop_flat_map(|file| {
            let (_, text) = ENGLISH[file];
            let end = text.find('\n').map_or(0, |at| at + 1);
            (Just(file), bytes(&text[..end]))
        }),
    ) {
        let dir = Files::english().with(ENGLISH[file].0, contents).written();
        match read_instance(dir.path(), None) {
            Ok(_) => {}
            Err(error) => prop_assert!(!error.faults.is_empty() && !error.to_string().is_empty()),
        }
    }
}
