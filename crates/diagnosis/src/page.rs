//! A page of the knowledge as parts: whoever shows it breaks its lines to the width at hand and
//! says each part in the language of who reads it.

use std::fmt::Write;

use crate::explain::Kind;

/// What a part of a page is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum PartKind {
    /// The id that the page is about.
    Title,
    /// What the parts below are about.
    Heading,
    /// Sentences.
    Paragraph,
    /// One of a list, with its sign or number: `- power, a hint`.
    Item,
    /// A line of a log, as it is written.
    Example,
    /// Names of documents, the same in every language.
    Source,
}

/// A part of a page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// What it is.
    pub kind: PartKind,
    text: String,
}

impl Part {
    /// Its words in one line.
    pub fn line(&self) -> String {
        self.text.replace('\n', " ")
    }
}

/// A page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Page {
    /// What it is found by.
    pub id: String,
    /// What it is about.
    pub kind: Kind,
    /// From top to bottom.
    pub parts: Vec<Part>,
}

impl Page {
    /// A page with its title.
    pub(crate) fn new(id: impl Into<String>, kind: Kind) -> Self {
        let id = id.into();
        Self { parts: vec![], id: id.clone(), kind }.with(PartKind::Title, id)
    }

    fn with(mut self, kind: PartKind, text: impl Into<String>) -> Self {
        self.parts.push(Part { kind, text: text.into() });
        self
    }

    pub(crate) fn heading(self, text: &str) -> Self {
        self.with(PartKind::Heading, text)
    }

    pub(crate) fn paragraph(self, text: impl Into<String>) -> Self {
        self.with(PartKind::Paragraph, text)
    }

    pub(crate) fn item(self, text: impl Into<String>) -> Self {
        self.with(PartKind::Item, text)
    }

    pub(crate) fn example(self, text: &str) -> Self {
        self.with(PartKind::Example, text)
    }

    /// What is written as Markdown: a title and sections of one paragraph each, as the pages
    /// beside the rules are.
    pub(crate) fn written(id: &str, kind: Kind, markdown: &str) -> Self {
        let mut page = Self { id: id.to_owned(), kind, parts: vec![] };
        let (title, rest) = markdown.split_once('\n').unwrap_or((markdown, ""));
        page = page.with(PartKind::Title, title.trim_start_matches("# "));
        for (heading, text) in sections(rest) {
            let kind = if heading == "Sources" { PartKind::Source } else { PartKind::Paragraph };
            page = page.heading(heading).with(kind, text);
        }
        page
    }

    /// As Markdown.
    pub fn text(&self) -> String {
        let mut text = String::new();
        let mut before = None;
        for Part { kind, text: words } in &self.parts {
            let _ = match kind {
                PartKind::Title => writeln!(text, "# {words}"),
                PartKind::Heading if before == Some(PartKind::Title) => {
                    writeln!(text, "## {words}")
                }
                PartKind::Heading => writeln!(text, "\n## {words}"),
                PartKind::Example => writeln!(text, "\n    {words}"),
                PartKind::Paragraph | PartKind::Item | PartKind::Source => {
                    writeln!(text, "{words}")
                }
            };
            before = Some(*kind);
        }
        text
    }
}

/// The sections of Markdown below its title: heading and words.
pub(crate) fn sections(markdown: &str) -> impl Iterator<Item = (&str, &str)> {
    let parts = markdown.split("## ").skip(1);
    parts.filter_map(|part| part.split_once('\n')).map(|(head, text)| (head.trim(), text.trim()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_comes_back_as_it_was() {
        let markdown = "# S1 some-name\n## Meaning\nOne thing\nis two.\n\n## Sources\nA; b.\n";
        let page = Page::written("S1", Kind::Rule, markdown);
        assert_eq!(page.text(), markdown);
        assert_eq!(page.parts[2].line(), "One thing is two.");
        assert_eq!(page.parts.last().map(|part| part.kind), Some(PartKind::Source));
        let page = Page::new("x", Kind::Line).paragraph("A line.").example("abc").heading("Is");
        assert_eq!(page.item("- so").text(), "# x\nA line.\n\n    abc\n\n## Is\n- so\n");
    }
}
