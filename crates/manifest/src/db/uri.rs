//! A path as SQLite's `file:` address, the only way to say `immutable`.

use std::path::Path;

/// `file:` address of `path`, read-only and immutable.
pub(super) fn immutable(path: &Path) -> String {
    let bytes = path.as_os_str().as_encoded_bytes();
    address(bytes, cfg!(windows))
}

/// Everything that is not certainly harmless is escaped, so any file name works. On
/// Windows `C:\x` becomes `/C:/x`, and the prefix `\\?\` goes: SQLite adds its own.
fn address(path: &[u8], windows: bool) -> String {
    let path = if windows { path.strip_prefix(br"\\?\").unwrap_or(path) } else { path };
    let mut address = String::from("file:");
    if windows && path.get(1) == Some(&b':') {
        address.push('/');
    }
    for byte in path {
        match byte {
            b'\\' if windows => address.push('/'),
            b':' if windows => address.push(':'),
            b'/' | b'-' | b'_' | b'.' | b'0'..=b'9' | b'a'..=b'z' | b'A'..=b'Z' => {
                address.push(char::from(*byte));
            }
            _ => address.push_str(&format!("%{byte:02X}")),
        }
    }
    address + "?mode=ro&immutable=1"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn odd_names_are_escaped() {
        let tail = "?mode=ro&immutable=1";
        let unix = address("/Volumes/A disk?#%/ä".as_bytes(), false);
        assert_eq!(unix, format!("file:/Volumes/A%20disk%3F%23%25/%C3%A4{tail}"));
        assert_eq!(address(br"C:\Users\a", true), format!("file:/C:/Users/a{tail}"));
        assert_eq!(address(br"\\?\C:\a", true), format!("file:/C:/a{tail}"));
        assert_eq!(address(br"\\nas\b", true), format!("file://nas/b{tail}"));
    }
}
