//! Help texts and errors of the command line in a person's language.
//!
//! clap reads the command line in every language, and writes its own English. For another
//! language its tree of commands is walked once and each text in it is looked up by its English,
//! as sentences are; what has no other words stays as it is.

use std::collections::HashMap;
use std::error::Error as _;
use std::sync::LazyLock;

use clap::builder::StyledStr;
use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{Arg, Command, Error};

use super::Words;

/// Ids of the help texts by their English, which has no full stop here, as with clap.
static TEXTS: LazyLock<HashMap<&'static str, &'static str>> = LazyLock::new(|| {
    let lines = include_str!("../../locales/en/help.ftl").lines();
    let texts = lines.filter_map(|line| line.split_once(" = "));
    texts.filter(|(id, _)| id.starts_with("help-")).map(|(id, text)| (text, id)).collect()
});

impl Words {
    fn help(&self, english: &str) -> Option<String> {
        let id = TEXTS.get(english.strip_suffix('.').unwrap_or(english))?;
        self.own(id, &[])
    }

    fn help_of(&self, text: Option<&StyledStr>) -> Option<String> {
        self.help(&text?.to_string())
    }
}

/// The command line as its help shows it in a language. English is clap's own.
pub(crate) fn in_language(mut command: Command, words: &'static Words) -> Command {
    if words.is_english() {
        return command;
    }
    // Only now are the texts there that clap adds by itself.
    command.build();
    translated(command, words)
}

fn translated(mut command: Command, words: &'static Words) -> Command {
    let usage = usage(&mut command, words);
    let template = template(&command, words);
    if let Some(about) = words.help_of(command.get_about()) {
        command = command.about(about);
    }
    if let Some(about) = words.help_of(command.get_long_about()) {
        command = command.long_about(about);
    }
    command
        .override_usage(usage)
        .help_template(template)
        .mut_args(|arg| argument(arg, words))
        .mut_subcommands(|command| translated(command, words))
}

fn usage(command: &mut Command, words: &Words) -> String {
    let usage = command.render_usage().to_string();
    let (options, name) = (words.t("cli-options-word"), words.t("cli-command-word"));
    usage
        .trim_start_matches("Usage:")
        .trim()
        .replace("[OPTIONS]", &format!("[{options}]"))
        .replace("[COMMAND]", &format!("[{name}]"))
        .replace("<COMMAND>", &format!("<{name}>"))
}

/// The parts of a help in the order of clap's own, with the headings of the language.
fn template(command: &Command, words: &Words) -> String {
    let mut text = format!("{{about-with-newline}}\n{}: {{usage}}\n", words.t("cli-usage"));
    let mut part = |is_there: bool, heading: &str, name: &str| {
        if is_there {
            text.push_str(&format!("\n{}:\n{{{name}}}\n", words.t(heading)));
        }
    };
    let commands = command.get_subcommands().any(|one| !one.is_hide_set());
    let arguments = command.get_positionals().any(|one| !one.is_hide_set());
    let options = command.get_opts().any(|one| !one.is_hide_set());
    part(commands, "cli-commands", "subcommands");
    part(arguments, "cli-arguments", "positionals");
    part(options, "cli-options", "options");
    text
}

fn argument(arg: Arg, words: &Words) -> Arg {
    let (help, long) = (words.help_of(arg.get_help()), words.help_of(arg.get_long_help()));
    let (Some(help), long) = (help, long) else { return arg };
    let (short_note, long_note) = notes(&arg, words);
    let long = format!("{}{long_note}", long.as_ref().unwrap_or(&help));
    let arg = arg.hide_default_value(true).hide_possible_values(true);
    let differs = arg.get_long_help().is_some() || long_note != short_note;
    let arg = if differs { arg.long_help(long) } else { arg };
    arg.help(format!("{help}{short_note}"))
}

/// What clap says behind a text: its default, and what it takes. The long one names what each
/// value does.
fn notes(arg: &Arg, words: &Words) -> (String, String) {
    if !arg.get_action().takes_values() {
        return Default::default();
    }
    let default: Vec<_> = arg.get_default_values().iter().map(|v| v.to_string_lossy()).collect();
    let default = match default.is_empty() || arg.is_hide_default_value_set() {
        true => String::new(),
        false => format!(" [{}]", words.t1("cli-default", "value", &default.join(" "))),
    };
    let values = arg.get_possible_values();
    let names: Vec<&str> = values.iter().map(|value| value.get_name()).collect();
    let list = match names.is_empty() {
        true => String::new(),
        false => format!(" [{}]", words.t1("cli-possible", "values", &names.join(", "))),
    };
    let told: String = values
        .iter()
        .filter_map(|value| {
            Some(format!("\n- {}: {}", value.get_name(), words.help_of(value.get_help())?))
        })
        .collect();
    let long = if told.is_empty() { &list } else { &told };
    (format!("{default}{list}"), format!("{default}{long}"))
}

fn context(error: &Error, kind: ContextKind) -> Option<String> {
    match error.get(kind)? {
        ContextValue::String(text) => Some(text.clone()),
        ContextValue::Strings(all) if !all.is_empty() => Some(all.join(", ")),
        ContextValue::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

/// An error of the command line in a language: what was given, what would fit, how to get help.
/// `command` is what help can be had of: `unstuck files`.
pub(crate) fn error_text(error: &Error, command: &str, words: &Words) -> String {
    let of = |kind| context(error, kind).unwrap_or_default();
    let option = of(ContextKind::InvalidArg);
    let given = match error.kind() {
        ErrorKind::InvalidSubcommand => of(ContextKind::InvalidSubcommand),
        ErrorKind::UnknownArgument => option.clone(),
        _ => of(ContextKind::InvalidValue),
    };
    let named = |id| words.t1(id, "option", &option);
    let what = match error.kind() {
        ErrorKind::UnknownArgument => words.t1("cli-unknown-argument", "given", &given),
        ErrorKind::InvalidSubcommand => words.t1("cli-unknown-command", "given", &given),
        ErrorKind::InvalidValue if given.is_empty() => named("cli-no-value"),
        ErrorKind::InvalidValue | ErrorKind::ValueValidation => {
            words.t2("cli-bad-value", ("given", &given), ("option", &option))
        }
        ErrorKind::ArgumentConflict => {
            let other = of(ContextKind::PriorArg);
            words.t2("cli-conflict", ("option", &option), ("other", &other))
        }
        ErrorKind::MissingRequiredArgument => words.t1("cli-missing", "what", &option),
        ErrorKind::MissingSubcommand => words.t("cli-missing-command"),
        ErrorKind::TooManyValues => named("cli-many"),
        ErrorKind::TooFewValues | ErrorKind::WrongNumberOfValues => named("cli-few"),
        _ => words.t("cli-other"),
    };
    let mut lines = vec![words.t1("cli-error", "what", &what)];
    let why = error.source().map(|why| words.say(&why.to_string()));
    let wanted = context(error, ContextKind::ValidValue).or(why);
    lines.extend(wanted.map(|wanted| format!("  {}", words.t1("cli-wanted", "what", &wanted))));
    let nearest =
        [ContextKind::SuggestedArg, ContextKind::SuggestedSubcommand, ContextKind::SuggestedValue];
    let nearest = nearest.into_iter().find_map(|kind| context(error, kind));
    lines.extend(nearest.map(|near| format!("  {}", words.t1("cli-meant", "value", &near))));
    lines.push(format!("\n{}\n", words.t1("cli-help", "command", command)));
    lines.join("\n")
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use clap::CommandFactory;

    use super::*;
    use crate::cli::Cli;

    fn texts(command: &Command, all: &mut BTreeSet<String>) {
        let mut add = |text: Option<&StyledStr>| {
            let text = text.map(ToString::to_string).filter(|text| !text.is_empty());
            all.extend(text.map(|text| text.strip_suffix('.').unwrap_or(&text).to_owned()));
        };
        add(command.get_about());
        add(command.get_long_about());
        for arg in command.get_arguments() {
            add(arg.get_help());
            add(arg.get_long_help());
            if arg.get_action().takes_values() {
                arg.get_possible_values().iter().for_each(|value| add(value.get_help()));
            }
        }
        command.get_subcommands().for_each(|command| texts(command, all));
    }

    #[test]
    fn every_help_text_has_a_message_and_every_message_a_help_text() {
        let mut command = Cli::command();
        command.build();
        let mut said = BTreeSet::new();
        texts(&command, &mut said);
        let known: BTreeSet<String> = TEXTS.keys().map(|text| (*text).to_owned()).collect();
        let missing: Vec<_> = said.difference(&known).collect();
        let left: Vec<_> = known.difference(&said).collect();
        assert!(missing.is_empty() && left.is_empty(), "missing {missing:#?}, left {left:#?}");
    }

    #[test]
    fn help_is_in_the_language_with_its_headings() {
        let german = Words::of("de").expect("German");
        let mut command = in_language(Cli::command(), german);
        let help = command.render_long_help().to_string();
        for part in ["Verwendung: unstuck [OPTIONEN] [BEFEHL]", "\nBefehle:\n", "\nOptionen:\n"] {
            assert!(help.contains(part), "{part}: {help}");
        }
        for part in ["Usage", "Options:", "Print", "default", "backup:"] {
            assert!(!help.contains(part), "{part}: {help}");
        }
    }

    #[test]
    fn errors_say_what_was_given_and_what_is_near() {
        let german = Words::of("de").expect("German");
        let said = |args: &[&str]| {
            let command = in_language(Cli::command(), german);
            let error = command.try_get_matches_from(args).expect_err("an error");
            error_text(&error, "unstuck", german)
        };
        let near = said(&["unstuck", "verfy"]);
        assert!(near.contains("Den Befehl verfy gibt es nicht.") && near.contains("verify"));
        assert!(near.contains("Hilfe: unstuck --help"), "{near}");
        let odd = said(&["unstuck", "--patience", "many"]);
        assert!(odd.contains("many passt nicht zu --patience"), "{odd}");
        assert!(odd.contains("Erwartet: eine Zahl zwischen 0,01 und 1000"), "{odd}");
        let missing = said(&["unstuck", "verify"]);
        assert!(missing.contains("Es fehlt: <BACKUP>"), "{missing}");
        assert!(said(&["unstuck", "--nonsense"]).contains("--nonsense ist hier nicht bekannt."));
    }
}
