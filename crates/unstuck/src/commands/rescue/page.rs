//! The page for whoever helps: one file without anything to load, to be printed or sent, with
//! nothing private in it; and the case beside it, for a program.

use std::fmt::Write as _;
use std::io::{ErrorKind, Write as _};
use std::path::{Path, PathBuf};

use unstuck_diagnosis::Cause;
use unstuck_diagnosis::case::redact;
use unstuck_diagnosis::climb::{Climb, Hand, Settled, Tried};
use unstuck_vault::version_name;

use super::attempt::Attempt;
use crate::acts::On;
use crate::acts::journal::base;
use crate::commands::fix::proven_version;
use crate::time::{human_date, unix_now};
use crate::words;

/// What the page is about.
pub(super) struct Paper<'a> {
    /// The word of the ending.
    pub(super) kind: &'static str,
    /// The ending in a sentence.
    pub(super) line: &'a str,
    pub(super) cause: Option<Cause>,
    pub(super) attempt: &'a Attempt,
}

/// Where both files lie.
pub(super) struct Written {
    pub(super) page: PathBuf,
    pub(super) case: PathBuf,
}

/// Lines of the log on the page; all of them are in the case.
const LINES: usize = 20;

/// Writes both; nothing that is there is replaced.
pub(super) fn write(
    paper: &Paper<'_>,
    climb: &Climb,
    on: On<'_>,
    simulated: bool,
) -> Result<Written, String> {
    let base = base(simulated).ok_or("this system names no home folder")?;
    let folder = base.join("reports");
    std::fs::create_dir_all(&folder).map_err(|error| error.to_string())?;
    let now = unix_now();
    let saved = proven_version(on, simulated).map(|(version, _)| version);
    let html = html(paper, climb, saved.as_deref(), now);
    let case = format!("{:#}\n", paper.attempt.case.shareable().to_json());
    let stamp = version_name(now);
    for number in 0..1000 {
        let name = if number == 0 { stamp.clone() } else { format!("{stamp}.{number}") };
        let written = Written {
            page: folder.join(format!("{name}.html")),
            case: folder.join(format!("{name}.case.json")),
        };
        match create(&written.page, &html).and_then(|()| create(&written.case, &case)) {
            Ok(()) => return Ok(written),
            Err(error) if error.kind() == ErrorKind::AlreadyExists => {}
            Err(error) => return Err(error.to_string()),
        }
    }
    Err("too many reports of this second".to_owned())
}

fn create(path: &Path, text: &str) -> std::io::Result<()> {
    let mut file = std::fs::OpenOptions::new().write(true).create_new(true).open(path)?;
    file.write_all(text.as_bytes())
}

const STYLE: &str = "body{font:16px/1.5 system-ui,sans-serif;max-width:44rem;margin:2rem auto;\
    padding:0 1rem;color:#111;background:#fff}h1{font-size:1.5rem}h2{font-size:1.1rem;\
    margin-top:1.6rem}li{margin:.25rem 0}pre{white-space:pre-wrap;border-left:3px solid #999;\
    padding-left:.8rem;font-size:.8rem}@media print{body{margin:0}}";

/// The page as it is printed, in the language of the terminal.
fn html(paper: &Paper<'_>, climb: &Climb, saved: Option<&str>, now: i64) -> String {
    let tongue = words::terminal();
    let own = |text: &str| escape(&tongue.say(text));
    let mut text = format!(
        "<!doctype html>\n<html lang=\"{}\"><head><meta charset=\"utf-8\">\
         <meta name=\"viewport\" content=\"width=device-width\">\
         <title>Unstuck: {kind}</title><style>{STYLE}</style></head><body>\n",
        tongue.tag,
        kind = escape(paper.kind),
    );
    let ended = &paper.attempt.ended;
    let _ = writeln!(text, "<h1>{}</h1>", own(&redact(&ended.headline())));
    let _ = writeln!(text, "<p>{} {}</p>", escape(&human_date(now)), own(paper.line));
    if let Some(cause) = paper.cause {
        let (headline, meaning) = (own(cause.headline()), own(cause.meaning()));
        let likely = own("Most likely:");
        let _ = writeln!(text, "<h2>{}</h2><p>{likely} {headline}</p>", own("Why"));
        let _ = writeln!(text, "<p>{meaning} ({})</p>", cause.id());
    }
    let device = [paper.attempt.model.as_deref(), paper.attempt.ios.as_deref()];
    let device: Vec<String> = device.into_iter().flatten().map(escape).collect();
    if !device.is_empty() {
        let _ = writeln!(text, "<h2>{}</h2><p>{}</p>", own("Which"), device.join(", iOS "));
    }
    list(&mut text, "What was tried", climb.tried().iter().map(tried));
    let safe = match saved {
        Some(version) => format!("A proven backup of {version} (UTC) is kept and was not touched."),
        None => "No proven backup is kept yet. Nothing on the iPhone was deleted.".to_owned(),
    };
    list(&mut text, "What is safe", [safe].into_iter());
    if let Some(next) = ended.next() {
        list(&mut text, "Next", [redact(&next)].into_iter());
    }
    if paper.kind != "backed-up" {
        list(&mut text, "What to take along to a shop", SHOP.iter().map(|line| (*line).into()));
    }
    let log: Vec<&str> = paper.attempt.case.log().map(|(_, line)| line).collect();
    let last = log.iter().skip(log.len().saturating_sub(LINES));
    let lines: Vec<String> = last.map(|line| escape(&redact(line))).collect();
    let seen = own("What was seen last");
    let _ = writeln!(text, "<h2>{seen}</h2><pre lang=\"en\">{}</pre>", lines.join("\n"));
    let beside = own("The file beside this page (.case.json) says the same to a program:");
    let _ = writeln!(text, "<p>{beside} unstuck look --case FILE</p>\n</body></html>");
    text
}

const SHOP: [&str; 5] = [
    "The iPhone, charged, and its passcode in your head: nobody can help without it.",
    "The cable that was used here.",
    "This page.",
    "The Apple Account (name and password), should the iPhone have to be set up anew.",
    "Ask that nothing is erased before there is a backup: say that photos matter, if they do.",
];

/// What was tried, by whom, and what came of it.
fn tried(tried: &Tried) -> String {
    let tongue = words::terminal();
    let by = match tried.rung.hand {
        Hand::Ours(_) => "by Unstuck",
        Hand::Person => "by hand",
    };
    let came = match (&tried.settled, tried.helped) {
        (Settled::Done, Some(true)) => "done, and the backup came further".to_owned(),
        (Settled::Done, _) => "done, without help".to_owned(),
        (Settled::Declined, _) => "not wanted".to_owned(),
        (Settled::Unable(why), _) => format!("not possible: {}", redact(why)),
    };
    let title = tongue.say(tried.rung.remedy.title);
    format!("{title} ({}): {}", tongue.say(by), tongue.say(&came))
}

fn list(text: &mut String, title: &str, lines: impl Iterator<Item = String>) {
    let tongue = words::terminal();
    let lines = lines.map(|line| format!("<li>{}</li>", escape(&tongue.say(&line))));
    let lines: String = lines.collect();
    if !lines.is_empty() {
        let title = escape(&tongue.say(title));
        let _ = writeln!(text, "<h2>{title}</h2><ul>{lines}</ul>");
    }
}

/// Words of a phone or a log never become markup.
fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            letter if letter.is_control() && letter != '\n' && letter != '\t' => {
                out.push('\u{fffd}')
            }
            letter => out.push(letter),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use unstuck_diagnosis::Limits;
    use unstuck_diagnosis::case::CaseFile;

    use super::super::attempt::Ended;
    use super::*;
    use crate::report::{Report, code};

    #[test]
    fn no_word_of_a_phone_becomes_markup() {
        let evil = "<script>alert('x')</script> & \"quotes\"";
        let case = serde_json::json!({ "log": [evil] }).to_string();
        let attempt = Attempt {
            ended: Ended::Failed(Report::new(code::FAILED, evil).next(evil)),
            case: CaseFile::read(case.as_bytes()).into_case(),
            came_further: false,
            udid: None,
            ios: Some(evil.into()),
            model: Some(evil.into()),
        };
        let paper = Paper { kind: "cannot", line: evil, cause: None, attempt: &attempt };
        let page = html(&paper, &Climb::new(Limits::default()), Some(evil), 1_790_000_000);
        assert!(!page.contains("<script"), "{page}");
        assert!(!page.contains("http"), "nothing is loaded: {page}");
        assert!(page.contains("&lt;script&gt;"));
        assert_eq!(page.matches("<html").count(), 1);
    }
}
