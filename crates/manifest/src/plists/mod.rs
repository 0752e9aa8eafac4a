//! The three property lists of a backup folder.
//!
//! Reading is tolerant: a key that is missing or of another type than expected reads as
//! absent, and the rules say what that means. Only a file that is no dictionary at all is
//! a fault. Writing is exact.

mod info;
mod manifest;
mod status;

use plist::{Dictionary, Value};
use thiserror::Error;
use unstuck_plist::Bounds;

pub use info::{InfoPlist, applications};
pub use manifest::{Lockdown, ManifestPlist, NewManifestPlist};
pub use status::{BackupState, SnapshotState, StatusPlist};

/// Most bytes of Status.plist we read; a real one has 189.
pub const STATUS_BYTES_MAX: u64 = 64 << 10;
/// Most bytes of Manifest.plist we read; real ones have half a megabyte.
pub const MANIFEST_BYTES_MAX: u64 = 64 << 20;
/// Most bytes of Info.plist we read; real ones, with icons, have up to ten megabytes.
pub const INFO_BYTES_MAX: u64 = 64 << 20;

/// Why bytes are not one of the lists.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum PlistFault {
    /// Not a property list, a damaged or a hostile one.
    #[error(transparent)]
    Malformed(#[from] unstuck_plist::Fault),
    /// A property list, but not of named values.
    #[error("it is a property list without named values")]
    NotADictionary,
}

fn read(bytes: &[u8], bounds: Bounds) -> Result<Dictionary, PlistFault> {
    unstuck_plist::from_bytes(bytes, bounds)?.into_dictionary().ok_or(PlistFault::NotADictionary)
}

fn string(list: &Dictionary, key: &str) -> Option<String> {
    list.get(key).and_then(Value::as_string).map(str::to_owned)
}

/// The binary form. Writing into memory does not fail.
fn write_binary(list: Dictionary) -> Vec<u8> {
    let mut bytes = Vec::new();
    let written = Value::Dictionary(list).to_writer_binary(&mut bytes);
    debug_assert!(written.is_ok(), "a plist of plain values was not written");
    bytes
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn garbage_never_panics(mut bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
            let mut binary = b"bplist00".to_vec();
            binary.append(&mut bytes.clone());
            let mut xml = b"<plist><dict>".to_vec();
            xml.append(&mut bytes);
            for bytes in [binary, xml] {
                let _ = StatusPlist::parse(&bytes);
                let _ = ManifestPlist::parse(&bytes);
                let _ = InfoPlist::parse(&bytes);
            }
        }
    }

    #[test]
    fn a_list_that_is_no_dictionary_is_told_from_damage() {
        let array = b"<plist><array/></plist>";
        assert_eq!(StatusPlist::parse(array), Err(PlistFault::NotADictionary));
        assert!(matches!(StatusPlist::parse(b""), Err(PlistFault::Malformed(_))));
        assert!(matches!(ManifestPlist::parse(b"bplist00"), Err(PlistFault::Malformed(_))));
    }
}
