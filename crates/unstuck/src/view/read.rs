//! A page of the knowledge on a terminal: each part in its language, broken to the width.

use std::fmt::Write;

use unstuck_diagnosis::{Page, PartKind};

use super::paragraph::{width, wrapped};
use crate::words::Words;

/// Two columns, the first as wide as its widest.
pub(crate) fn columns(rows: &[(String, &str)]) -> String {
    let widest = rows.iter().map(|(first, _)| width(first)).max().unwrap_or_default();
    let line = |(first, second): &(String, &str)| {
        format!("{first}{}  {second}\n", " ".repeat(widest - width(first)))
    };
    rows.iter().map(line).collect()
}

/// The page as lines.
pub(crate) fn page(page: &Page, words: &Words) -> String {
    let mut text = String::new();
    for part in &page.parts {
        let line = words.part(part.kind, &part.line()).text;
        let _ = match part.kind {
            PartKind::Title => writeln!(text, "# {line}"),
            PartKind::Heading => writeln!(text, "\n## {line}"),
            PartKind::Example => writeln!(text, "\n    {line}"),
            PartKind::Item => {
                // Below the words, not below their sign.
                text.push_str(&wrapped(&line, if line.starts_with("- ") { 2 } else { 3 }));
                Ok(())
            }
            PartKind::Paragraph | PartKind::Source => {
                text.push_str(&wrapped(&line, 0));
                Ok(())
            }
        };
    }
    text
}
