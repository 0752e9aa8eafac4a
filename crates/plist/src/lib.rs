//! Property lists that come from outside, read without believing them.
//!
//! A binary plist is a graph of references. A few hundred bytes can name the same
//! array again and again and unfold into more values than any memory holds, and a
//! list nested a million deep overflows the stack of whoever drops it. The `plist`
//! crate reads both as told. [`from_bytes`] looks at the object table first and
//! refuses what would unfold beyond [`Bounds`].
//!
//! XML lists cannot refer back, so only their depth is looked at.

mod binary;
mod xml;

use std::io;

use plist::Value;
use thiserror::Error;

/// What a plist may unfold to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Bounds {
    /// Containers inside containers.
    pub depth_max: u32,
    /// Bytes of all values after every reference was followed, roughly as they lie in
    /// memory.
    pub unfolded_bytes_max: u64,
}

impl Bounds {
    /// For messages of a conversation: 64 MiB, 32 deep.
    pub const MESSAGE: Self = Self { depth_max: 32, unfolded_bytes_max: 64 << 20 };
    /// For one file record of a manifest: 4 MiB, 32 deep.
    pub const RECORD: Self = Self { depth_max: 32, unfolded_bytes_max: 4 << 20 };
    /// For a file such as Info.plist: 256 MiB, 64 deep.
    pub const FILE: Self = Self { depth_max: 64, unfolded_bytes_max: 256 << 20 };
}

/// Why a plist is refused.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum Fault {
    /// Containers nested deeper than [`Bounds::depth_max`], or for ever.
    #[error("nested deeper than {depth_max} levels")]
    TooDeep {
        /// The bound.
        depth_max: u32,
    },
    /// Would unfold to more than [`Bounds::unfolded_bytes_max`].
    #[error("unfolds to more than {bytes_max} bytes")]
    TooLarge {
        /// The bound.
        bytes_max: u64,
    },
    /// Not a property list, or a damaged one.
    #[error("not a property list: {0}")]
    Malformed(String),
}

/// Reads an XML or binary plist within `bounds`.
///
/// # Errors
/// [`Fault`] when it is malformed or breaks a bound. Text and OpenStep lists are not read:
/// no phone and no backup holds any.
pub fn from_bytes(bytes: &[u8], bounds: Bounds) -> Result<Value, Fault> {
    check(bytes, bounds)?;
    // Told which of the two it is: left to guess, the crate takes what is neither for an
    // OpenStep list, and nests as deep as that says.
    let read = if is_binary(bytes) {
        Value::from_reader(io::Cursor::new(bytes))
    } else {
        Value::from_reader_xml(bytes)
    };
    read.map_err(|error| Fault::Malformed(error.to_string()))
}

/// Looks at a plist without reading it: whether somebody else may.
///
/// # Errors
/// [`Fault`] when it breaks a bound. That it is well formed is not shown by this.
pub fn check(bytes: &[u8], bounds: Bounds) -> Result<(), Fault> {
    if is_binary(bytes) { binary::check(bytes, bounds) } else { xml::check(bytes, bounds) }
}

fn is_binary(bytes: &[u8]) -> bool {
    bytes.starts_with(b"bplist00")
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Found by fuzzing: such a date can be read, and panics in whoever writes it as text.
    #[test]
    fn dates_outside_the_calendar_are_refused() {
        let read = |text: &str| {
            let xml = format!("<plist><array><date>{text}</date></array></plist>");
            from_bytes(xml.as_bytes(), Bounds::MESSAGE)
        };
        assert!(read("2026-11-24T20:00:00Z").is_ok());
        assert!(read("9999-12-31T23:59:59-23:00").is_err());
        assert!(read("0000-01-01T00:00:00+23:00").is_err());

        let mut list = Vec::new();
        let date = plist::Date::from_xml_format("2026-11-24T20:00:00Z").unwrap();
        Value::Array(vec![Value::Date(date)]).to_writer_binary(&mut list).unwrap();
        assert!(from_bytes(&list, Bounds::MESSAGE).is_ok());
        let at = list.iter().position(|byte| *byte == 0x33).unwrap();
        for seconds in [1e12, -1e12, f64::NAN, f64::INFINITY] {
            list[at + 1..at + 9].copy_from_slice(&f64::to_be_bytes(seconds));
            let found = from_bytes(&list, Bounds::MESSAGE);
            assert!(matches!(found, Err(Fault::Malformed(_))), "{seconds}: {found:?}");
        }
    }

    /// Found by fuzzing: deeper than any bound, and neither XML nor binary.
    #[test]
    fn a_list_of_a_third_kind_is_refused() {
        let open_step = format!("{}{}", "(".repeat(100), ")".repeat(100));
        let found = from_bytes(open_step.as_bytes(), Bounds::MESSAGE);
        assert!(matches!(found, Err(Fault::Malformed(_))), "{found:?}");
    }
    use proptest::prelude::*;

    /// `levels` arrays, each naming the one before it ten times.
    fn bomb(levels: u8) -> Vec<u8> {
        let mut bytes = b"bplist00".to_vec();
        let mut offsets = Vec::new();
        for level in 0..levels {
            offsets.push(u8::try_from(bytes.len()).unwrap());
            if level == 0 {
                bytes.extend([0x51, b'x']);
            } else {
                bytes.push(0xAA);
                bytes.extend([level - 1; 10]);
            }
        }
        let table = u64::try_from(bytes.len()).unwrap();
        bytes.extend(&offsets);
        bytes.extend([0, 0, 0, 0, 0, 0, 1, 1]);
        bytes.extend(u64::from(levels).to_be_bytes());
        bytes.extend(u64::from(levels - 1).to_be_bytes());
        bytes.extend(table.to_be_bytes());
        bytes
    }

    #[test]
    fn a_list_that_unfolds_without_end_is_refused_and_a_small_one_is_read() {
        assert!(from_bytes(&bomb(4), Bounds::MESSAGE).is_ok());
        let fault = from_bytes(&bomb(20), Bounds::MESSAGE).unwrap_err();
        assert!(matches!(fault, Fault::TooLarge { .. }), "{fault}");
    }

    #[test]
    fn nesting_without_end_is_refused_in_both_notations() {
        let xml = format!("<plist>{}", "<array>".repeat(100_000));
        assert_eq!(
            from_bytes(xml.as_bytes(), Bounds::MESSAGE),
            Err(Fault::TooDeep { depth_max: 32 })
        );
        let mut deep = Value::Array(vec![]);
        for _ in 0..40 {
            deep = Value::Array(vec![deep]);
        }
        let mut bytes = Vec::new();
        deep.to_writer_binary(&mut bytes).unwrap();
        assert_eq!(from_bytes(&bytes, Bounds::MESSAGE), Err(Fault::TooDeep { depth_max: 32 }));
        assert!(from_bytes(&bytes, Bounds::FILE).is_ok());
    }

    #[test]
    fn a_text_that_claims_all_of_memory_is_refused() {
        let mut bytes = b"bplist00".to_vec();
        bytes.extend([0x4F, 0x13]);
        bytes.extend(u64::MAX.to_be_bytes());
        bytes.push(8);
        bytes.extend([0, 0, 0, 0, 0, 0, 1, 1]);
        bytes.extend(1u64.to_be_bytes());
        bytes.extend(0u64.to_be_bytes());
        bytes.extend(18u64.to_be_bytes());
        let fault = from_bytes(&bytes, Bounds::MESSAGE).unwrap_err();
        assert!(matches!(fault, Fault::TooLarge { .. }), "{fault}");
    }

    proptest! {
        #[test]
        fn garbage_never_panics(mut bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
            let _ = from_bytes(&bytes, Bounds::MESSAGE);
            let mut binary = b"bplist00".to_vec();
            binary.append(&mut bytes);
            let _ = from_bytes(&binary, Bounds::MESSAGE);
        }
    }
}
