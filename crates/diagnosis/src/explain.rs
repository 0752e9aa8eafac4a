//! Pages: what is known about a cause, a rule, a remedy, a code or a line of a log.

use crate::cause::Cause;
use crate::knowledge::codes::{self, Code};
use crate::knowledge::remedies::{self, Remedy};
use crate::knowledge::signatures::Signature;
use crate::knowledge::weights::Weight;
use crate::knowledge::{causes, gestures};
use crate::page::Page;
use crate::reading::signatures;
use crate::rules::{self, Rule};

/// What a page is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Kind {
    /// A cause of the closed list.
    Cause,
    /// A rule.
    Rule,
    /// A remedy.
    Remedy,
    /// A number or name of an error.
    Code,
    /// A line of a log.
    Line,
}

impl Kind {
    /// In one word.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Cause => "cause",
            Self::Rule => "rule",
            Self::Remedy => "remedy",
            Self::Code => "code",
            Self::Line => "line",
        }
    }
}

/// All pages for an id. A bare number can be the code of several programs; nothing is found for
/// an id that nobody gave out.
pub fn explain(id: &str) -> Vec<Page> {
    let id = id.trim();
    let lower = id.to_ascii_lowercase();
    let mut pages: Vec<Page> = Vec::new();
    pages.extend(Cause::from_id(&lower).map(cause_page));
    pages.extend(rules::find(id).map(rule_page));
    let remedy = remedies::find(&lower).or_else(|| remedies::procedure(&lower));
    pages.extend(remedy.map(remedy_page));
    pages.extend(signatures().iter().filter(|known| known.id == lower).map(line_page));
    pages.extend(codes::all().filter(|code| is_meant(code, id)).map(code_page));
    pages
}

/// Every id that has a page, with its kind.
pub fn ids() -> Vec<(String, Kind)> {
    let causes = Cause::ALL.into_iter().map(|cause| (cause.id().to_owned(), Kind::Cause));
    let rules = rules::all().map(|rule| (rule.id.to_owned(), Kind::Rule));
    let remedies = remedies::remedies().chain(remedies::procedures());
    let remedies = remedies.map(|remedy| (remedy.id.to_owned(), Kind::Remedy));
    let codes = codes::all().map(|code| (codes::name_of(code), Kind::Code));
    let lines = signatures().iter().map(|line| (line.id.to_owned(), Kind::Line));
    causes.chain(rules).chain(remedies).chain(codes).chain(lines).collect()
}

/// Up to five ids that look like this one: for somebody who mistyped.
pub fn similar(id: &str) -> Vec<String> {
    let wanted = id.trim().to_ascii_lowercase();
    let parts: Vec<&str> = wanted.split(|c: char| !c.is_ascii_alphanumeric()).collect();
    let mut scored: Vec<(usize, String)> = ids()
        .into_iter()
        .filter_map(|(known, _)| {
            let shared = parts.iter().filter(|part| part.len() > 2 && known.contains(**part));
            let shared = shared.map(|part| part.len()).sum::<usize>();
            (shared > 0).then_some((shared, known))
        })
        .collect();
    scored.sort_by(|a, b| b.0.cmp(&a.0).then(a.1.len().cmp(&b.1.len())).then(a.1.cmp(&b.1)));
    scored.into_iter().take(5).map(|(_, known)| known).collect()
}

fn is_meant(code: &Code, id: &str) -> bool {
    if codes::name_of(code).eq_ignore_ascii_case(id) || code.symbol.eq_ignore_ascii_case(id) {
        return true;
    }
    let digits = id.strip_prefix("0x").or_else(|| id.strip_prefix("0X"));
    let number = match digits {
        Some(hex) => i64::from_str_radix(hex, 16).ok(),
        None => id.parse().ok(),
    };
    // Apple's 32-bit numbers are shown with a sign as often as without.
    number.is_some_and(|number| number == code.number || number + (1 << 32) == code.number)
}

fn cause_page(cause: Cause) -> Page {
    let page = Page::new(cause.id(), Kind::Cause);
    let page = page.paragraph(format!("In short: {}", cause.headline()));
    let Some(about) = causes::about(cause) else { return page };
    let page = page.heading("Meaning").paragraph(about.meaning);
    let page = page.heading("How it is told apart").paragraph(about.told_apart);
    let page = cures(cause).into_iter().fold(page.heading("What to do"), Page::item);
    page.heading("Sources").paragraph(format!("{}.", about.source))
}

fn cures(cause: Cause) -> Vec<String> {
    let chance = |remedy: &Remedy| {
        let cure = remedy.cures.iter().find(|(known, _)| *known == cause);
        cure.map_or(0.0, |(_, chance)| *chance)
    };
    let offered = |remedy: &&Remedy| !remedies::NEVER_OFFERED.contains(&remedy.id);
    let mut cures: Vec<&Remedy> =
        remedies::remedies().filter(offered).filter(|remedy| chance(remedy) > 0.0).collect();
    cures.sort_by(|a, b| a.level.cmp(&b.level).then(chance(b).total_cmp(&chance(a))));
    let line =
        |remedy: &Remedy| format!("- {}: {} (level {})", remedy.id, remedy.title, remedy.level);
    cures.into_iter().map(line).collect()
}

fn rule_page(rule: &Rule) -> Page {
    let page = Page::written(rule.id, Kind::Rule, rules::shown(rule));
    page.heading("At whose door").paragraph(rule.blame.word())
}

fn remedy_page(remedy: &Remedy) -> Page {
    let mut page = Page::new(remedy.id, Kind::Remedy).paragraph(remedy.title).heading("Steps");
    for (number, step) in remedy.steps_on(None).iter().enumerate() {
        page = page.item(format!("{}. {step}", number + 1));
    }
    if remedy.id == "force-restart" {
        for gesture in gestures::GESTURES {
            let steps: Vec<&str> = gesture.moves.iter().map(|one| one.text).collect();
            page = page.item(format!("- {}: {}", gesture.id, steps.join(" ")));
        }
    }
    let level = match remedy.level {
        0 => "0, nothing is changed",
        1 => "1, nothing on the phone is changed",
        2 => "2, something on the phone that can be taken back",
        3 => "3, settings are lost",
        _ => "4, data could be lost: never before a proven backup",
    };
    page = page.heading("What it costs").paragraph(format!(
        "Level {level}. About {} min. Side effects: {}. Risk for data: {}.",
        remedy.minutes,
        remedy.side_effects,
        remedy.data_risk.word()
    ));
    page = page.heading("How to see that it helped").paragraph(remedy.check);
    page = page.heading("How it is taken back").paragraph(remedy.undo);
    if !remedy.cures.is_empty() {
        page = page.heading("What it can cure");
    }
    let cures = remedy.cures.iter().map(|(cause, _)| format!("- {}", cause.id()));
    cures.fold(page, Page::item)
}

fn code_page(code: &Code) -> Page {
    let called = match code.symbol {
        "" => String::new(),
        symbol => format!(", which calls it {symbol}"),
    };
    let page = Page::new(codes::name_of(code), Kind::Code);
    let page = page.paragraph(format!("From {}{called}.", code.family.name()));
    let page = page.heading("Meaning").paragraph(code.meaning);
    let page = speaks_for(page, &code.causes).heading("What to do");
    let mut page = page.paragraph(match remedies::find(code.remedy) {
        Some(remedy) => format!("{}: {}.", remedy.id, remedy.title),
        None => "It says too little by itself; look at what stands around it.".to_owned(),
    });
    if code.passing {
        page = page.paragraph("It can pass: trying once more as it is can be right.");
    }
    let doubt = if code.sure { "" } else { " This meaning is not certain." };
    page.heading("Sources").paragraph(format!("{}.{doubt}", code.source))
}

fn line_page(line: &Signature) -> Page {
    let mut page = Page::new(line.id, Kind::Line).paragraph("A line of a log or a console.");
    if let Some(example) = line.examples.first() {
        page = page.example(example);
    }
    page = page.heading("Meaning").paragraph(line.meaning);
    if line.is_noise() {
        page = page.paragraph("It stands in good and bad runs alike and says nothing by itself.");
    }
    let page = speaks_for(page, &line.causes).heading("Sources");
    page.paragraph(format!("{}; {}.", line.source, line.confidence))
}

fn speaks_for(page: Page, causes: &[(Cause, Weight)]) -> Page {
    let page = if causes.is_empty() { page } else { page.heading("Speaks for") };
    let lines = causes.iter().map(|(cause, weight)| format!("- {}, {}", cause.id(), weight.word()));
    lines.fold(page, Page::item)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn everything_that_is_named_has_a_page_and_is_found_by_its_id() {
        let ids = ids();
        assert!(ids.len() > 500, "{}", ids.len());
        for (id, kind) in ids {
            let pages = explain(&id);
            assert!(pages.iter().any(|page| page.id == id && page.kind == kind), "{id}");
            assert!(pages.iter().all(|page| page.text().len() > 60), "{id}");
        }
    }

    #[test]
    fn codes_are_found_as_people_copy_them() {
        let ids =
            |id: &str| -> Vec<String> { explain(id).into_iter().map(|page| page.id).collect() };
        assert!(ids("105").contains(&"mb:105".to_owned()));
        assert!(ids("0xe8000065").contains(&"itunes:0xE8000065".to_owned()));
        assert!(ids("-402653083").contains(&"itunes:0xE8000065".to_owned()));
        assert!(ids("s001").contains(&"S001".to_owned()));
        assert!(ids("gremlins").is_empty());
        assert!(similar("disk-full").contains(&"host-disk-full".to_owned()));
    }

    #[test]
    fn no_page_offers_what_can_cost_data() {
        for cause in Cause::ALL {
            let text = explain(cause.id()).remove(0).text();
            assert!(!text.contains("erase-restore"), "{}", cause.id());
        }
    }
}
