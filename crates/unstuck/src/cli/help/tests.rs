//! Every text of the help has a message, every message has a text, and no help in another
//! language keeps an English text.

use std::collections::BTreeSet;

use clap::CommandFactory;

use super::*;
use crate::cli::Cli;

/// What the help of a command and of all below it says.
#[derive(Default)]
struct Texts {
    texts: BTreeSet<String>,
    names: BTreeSet<String>,
}

impl Texts {
    fn all() -> Self {
        let mut command = Cli::command();
        command.build();
        let mut all = Self::default();
        all.command(&command);
        all.names.insert(name_id("COMMAND"));
        all
    }

    fn add(&mut self, text: Option<&StyledStr>) {
        let text = text.map(ToString::to_string).unwrap_or_default();
        let parts = text.split("\n\n").filter(|part| !part.is_empty());
        self.texts.extend(parts.map(str::to_owned));
    }

    fn command(&mut self, command: &Command) {
        self.add(command.get_about());
        self.add(command.get_long_about());
        for arg in command.get_arguments().filter(|arg| !arg.is_hide_set()) {
            self.add(arg.get_help());
            self.add(arg.get_long_help());
            let values = values(arg);
            values.iter().for_each(|value| self.add(value.get_help()));
            if arg.get_action().takes_values() {
                let names = arg.get_value_names().unwrap_or_default();
                self.names.extend(names.iter().map(|name| name_id(name)));
            }
        }
        command.get_subcommands().for_each(|command| self.command(command));
    }
}

#[test]
fn every_text_of_the_help_has_a_message_and_every_message_a_text() {
    let all = Texts::all();
    let lacking: Vec<_> =
        all.texts.iter().filter(|text| !IDS.contains_key(text.as_str())).collect();
    assert!(lacking.is_empty(), "no message in locales/en/help.ftl: {lacking:#?}");
    let said = |id: &str, english: &str| match id {
        id if id.starts_with("help-why-") => true,
        id if id.starts_with("help-name-") => all.names.contains(id),
        id if is_text(id) => all.texts.contains(english),
        _ => true,
    };
    let lines = ENGLISH.lines().filter_map(|line| line.split_once(" = "));
    let left: Vec<_> = lines.clone().filter(|(id, english)| !said(id, english)).collect();
    assert!(left.is_empty(), "no help says this any more: {left:#?}");
    let known: BTreeSet<&str> = lines.map(|(id, _)| id).collect();
    let nameless: Vec<_> = all.names.iter().filter(|id| !known.contains(id.as_str())).collect();
    assert!(nameless.is_empty(), "no message in locales/en/help.ftl: {nameless:?}");
}

#[test]
fn every_word_around_the_texts_is_used_and_known() {
    let sources = [include_str!("../help.rs"), include_str!("../faults.rs")].concat();
    let lines = ENGLISH.lines().filter_map(|line| line.split_once(" = "));
    let (texts, others): (Vec<_>, Vec<_>) = lines.partition(|(id, _)| is_text(id));
    for (id, _) in others.iter().filter(|(id, _)| !id.starts_with("help-name-")) {
        assert!(sources.contains(&format!("\"{id}\"")), "{id} is used nowhere");
    }
    let known: BTreeSet<&str> = texts.iter().chain(&others).map(|(id, _)| *id).collect();
    for part in sources.split("(\"help-").skip(1) {
        let id = format!("help-{}", part.split('"').next().unwrap_or_default());
        assert!(known.contains(id.as_str()) || id.ends_with(['-', '}']), "{id} is no message");
    }
}

/// Every command, as it is typed.
fn paths(command: &Command, above: &[String], all: &mut Vec<Vec<String>>) {
    all.push(above.to_vec());
    for command in command.get_subcommands() {
        let path = [above, &[command.get_name().to_owned()]].concat();
        paths(command, &path, all);
    }
}

#[test]
fn no_help_in_another_language_keeps_an_english_text() {
    let mut commands = Vec::new();
    paths(&Cli::command(), &["unstuck".to_owned()], &mut commands);
    assert!(commands.len() > 30, "{commands:?}");
    // Pieces that stand in texts of every language are no English.
    let all = Texts::all();
    let texts: Vec<&String> = all.texts.iter().filter(|text| text.contains(' ')).collect();
    let ours = ["[default", "[possible", "Possible values", "Usage:", "Options:", "[OPTIONS]"];
    for words in Words::all().iter().filter(|words| !words.is_english()) {
        let command = in_words(Cli::command().term_width(0), words);
        for path in &commands {
            for flag in ["-h", "--help"] {
                let line = path.iter().map(String::as_str).chain([flag]);
                let error = command.clone().try_get_matches_from(line).expect_err("a help");
                let said = crate::cli::faults::told(&error, words);
                let left = texts.iter().map(|text| text.as_str()).chain(ours);
                let left: Vec<_> = left.filter(|text| said.contains(text)).collect();
                assert!(left.is_empty(), "{}, {path:?}: {left:?} in {said}", words.tag);
            }
        }
    }
}

#[test]
fn the_help_has_its_headings_defaults_and_values_in_german() {
    let german = Words::of("de").expect("German");
    let said = |line: &str| {
        let command = in_words(Cli::command().term_width(100), german);
        let error = command.try_get_matches_from(line.split(' ')).expect_err("a help");
        error.render().to_string()
    };
    let long = said("unstuck files extract --help");
    for line in [
        "Aufruf: unstuck files extract [OPTIONS] --to <ORDNER> <BACKUP>",
        "Argumente:",
        "Optionen:",
        "Mögliche Werte:",
        "- keep-both: Der neuen eine Nummer geben",
        "[Vorgabe: keep-both]",
    ] {
        assert!(long.lines().any(|own| own.trim() == line), "{line}: {long}");
    }
    let short = said("unstuck files extract -h");
    let short = short.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(short.contains("[Vorgabe: keep-both] [mögliche Werte: keep-both, replace, skip]"));
    assert!(said("unstuck help versions").contains("Alte Versionen entfernen."));
    assert!(!said("unstuck --help").contains("mdns"));
}
