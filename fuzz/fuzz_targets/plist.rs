//! Property lists: what is accepted stays within its bounds and is written and read alike.

#![no_main]

use libfuzzer_sys::fuzz_target;
use plist::Value;
use unstuck_plist::{Bounds, from_bytes};

const BOUNDS: Bounds = Bounds { depth_max: 16, unfolded_bytes_max: 1 << 20 };

fuzz_target!(|bytes: &[u8]| {
    let Ok(value) = from_bytes(bytes, BOUNDS) else { return };
    assert!(depth(&value) <= 16, "deeper than allowed");
    // As text, too: whoever logs or stores it must not panic.
    let _ = value.to_writer_xml(std::io::sink());
    let mut written = Vec::new();
    // Not every value that can be read can be written: a UID in XML, a date beyond the calendar.
    if value.to_writer_binary(&mut written).is_ok() {
        let again = Value::from_reader(std::io::Cursor::new(&written)).expect("it is a list");
        let mut twice = Vec::new();
        again.to_writer_binary(&mut twice).expect("what was written once can be written again");
        assert_eq!(written, twice);
    }
});

fn depth(value: &Value) -> u32 {
    match value {
        Value::Array(items) => 1 + items.iter().map(depth).max().unwrap_or(0),
        Value::Dictionary(items) => 1 + items.values().map(depth).max().unwrap_or(0),
        _ => 0,
    }
}
