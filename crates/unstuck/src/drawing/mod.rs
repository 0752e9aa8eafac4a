//! Drawings of phones with the buttons to press, numbered in order: as SVG for pages and files,
//! and in characters for a terminal.
//!
//! ```text
//! diagnosis: Body, Gesture ─► layout: which button where, which step ─┬─► svg
//!                                                                     └─► text
//! scenes: small pictures of what is going on, for the page
//! ```
//!
//! All are put together from the same few parts, so that all look alike. They are our own: no
//! picture of anybody else was traced, and there is no logo in them.

mod layout;
mod scenes;
mod svg;
mod text;

use unstuck_diagnosis::{Body, Lookalikes};

use layout::Layout;
pub(crate) use scenes::Scene;

/// A drawing of one family of phones.
#[derive(Clone, Debug)]
pub(crate) struct Drawing {
    body: Body,
    layout: Layout,
}

/// Where an SVG is going to stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Setting {
    /// In a file of its own: it brings colours for light and dark, and paper to stand on.
    File,
    /// In a page, whose style sheet colours its classes. Without one, everything has the
    /// colour of the text around it.
    Page,
}

impl Drawing {
    /// The drawing of a family, with the buttons that are easily taken for the right ones.
    pub(crate) fn of(body: Body, lookalikes: Lookalikes) -> Self {
        Self { body, layout: Layout::of(body, lookalikes) }
    }

    /// As SVG, with a group of the class `step-1` and so on for each step.
    pub(crate) fn svg(&self, setting: Setting) -> String {
        svg::draw(self.body, &self.layout, setting)
    }

    /// In characters, at most [`text::COLUMNS`] wide.
    pub(crate) fn text(&self) -> String {
        text::draw(&self.layout)
    }
}

#[cfg(test)]
mod tests {
    use unstuck_diagnosis::Press;

    use super::*;

    fn all() -> impl Iterator<Item = (Body, Drawing)> {
        Body::ALL.into_iter().map(|body| (body, Drawing::of(body, Lookalikes::of_body(body))))
    }

    #[test]
    fn every_drawing_in_characters_is_as_looked_at() {
        let drawings: Vec<String> =
            all().map(|(body, drawing)| format!("{}\n{}", body.id(), drawing.text())).collect();
        insta::assert_snapshot!("characters", drawings.join("\n"));
    }

    #[test]
    fn every_drawing_as_svg_is_as_looked_at() {
        for (body, drawing) in all() {
            insta::assert_snapshot!(format!("svg-{}", body.id()), drawing.svg(Setting::File));
        }
    }

    #[test]
    fn drawings_in_characters_fit_and_name_each_step() {
        for (body, drawing) in all() {
            let text = drawing.text();
            for line in text.lines() {
                assert!(line.chars().count() <= text::COLUMNS, "{body:?}: {line}");
                assert_eq!(line, line.trim_end(), "{body:?}");
            }
            let moves = body.gesture().expect("a gesture").moves;
            for (number, one) in moves.iter().enumerate() {
                let words = format!("{} {}", number + 1, one.press.word().to_uppercase());
                assert_eq!(text.matches(&words).count(), one.buttons.len(), "{body:?}\n{text}");
            }
        }
    }

    /// Shapes of every drawing hold together, whatever reads them: each element is closed, each
    /// step has its group, and nothing is fetched or run.
    #[test]
    fn drawings_as_svg_are_sound_and_stand_by_themselves() {
        for (body, drawing) in all() {
            for setting in [Setting::File, Setting::Page] {
                let svg = drawing.svg(setting);
                for not in ["<script", "href", "url(", "onload", "@import", "<image"] {
                    assert!(!svg.contains(not), "{body:?}: {not}");
                }
                assert_eq!(svg.matches("http").count(), 1, "{body:?}: the name space alone");
                assert!(svg.contains("<title") && svg.contains("<desc"), "{body:?}");
                let moves = body.gesture().expect("a gesture").moves;
                for number in 1..=moves.len() {
                    let group = format!("class=\"step step-{number} ");
                    assert_eq!(svg.matches(&group).count(), 1, "{body:?} {number}");
                }
                assert_eq!(svg.contains("<style"), setting == Setting::File);
                assert_closed(&svg);
            }
            let holds = body.gesture().expect("a gesture").moves;
            let holds = holds.iter().filter(|one| one.press == Press::Hold).count();
            assert_eq!(holds, 1, "{body:?}");
        }
    }

    fn assert_closed(svg: &str) {
        let mut open: Vec<&str> = Vec::new();
        for piece in svg.split('<').skip(1) {
            let (tag, _) = piece.split_once('>').expect("an end of the tag");
            let name = tag.split([' ', '/']).find(|name| !name.is_empty()).expect("a name");
            if tag.starts_with('/') {
                assert_eq!(open.pop(), Some(name), "{svg}");
            } else if !tag.ends_with('/') {
                open.push(name);
            }
        }
        assert!(open.is_empty(), "{open:?}");
    }
}
