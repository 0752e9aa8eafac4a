//! What is known beforehand, as data with its source: signatures of logs, codes, words,
//! models, versions, remedies.
//!
//! Tables are plain text, one entry a line with `|` between columns, so that they can be read
//! and corrected by people who write no Rust. They are compiled in and read where they are
//! needed; a test reads all of them, so that no broken entry gets out.

pub(crate) mod bodies;
pub(crate) mod causes;
pub(crate) mod codes;
pub(crate) mod devices;
pub(crate) mod gestures;
pub(crate) mod menus;
pub(crate) mod remedies;
pub(crate) mod signatures;
pub(crate) mod sources;
pub(crate) mod spelling;
pub(crate) mod versions;
pub(crate) mod weights;
pub(crate) mod words;

/// The lines of a table without comments and empty ones.
pub(crate) fn lines(table: &'static str) -> impl Iterator<Item = &'static str> {
    table.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with("# "))
}

/// The columns of a line.
pub(crate) fn columns<const N: usize>(line: &'static str) -> Option<[&'static str; N]> {
    let mut columns = [""; N];
    let mut parts = line.split('|');
    for column in &mut columns {
        *column = parts.next()?.trim();
    }
    parts.next().is_none().then_some(columns)
}
