//! Depth of an XML plist, counted on its tags.

use crate::{Bounds, Fault};

/// Walks the tags once. Tags inside comments are counted as well: the count may come
/// out too high, never too low.
pub(crate) fn check(bytes: &[u8], bounds: Bounds) -> Result<(), Fault> {
    let mut depth = 0u32;
    let mut rest = bytes;
    while let Some(at) = rest.iter().position(|byte| *byte == b'<') {
        rest = &rest[at + 1..];
        if opens(rest) && !is_empty_tag(rest) {
            depth += 1;
            if depth > bounds.depth_max {
                return Err(Fault::TooDeep { depth_max: bounds.depth_max });
            }
        } else if rest.strip_prefix(b"/").is_some_and(opens) {
            depth = depth.saturating_sub(1);
        }
    }
    Ok(())
}

fn opens(tag: &[u8]) -> bool {
    tag.starts_with(b"array") || tag.starts_with(b"dict")
}

/// `<array/>`: nothing inside.
fn is_empty_tag(tag: &[u8]) -> bool {
    let end = tag.iter().position(|byte| *byte == b'>');
    end.is_some_and(|end| end > 0 && tag[end - 1] == b'/')
}
