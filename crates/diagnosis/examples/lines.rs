//! Diagnoses a file of case files, one a line, and prints one answer a line: for scoring many
//! cases without starting a program for each.

use std::io::Write;

use unstuck_diagnosis::case::CaseFile;
use unstuck_diagnosis::{Examined, Lexicon, Options, diagnose};

fn main() -> std::io::Result<()> {
    let Some(path) = std::env::args().nth(1) else {
        return Err(std::io::Error::other("name a file of cases, one a line"));
    };
    // A second file is a table that the example `learn` made of other cases.
    let lexicon = match std::env::args().nth(2) {
        Some(table) => Some(Lexicon::read(std::fs::read_to_string(table)?.leak())),
        None => None,
    };
    let mut out = std::io::stdout().lock();
    for line in std::fs::read_to_string(path)?.lines() {
        let case = CaseFile::read(line.as_bytes()).into_case();
        let found = match &lexicon {
            Some(lexicon) => Examined::with(&case, lexicon).conclude(&Options::default()),
            None => diagnose(&case, &Options::default()),
        };
        let causes = found.causes.iter().map(|likely| {
            let why = likely.why.iter();
            let why = why.map(|why| format!("{} {:+.1} {}", why.rule, why.weight, why.says));
            serde_json::json!({
                "id": likely.cause.id(),
                "probability": likely.probability,
                "why": why.collect::<Vec<_>>(),
            })
        });
        let ladder: Vec<&str> = found.ladder.iter().map(|offer| offer.remedy.id).collect();
        let answer = serde_json::json!({
            "causes": causes.collect::<Vec<_>>(), "ladder": ladder, "verdict": found.verdict.word(),
        });
        writeln!(out, "{answer}")?;
    }
    Ok(())
}
