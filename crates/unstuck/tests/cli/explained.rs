//! Pages of the knowledge in the language of who asks: nothing English is left in them but
//! names, codes, lines of logs and the documents that a rule rests on.

use crate::room::Room;

/// Words of English sentences that no German, and no name of a program or document, has.
const ENGLISH: [&str; 14] = [
    " the ", "The ", " is ", " it ", " with ", " and ", " not ", " of ", " for it", "a hint",
    " which ", " from ", "loudly", " says ",
];

/// A page without what is quoted: its title, lines of logs and, of a rule, the sources.
fn said(page: &str, is_rule: bool) -> String {
    let lines = page.lines().filter(|line| !line.starts_with("# ") && !line.starts_with("    "));
    let text = lines.collect::<Vec<_>>().join("\n");
    let cut = |text: &str| {
        let (above, below) = text.split_once("## Quellen\n").unwrap_or((text, ""));
        format!("{above}{}", below.split_once("##").map_or("", |(_, rest)| rest))
    };
    if is_rule { cut(&text) } else { text }
}

#[test]
fn a_rule_a_code_and_a_line_are_explained_in_german_to_the_last_sentence() {
    let room = Room::new();
    for (id, words) in [
        ("S005", "Sichern Sie auf eine Festplatte dieses Computers"),
        ("W014", "`unstuck watch` sah zu"),
        ("mb:105", "Zu wenig Platz, wo das Backup hin soll"),
        ("url:-1004", "Der Server war nicht zu erreichen."),
        ("ib2-version-exchange", "bevor sich beide auf eine Version geeinigt hatten"),
        ("cable-port", "Stecken Sie das iPhone direkt an den Computer"),
        ("host-disk-full", "die Festplatte für das Backup ist voll."),
    ] {
        let page = room.run(&["explain", id, "--language", "de"]).out;
        let plain = page.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(plain.contains(words), "{id}: {page}");
        let own = said(&page, id.len() == 4);
        for english in ENGLISH {
            assert!(!own.contains(english), "{id}: {english:?}: {own}");
        }
        for line in page.lines() {
            assert!(line.chars().count() <= 100, "{id}: {line}");
        }
        let object = room.run(&["explain", id, "--language", "de", "--json"]).out;
        assert_eq!(object, room.run(&["explain", id, "--json"]).out, "{id}");
    }
}

#[test]
fn what_a_code_and_a_line_mean_is_seen_in_german() {
    let room = Room::new();
    let log = "Could not perform backup protocol version exchange, error code -1";
    let case = format!(
        r#"{{"report": "stuck", "log": ["ErrorCode 208: no (MBErrorDomain/208)", "{log}"]}}"#
    );
    let case = room.file("case.json", &case);
    let asked = ["look", "--case", case.to_str().unwrap(), "--verbose", "--language", "de"];
    let text = room.run(&asked).out;
    assert!(text.contains("Was für und gegen jede Ursache spricht:"), "{text}");
    let reasons = text.split("jede Ursache spricht:").nth(1).unwrap_or_default();
    let reasons = reasons.split_whitespace().collect::<Vec<_>>().join(" ");
    let seen = "208 (der Backup-Dienst des iPhones): Die Code-Abfrage wurde abgelehnt";
    assert!(reasons.contains(seen), "{reasons}");
    for english in ENGLISH {
        assert!(!reasons.contains(english), "{english:?}: {reasons}");
    }
}
