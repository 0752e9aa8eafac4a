//! Depth of an XML plist, counted on its tags, and its dates.

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
        } else if rest.starts_with(b"date") {
            date(rest)?;
        }
    }
    Ok(())
}

/// Dates are in UTC. One with an offset can leave the calendar when it is turned into UTC, and
/// the reader panics then.
fn date(tag: &[u8]) -> Result<(), Fault> {
    let mut parts = tag.splitn(3, |byte| *byte == b'>' || *byte == b'<');
    let text = parts.nth(1).unwrap_or_default().trim_ascii();
    let time = text.iter().position(|byte| byte.eq_ignore_ascii_case(&b't'));
    let time = time.map_or(text, |at| &text[at..]);
    match time.iter().any(|byte| matches!(byte, b'+' | b'-')) {
        true => Err(Fault::Malformed("a date with an offset".into())),
        false => Ok(()),
    }
}

fn opens(tag: &[u8]) -> bool {
    tag.starts_with(b"array") || tag.starts_with(b"dict")
}

/// `<array/>`: nothing inside.
fn is_empty_tag(tag: &[u8]) -> bool {
    let end = tag.iter().position(|byte| *byte == b'>');
    end.is_some_and(|end| end > 0 && tag[end - 1] == b'/')
}
