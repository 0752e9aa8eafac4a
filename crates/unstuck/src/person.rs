//! Who answers questions: somebody at the terminal, somebody at the page, or nobody.

use std::pin::Pin;

use unstuck_manifest::Password;

use crate::report::{Report, code};
use crate::secrets;
use crate::words;

/// An answer on its way. The question is withdrawn by dropping it.
pub(crate) type Answer<'a, T> = Pin<Box<dyn Future<Output = Result<T, Report>> + Send + 'a>>;

/// What somebody says who was shown steps to carry out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Carried {
    /// They are done.
    Done,
    /// They cannot be done, or are not wanted.
    Skipped,
}

/// Somebody who can be asked.
pub(crate) trait Person: Send + Sync {
    /// Whether a question would reach anybody.
    fn is_there(&self) -> bool;

    /// Whether something may be done; anything but a yes is a no.
    fn agree(&self, question: String) -> Answer<'_, bool>;

    /// Whether what was stated shall happen, although it cannot be taken back: `word` is typed,
    /// or a form of its own is sent.
    fn consent(&self, word: &'static str) -> Answer<'_, bool>;

    /// Waits until the steps that were shown are carried out.
    fn carry_out(&self) -> Answer<'_, Carried>;

    /// A password that exists; `None` to go on without it.
    fn password(&self, question: String) -> Answer<'_, Option<Password>>;

    /// A password that is chosen now.
    fn new_password(&self) -> Answer<'_, Password>;
}

/// Whoever sits at the terminal, if anybody does.
pub(crate) struct AtTerminal;

impl Person for AtTerminal {
    fn is_there(&self) -> bool {
        secrets::can_ask()
    }

    fn agree(&self, question: String) -> Answer<'_, bool> {
        Box::pin(async move { secrets::agree(&question).await })
    }

    fn consent(&self, word: &'static str) -> Answer<'_, bool> {
        Box::pin(async move {
            let question = format!("Type {word} to go on, anything else to leave it");
            let answer = secrets::ask_word(&question).await?;
            Ok(answer.trim().eq_ignore_ascii_case(word))
        })
    }

    fn carry_out(&self) -> Answer<'_, Carried> {
        Box::pin(async {
            let question = "Press Enter when that is done; type skip if it cannot be done";
            let answer = secrets::ask_word(question).await?;
            let skip = [String::from("skip"), words::terminal().say("skip")];
            let skipped = skip.iter().any(|skip| secrets::is_word(&answer, skip));
            Ok(if skipped { Carried::Skipped } else { Carried::Done })
        })
    }

    fn password(&self, question: String) -> Answer<'_, Option<Password>> {
        Box::pin(async move { secrets::ask(&question).await })
    }

    fn new_password(&self) -> Answer<'_, Password> {
        Box::pin(secrets::ask_new())
    }
}

/// Nobody: a script, a demonstration, or several phones at a time, where nobody could tell
/// whose question it is.
pub(crate) struct Nobody;

impl Person for Nobody {
    fn is_there(&self) -> bool {
        false
    }

    fn agree(&self, _: String) -> Answer<'_, bool> {
        Box::pin(async { Ok(false) })
    }

    fn consent(&self, _: &'static str) -> Answer<'_, bool> {
        Box::pin(async { Ok(false) })
    }

    fn carry_out(&self) -> Answer<'_, Carried> {
        Box::pin(async { Ok(Carried::Skipped) })
    }

    fn password(&self, _: String) -> Answer<'_, Option<Password>> {
        Box::pin(async { Ok(None) })
    }

    fn new_password(&self) -> Answer<'_, Password> {
        Box::pin(async { Err(Report::new(code::PERSON, "There is nobody to ask.")) })
    }
}
