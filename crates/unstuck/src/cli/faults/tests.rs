//! Every fault of a command line is said in every language.

use super::*;
use crate::cli;

/// What is said of a command line, without its colours.
fn said(tag: &str, line: &str) -> String {
    let words = Words::of(tag).expect("a language");
    let arguments: Vec<_> = line.split(' ').map(std::ffi::OsString::from).collect();
    let error = <cli::Cli as clap::Parser>::try_parse_from(&arguments).expect_err(line);
    let said = cli::said(&error, &arguments, words);
    StyledStr::from(said.text).to_string()
}

/// Wrong command lines, with what is said of them in English and in German.
const WRONG: [(&str, &str, &str); 18] = [
    ("backup --wrong", "'--wrong' is not known here.", "„--wrong“ ist hier nicht bekannt."),
    ("backup --ful", "Perhaps '--full' is meant.", "Vielleicht ist „--full“ gemeint."),
    ("backup --to", "needs a value, and none was", "„--to <ORDNER>“ braucht einen Wert"),
    ("bakup", "There is no command 'bakup'.", "Einen Befehl „bakup“ gibt es nicht."),
    ("bakup", "Perhaps 'backup' is meant.", "Vielleicht ist „backup“ gemeint."),
    ("verify", "What is missing:\n  <BACKUP>", "Es fehlt:\n  <BACKUP>"),
    ("backup --full --full", "'--full' can be given only once.", "darf nur einmal angegeben"),
    ("undo 3 --list", "do not go together.", "gehen nicht zusammen."),
    ("verify a b", "'b' is not known here.", "„b“ ist hier nicht bekannt."),
    ("undo three", "What fits: a number.", "Es passt: eine Zahl."),
    ("rescue --yes 9", "a whole number from 0 to 3.", "eine ganze Zahl von 0 bis 3."),
    ("--patience no look", "a number between 0.01 and 1000.", "zwischen 0.01 und 1000."),
    ("--language tlh look", "one of en, de, es, zh-Hans.", "eines von en, de, es, zh-Hans."),
    ("serve --listen here", "an address such as", "eine Adresse wie 127.0.0.1."),
    ("methods --upload fast", "a number of Mbit/s", "eine Zahl von Mbit/s"),
    ("watch --for ever", "a number of seconds from 0.1 on.", "eine Zahl von Sekunden ab 0.1."),
    ("files list a --newer now", "a date such as 2024-01-31.", "ein Datum wie 2024-01-31."),
    ("files list a --larger 3XB", "B, KB, MB, GB or TB.", "B, KB, MB, GB oder TB."),
];

#[test]
fn every_fault_is_said_in_every_language() {
    for (line, english, german) in WRONG {
        let line = format!("unstuck {line}");
        let said_in_english = said("en", &line);
        assert!(said_in_english.contains(english), "{line}: {said_in_english}");
        assert!(said_in_english.starts_with("error: "), "{said_in_english}");
        assert!(said_in_english.ends_with("'--help' says.\n"), "{said_in_english}");
        let said_in_german = said("de", &line);
        assert!(said_in_german.contains(german), "{line}: {said_in_german}");
        for tag in ["de", "es", "zh-Hans"] {
            let said = said(tag, &line);
            for left in ["error:", "Usage", "tip:", "[OPTIONS]", "[COMMAND]", " is ", " of "] {
                assert!(!said.contains(left), "{tag}, {line}: {left:?} in {said}");
            }
        }
    }
}

#[test]
fn the_whole_of_a_fault_in_german() {
    assert_eq!(
        said("de", "unstuck files extract --existing keep"),
        "Fehler: „keep“ ist kein Wert für „--existing <BEI_GLEICHEM_NAMEN>“. Es passt: eines von \
         keep-both, replace, skip.\n\n  Tipp: Vielleicht ist „keep-both“ gemeint.\n\nWas möglich \
         ist, sagt „--help“.\n"
    );
}

#[test]
fn what_was_typed_cannot_steer_the_terminal() {
    let arguments = ["unstuck", "backup", "--\u{1b}]0;x\u{7}"].map(std::ffi::OsString::from);
    let error = <cli::Cli as clap::Parser>::try_parse_from(&arguments).expect_err("a fault");
    let said = cli::said(&error, &arguments, Words::english()).text;
    assert!(said.contains("'--\u{fffd}]0;x\u{fffd}'"), "{said:?}");
}
