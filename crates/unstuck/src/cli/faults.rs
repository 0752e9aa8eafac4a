//! What is wrong with a command line, in a person's language: one sentence for each kind of
//! fault, from what clap knows of it.

use std::error::Error as _;
use std::fmt::Write;

use clap::Error;
use clap::builder::{StyledStr, Styles};
use clap::error::{ContextKind, ContextValue, ErrorKind};

use super::help::text;
use crate::words::Words;

/// Help, the version, or what is wrong; with the signs of colours in it.
pub(super) fn told(error: &Error, words: &Words) -> String {
    match error.kind() {
        ErrorKind::DisplayHelp
        | ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand
        | ErrorKind::DisplayVersion
        | ErrorKind::Io
        | ErrorKind::Format => shown(&error.render(), words),
        _ => Fault { error, words, styles: Styles::styled() }.text(),
    }
}

/// What clap rendered, with the one word in it that clap keeps for itself.
fn shown(rendered: &StyledStr, words: &Words) -> String {
    rendered.ansi().to_string().replace("[OPTIONS]", &words.t("help-tag-options"))
}

struct Fault<'a> {
    error: &'a Error,
    words: &'a Words,
    styles: Styles,
}

impl Fault<'_> {
    fn text(&self) -> String {
        let (label, valid) = (self.styles.get_error(), self.styles.get_valid());
        let mut text = format!("{label}{}{label:#} ", self.words.t("help-error"));
        text.push_str(&self.sentence());
        for line in self.lines() {
            let _ = write!(text, "\n  {valid}{line}{valid:#}");
        }
        let tips = self.tips();
        let tip = self.words.t("help-error-tip");
        for (number, line) in tips.iter().enumerate() {
            let gap = if number == 0 { "\n" } else { "" };
            let _ = write!(text, "{gap}\n  {valid}{tip}{valid:#} {line}");
        }
        if let Some(ContextValue::StyledStr(usage)) = self.error.get(ContextKind::Usage) {
            let title = self.words.t("help-head-usage");
            let _ = write!(text, "\n\n{}", shown(usage, self.words).replacen("Usage:", &title, 1));
        }
        let help = self.quoted("--help");
        let _ = writeln!(text, "\n\n{}", self.words.t1("help-error-more", "flag", &help));
        text
    }

    /// What clap knows of this kind.
    fn all(&self, kind: ContextKind) -> Vec<String> {
        let known = match self.error.get(kind) {
            Some(ContextValue::String(one)) => vec![one.clone()],
            Some(ContextValue::Strings(all)) => all.clone(),
            Some(ContextValue::StyledStrs(all)) => all.iter().map(ToString::to_string).collect(),
            _ => Vec::new(),
        };
        // What was typed may hold signs that would steer the terminal.
        let is_sign = |c: char| c.is_control() && c != '\n';
        known.into_iter().map(|one| one.replace(is_sign, "\u{fffd}")).collect()
    }

    fn one(&self, kind: ContextKind) -> Option<String> {
        self.all(kind).into_iter().next()
    }

    fn quoted(&self, text: &str) -> String {
        self.words.t1("help-quoted", "given", text)
    }

    fn list(&self, all: &[String]) -> String {
        all.iter().map(|one| self.quoted(one)).collect::<Vec<_>>().join(", ")
    }

    fn sentence(&self) -> String {
        let named = |kind| self.one(kind).map(|one| self.quoted(&one)).unwrap_or_default();
        let (option, given) = (named(ContextKind::InvalidArg), named(ContextKind::InvalidValue));
        let command = named(ContextKind::InvalidSubcommand);
        let option = ("option", option.as_str());
        let given = ("given", given.as_str());
        let with = |id: &str, values: &[(&str, &str)]| self.words.with(id, values);
        match self.error.kind() {
            ErrorKind::ArgumentConflict => self.conflict(),
            ErrorKind::NoEquals => with("help-error-no-value", &[option]),
            ErrorKind::InvalidValue | ErrorKind::ValueValidation => self.value(option, given),
            ErrorKind::InvalidSubcommand => with("help-error-command", &[("given", &command)]),
            ErrorKind::MissingRequiredArgument => with("help-error-missing", &[]),
            ErrorKind::MissingSubcommand => with("help-error-no-command", &[("given", &command)]),
            ErrorKind::InvalidUtf8 => with("help-error-utf8", &[]),
            ErrorKind::TooManyValues => with("help-error-too-many", &[option, given]),
            ErrorKind::TooFewValues | ErrorKind::WrongNumberOfValues => {
                with("help-error-few", &[option])
            }
            ErrorKind::UnknownArgument => with("help-error-unknown", &[("given", option.1)]),
            _ => with("help-error-other", &[]),
        }
    }

    fn conflict(&self) -> String {
        let invalid = self.one(ContextKind::InvalidArg);
        let Some(option) = invalid.or_else(|| self.one(ContextKind::InvalidSubcommand)) else {
            return self.words.t("help-error-other");
        };
        let quoted = self.quoted(&option);
        match self.all(ContextKind::PriorArg).as_slice() {
            [other] if *other == option => self.words.t1("help-error-twice", "option", &quoted),
            [other] => {
                let other = self.quoted(other);
                self.words.t2("help-error-conflict", ("option", &quoted), ("other", &other))
            }
            _ => self.words.t1("help-error-conflict-many", "option", &quoted),
        }
    }

    /// A value that does not fit, and what would.
    fn value(&self, option: (&str, &str), given: (&str, &str)) -> String {
        if self.one(ContextKind::InvalidValue).is_none_or(|value| value.is_empty()) {
            return self.words.with("help-error-no-value", &[option]);
        }
        let known = self.all(ContextKind::ValidValue).join(", ");
        let why = match self.error.source() {
            Some(said) => Some(why(&said.to_string(), self.words)),
            None if known.is_empty() => None,
            None => Some(self.words.t1("help-why-one-of", "list", &known)),
        };
        match why {
            Some(why) => self.words.with("help-error-value-why", &[option, given, ("why", &why)]),
            None => self.words.with("help-error-value", &[option, given]),
        }
    }

    /// What is listed under the sentence.
    fn lines(&self) -> Vec<String> {
        match self.error.kind() {
            ErrorKind::MissingRequiredArgument => self.all(ContextKind::InvalidArg),
            ErrorKind::MissingSubcommand => self.all(ContextKind::ValidSubcommand),
            ErrorKind::ArgumentConflict => {
                let others = self.all(ContextKind::PriorArg);
                if others.len() > 1 { others } else { Vec::new() }
            }
            _ => Vec::new(),
        }
    }

    /// What may have been meant.
    fn tips(&self) -> Vec<String> {
        let near = [
            ContextKind::SuggestedSubcommand,
            ContextKind::SuggestedArg,
            ContextKind::SuggestedValue,
        ];
        let mut tips = Vec::new();
        for near in near.into_iter().map(|kind| self.all(kind)).filter(|near| !near.is_empty()) {
            tips.push(self.words.t1("help-error-near", "list", &self.list(&near)));
        }
        // clap has no value for an option of another command, only its sentence.
        for said in self.all(ContextKind::Suggested) {
            if let Some(other) =
                said.strip_suffix("' exists").and_then(|one| one.strip_prefix('\''))
            {
                tips.push(self.words.t1("help-error-elsewhere", "list", &self.quoted(other)));
            }
        }
        tips
    }
}

/// What a value must be, by what the parser of the value said.
fn why(said: &str, words: &Words) -> String {
    if let Some(list) = said.strip_prefix("one of ") {
        return words.t1("help-why-one-of", "list", list);
    }
    let bounds = said.split_once(" is not in ").and_then(|(_, bounds)| bounds.split_once("..="));
    if let Some((low, high)) = bounds {
        return words.t2("help-why-range", ("low", low), ("high", high));
    }
    // Words of the standard library.
    if ["digit", "float", "integer", "number too"].iter().any(|word| said.contains(word)) {
        return words.t("help-why-number");
    }
    if said.contains("IP address") {
        return words.t("help-why-address");
    }
    text(said, words)
}

#[cfg(test)]
mod tests;
