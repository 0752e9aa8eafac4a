//! The table of scenarios as a document.

use std::fmt::Write;
use std::path::Path;
use std::time::Duration;

use crate::Played;

const HEAD: &str = "\
# Scenarios
What goes wrong, what the person is told, and how it ends. This page is made by a test
(`cargo nextest run -p unstuck --test scenarios`), which plays every row in virtual time against
the code that runs in earnest; it fails when the page is not true any more and then puts the true
one into `target/`.

Before each row one good backup was made and the phone was used since. After each row the next run
is made in calm weather. In every row: the versions before are bit-identical afterwards, nothing
outside the working tree was touched, the bar never fell, no more than 5 seconds passed without a
word, and the next run completed and was proven.

*Told after* counts from the moment the trouble struck, or from the start where it lies in the
settings. *Sent again* is what the phone had to send more than once, in this run and the next
together. A phone that ends with an error of its own throws its upload away and begins anew; that
is its decision and not ours.
";

/// The document.
pub(crate) fn document(phone: &[Played], host: &[Played]) -> String {
    let mut text = HEAD.to_owned();
    section(&mut text, "The phone and the way to it", phone);
    section(&mut text, "This computer and its disk", host);
    text
}

fn section(text: &mut String, title: &str, rows: &[Played]) {
    let head =
        "| scenario | what happens | told after | first word | end | exit | took | sent again |";
    let _ = write!(text, "\n## {title}\n{head}\n|---|---|---|---|---|---|---|---|\n");
    for played in rows {
        let _ = writeln!(text, "{}", row(played));
    }
}

fn row(played: &Played) -> String {
    let trial = &played.trial;
    let (after, word) = match &trial.named {
        None => (String::new(), String::new()),
        Some((after, notice)) => (seconds(*after), unstuck::line_of(notice).unwrap_or_default()),
    };
    let (end, exit) = match &trial.told.outcome {
        None => ("(no more word)".to_owned(), String::new()),
        Some(outcome) => (unstuck::summary_of(outcome).0, outcome.exit_code().to_string()),
    };
    let cells = [
        format!("`{}`", played.name),
        played.about.clone(),
        after,
        word.trim().to_owned(),
        end,
        exit,
        seconds(trial.told.took()),
        bytes(trial.resent_bytes),
    ];
    format!("| {} |", cells.map(|cell| cell.replace('|', "\\|")).join(" | "))
}

pub(crate) fn seconds(time: Duration) -> String {
    let seconds = time.as_secs_f64();
    match seconds {
        ..0.05 => "at once".into(),
        ..100.0 => format!("{seconds:.1} s"),
        _ => format!("{:.0} min", seconds / 60.0),
    }
}

fn bytes(bytes: u64) -> String {
    match bytes {
        0 => "nothing".into(),
        1..1_000 => format!("{bytes} bytes"),
        1_000..1_000_000 => format!("{} KB", bytes.div_ceil(1_000)),
        _ => format!("{:.1} MB", bytes as f64 / 1e6),
    }
}

/// Fails when the document in the tree is another one; the true one is put where it can be
/// copied from.
pub(crate) fn assert_current(path: &str, text: &str) {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let known = std::fs::read_to_string(root.join(path)).unwrap_or_default();
    if known.replace("\r\n", "\n") != text {
        let name = Path::new(path).file_name().unwrap();
        let fresh = Path::new(env!("CARGO_TARGET_TMPDIR")).join("..").join(name);
        std::fs::write(&fresh, text).unwrap();
        panic!("{path} is not true any more; the true one is {}", fresh.display());
    }
}
