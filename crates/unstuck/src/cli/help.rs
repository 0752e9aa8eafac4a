//! Help in a person's language: clap's own, with every text put into the words of
//! `locales/LANGUAGE/help.ftl`.
//!
//! The doc comments of the arguments are the English. `locales/en/help.ftl` repeats them, so
//! that a text is found by its English and one message serves all options that say the same.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::sync::LazyLock;

use clap::builder::{PossibleValue, StyledStr};
use clap::{Arg, Command};

use crate::words::Words;

/// Messages by their English.
const ENGLISH: &str = include_str!("../../locales/en/help.ftl");

static IDS: LazyLock<BTreeMap<&'static str, &'static str>> = LazyLock::new(|| {
    let lines = ENGLISH.lines().filter_map(|line| line.split_once(" = "));
    lines.filter(|(id, _)| is_text(id)).map(|(id, english)| (english, id)).collect()
});

/// Whether a message is found by its English, and not by its id.
fn is_text(id: &str) -> bool {
    let others = ["help-head-", "help-tag-", "help-name-", "help-error", "help-quoted"];
    !others.iter().any(|other| id.starts_with(other))
}

/// The command in the language of these words. English is what clap makes by itself.
pub(super) fn in_words(command: Command, words: &'static Words) -> Command {
    if words.is_english() {
        return command;
    }
    // Before it is built, it has no option for help yet.
    let mut command = command.bin_name("unstuck");
    command.build();
    told(command, words)
}

fn told(command: Command, words: &'static Words) -> Command {
    let is_long = command.get_long_about().is_some() || command.get_arguments().any(is_long);
    let about = command.get_about().map(|about| put(about, words));
    let long_about = command.get_long_about().map(|about| put(about, words));
    let template = template(&command, words);
    let mut command = command.help_template(template);
    if let Some(about) = about {
        command = command.about(about);
    }
    if let Some(about) = long_about {
        command = command.long_about(about);
    }
    command
        .subcommand_value_name(name("COMMAND", words))
        .mut_args(|arg| if arg.is_hide_set() { arg } else { argument(arg, words, is_long) })
        .mut_subcommands(|command| told(command, words))
}

/// Whether clap has more to say with `--help` than with `-h`.
fn is_long(arg: &Arg) -> bool {
    let is_explained = |value: &PossibleValue| !value.is_hide_set() && value.get_help().is_some();
    arg.get_long_help().is_some() || values(arg).iter().any(is_explained)
}

fn values(arg: &Arg) -> Vec<PossibleValue> {
    if arg.get_action().takes_values() { arg.get_possible_values() } else { Vec::new() }
}

/// A text by its English; one that is not known stays.
pub(super) fn text(english: &str, words: &Words) -> String {
    let paragraphs = english.split("\n\n").map(|part| match IDS.get(part) {
        Some(id) => words.t(id),
        None => part.to_owned(),
    });
    paragraphs.collect::<Vec<_>>().join("\n\n")
}

fn put(english: &StyledStr, words: &Words) -> String {
    text(&english.to_string(), words)
}

/// Names of values as `<DIR>`: clap keeps them as long as the process lives, which ends with
/// the help.
fn name(english: &str, words: &Words) -> &'static str {
    let own = words.t(&name_id(english));
    if own.starts_with("help-name-") { english.to_owned().leak() } else { own.leak() }
}

fn name_id(english: &str) -> String {
    let parts = english.split(|c: char| !c.is_ascii_alphanumeric()).filter(|part| !part.is_empty());
    format!("help-name-{}", parts.collect::<Vec<_>>().join("-").to_ascii_lowercase())
}

/// clap's order of things, with headings of our own.
fn template(command: &Command, words: &Words) -> String {
    let (head, usage) = (command.get_styles().get_header(), command.get_styles().get_usage());
    let mut sections = vec![("help-head-options", "{options}")];
    if command.get_positionals().any(|arg| !arg.is_hide_set()) {
        sections.insert(0, ("help-head-arguments", "{positionals}"));
    }
    if command.get_subcommands().any(|command| !command.is_hide_set()) {
        sections.insert(0, ("help-head-commands", "{subcommands}"));
    }
    let title = words.t("help-head-usage");
    let mut text = format!("{{about-with-newline}}\n{usage}{title}{usage:#} {{usage}}");
    for (id, content) in sections {
        let _ = write!(text, "\n\n{head}{}{head:#}\n{content}", words.t(id));
    }
    text
}

fn argument(arg: Arg, words: &'static Words, is_long: bool) -> Arg {
    let short = arg.get_help().map(|text| put(text, words)).unwrap_or_default();
    let long = arg.get_long_help().map_or_else(|| short.clone(), |text| put(text, words));
    let (default, values) = (default(&arg, words), values(&arg));
    let names = match arg.get_value_names() {
        Some(names) if arg.get_action().takes_values() => names.to_vec(),
        _ => Vec::new(),
    };
    let parts = [Some(short), default.clone(), listed(&values, words)];
    let mut arg = arg.help(parts.into_iter().flatten().collect::<Vec<_>>().join(" "));
    if is_long {
        let parts = [Some(long), explained(&values, words), default];
        arg = arg.long_help(parts.into_iter().flatten().collect::<Vec<_>>().join("\n\n"));
    }
    if !names.is_empty() {
        arg = arg.value_names(names.iter().map(|one| name(one, words)));
    }
    // What clap would say of them in English was said above. In Chinese the names are twice as
    // wide as clap thinks, so that a second column would not be straight.
    arg.hide_default_value(true)
        .hide_possible_values(true)
        .next_line_help(words.tag.starts_with("zh"))
}

fn default(arg: &Arg, words: &Words) -> Option<String> {
    let is_said = arg.get_action().takes_values() && !arg.is_hide_default_value_set();
    let values: Vec<_> = arg.get_default_values().iter().map(|one| one.to_string_lossy()).collect();
    let is_said = is_said && !values.is_empty();
    is_said.then(|| words.t1("help-tag-default", "given", &values.join(" ")))
}

/// `[possible values: …]`
fn listed(values: &[PossibleValue], words: &Words) -> Option<String> {
    let names: Vec<_> =
        values.iter().filter(|one| !one.is_hide_set()).map(PossibleValue::get_name).collect();
    (!names.is_empty()).then(|| words.t1("help-tag-values", "list", &names.join(", ")))
}

/// Each value with what it means.
fn explained(values: &[PossibleValue], words: &Words) -> Option<String> {
    if !values.iter().any(|one| one.get_help().is_some()) {
        return listed(values, words);
    }
    let mut text = words.t("help-head-values");
    for value in values.iter().filter(|one| !one.is_hide_set()) {
        let _ = write!(text, "\n- {}", value.get_name());
        if let Some(help) = value.get_help() {
            let _ = write!(text, ": {}", put(help, words));
        }
    }
    Some(text)
}

#[cfg(test)]
mod tests;
