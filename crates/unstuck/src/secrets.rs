//! Backup passwords: from a file, from the person, or made up for a demonstration. Never from
//! an argument: those stand in process lists and histories.

use std::fs;
use std::io::{IsTerminal, Read, Write};
use std::path::PathBuf;

use unstuck_manifest::Password;

use crate::remembered;

use crate::report::{Report, code};
use crate::words;

/// Where a password comes from, for the report.
#[derive(Clone, Debug)]
pub(crate) struct Secret {
    /// The password.
    pub(crate) password: Password,
    /// It was made up by us and must be shown.
    pub(crate) made_up: bool,
}

tokio::task_local! {
    /// There while somebody at the page is served: the password typed there, if one was.
    static AT_PAGE: Option<Password>;
}

/// Serves somebody at the page: nobody is asked at the terminal meanwhile, and `password` is
/// the one that is known.
pub(crate) async fn at_page<T>(password: Option<Password>, work: impl Future<Output = T>) -> T {
    AT_PAGE.scope(password, work).await
}

/// A password file is a line or two.
const FILE_BYTES_MAX: u64 = 4096;

/// The password typed at the page, else that in the file that `UNSTUCK_PASSWORD_FILE` names,
/// its first line; `None` without the variable.
pub(crate) fn from_file() -> Result<Option<Password>, Report> {
    match AT_PAGE.try_with(Clone::clone) {
        Ok(Some(password)) => Ok(Some(password)),
        _ => line_of_file(0),
    }
}

/// A password that nobody must be asked for: that of the file, or one the system's keyring was
/// asked to remember for this iPhone.
pub(crate) async fn known(udid: &str) -> Result<Option<Password>, Report> {
    match from_file()? {
        Some(password) => Ok(Some(password)),
        None => Ok(remembered::recall(udid).await),
    }
}

/// The new password of a change: the second line of the same file.
pub(crate) fn new_from_file() -> Result<Option<Password>, Report> {
    line_of_file(1)
}

fn line_of_file(number: usize) -> Result<Option<Password>, Report> {
    let Some(path) = std::env::var_os("UNSTUCK_PASSWORD_FILE").filter(|path| !path.is_empty())
    else {
        return Ok(None);
    };
    let path = PathBuf::from(path);
    let unusable = |why: String| {
        Report::new(code::USAGE, "The password file cannot be used.")
            .saw(format!("UNSTUCK_PASSWORD_FILE is {}: {why}.", path.display()))
            .next(
                "Write the password into a file of your own, alone on its first line; to change \
                 it, the new one on the second.",
            )
    };
    let mut text = String::new();
    let file = fs::File::open(&path).map_err(|error| unusable(error.to_string()))?;
    let read = file.take(FILE_BYTES_MAX).read_to_string(&mut text);
    read.map_err(|error| unusable(error.to_string()))?;
    let line = text.lines().nth(number).unwrap_or_default();
    if line.is_empty() {
        let which = if number == 0 { "first" } else { "second" };
        return Err(unusable(format!("its {which} line is empty")));
    }
    Ok(Some(Password::from(line)))
}

/// Whether somebody can be asked at the terminal.
pub(crate) fn can_ask() -> bool {
    AT_PAGE.try_with(|_| ()).is_err()
        && std::io::stdin().is_terminal()
        && std::io::stderr().is_terminal()
}

/// Asks for a password that exists. An empty answer is `None`.
pub(crate) async fn ask(question: &str) -> Result<Option<Password>, Report> {
    // On a thread of its own, so that Ctrl-C is heard meanwhile.
    let question = format!("{}: ", words::terminal().say(question));
    let asking = tokio::task::spawn_blocking(move || rpassword::prompt_password(question));
    let answer = asking.await.map_err(std::io::Error::other).and_then(|answer| answer);
    let answer = answer.map_err(|error| {
        Report::new(code::PERSON, "The password could not be asked for.").saw(error.to_string())
    })?;
    Ok((!answer.is_empty()).then(|| Password::new(answer)))
}

/// Asks for a word that may be seen while it is typed.
pub(crate) async fn ask_word(question: &str) -> Result<String, Report> {
    read_line(format!("{}: ", words::terminal().say(question))).await
}

/// Waits for the Enter key, without a word.
pub(crate) async fn enter() -> Result<(), Report> {
    read_line(String::new()).await.map(drop)
}

async fn read_line(question: String) -> Result<String, Report> {
    let asking = tokio::task::spawn_blocking(move || {
        let mut err = std::io::stderr();
        err.write_all(question.as_bytes()).and_then(|()| err.flush())?;
        let mut line = String::new();
        std::io::stdin().read_line(&mut line).map(|_| line)
    });
    let answer = asking.await.map_err(std::io::Error::other).and_then(|answer| answer);
    answer.map_err(|error| {
        Report::new(code::PERSON, "The question could not be asked.").saw(error.to_string())
    })
}

/// Asks a question that is answered with yes or no; anything but yes is no.
pub(crate) async fn agree(question: &str) -> Result<bool, Report> {
    let words = words::terminal();
    let question = format!("{} {}", words.say(question), words.say("Type yes to agree"));
    let answer = ask_word(&question).await?;
    // The word in English and in the person's own language.
    Ok(["yes", &words.say("yes")].iter().any(|yes| is_word(&answer, yes)))
}

/// Whether this word was typed; large and small letters are the same.
pub(crate) fn is_word(answer: &str, word: &str) -> bool {
    answer.trim().to_lowercase() == word.to_lowercase()
}

/// Asks for a new password, twice, until both are the same.
pub(crate) async fn ask_new() -> Result<Password, Report> {
    for _ in 0..3 {
        let first = ask("New backup password").await?;
        let again = ask("The same again").await?;
        match (first, again) {
            (Some(first), Some(again)) if first.expose() == again.expose() => return Ok(first),
            (None, _) => {
                return Err(Report::new(code::PERSON, "No password was given.")
                    .next("Run this again, or use --no-encryption for a backup without one."));
            }
            _ => {}
        }
    }
    Err(Report::new(code::PERSON, "The two passwords differed three times."))
}

/// A password for a demonstration: twenty letters and digits that cannot be mistaken for one
/// another, in groups.
pub(crate) fn make_up() -> Result<Password, Report> {
    const LETTERS: &[u8; 32] = b"abcdefghijkmnpqrstuvwxyz23456789";
    let mut bytes = [0u8; 20];
    getrandom::fill(&mut bytes)
        .map_err(|error| Report::new(code::FAILED, "No random numbers.").saw(error.to_string()))?;
    let mut text = String::new();
    for (at, byte) in bytes.iter().enumerate() {
        if at > 0 && at % 5 == 0 {
            text.push('-');
        }
        text.push(char::from(LETTERS[usize::from(byte % 32)]));
    }
    Ok(Password::new(text))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn made_up_passwords_are_long_and_differ() {
        let (a, b) = (make_up().unwrap(), make_up().unwrap());
        assert_eq!(a.expose().len(), 23);
        assert_ne!(a.expose(), b.expose());
    }
}
