//! What the program says stands on the page in the language of its reader.

use super::{Served, status};

/// A page in a language.
fn page(served: &Served, path: &str, tag: &str) -> String {
    let language = format!("Accept-Language: {tag}");
    let page = served.ask(&format!("GET {path}"), &[&served.bearer, &language], "");
    assert_eq!(status(&page), "200", "{path}: {page}");
    page
}

#[test]
fn an_answer_is_given_in_the_language_of_its_reader() {
    let served = Served::start();
    let log = "ErrorCode 105: some words (MBErrorDomain/105)";
    let place = served.tell(&[("words", "the backup is stuck"), ("log", log)]);
    let english = page(&served, &place, "en");
    assert!(english.contains("the disk for the backup is full."), "{english}");
    let german = page(&served, &place, "de");
    for words in [
        "die Festplatte für das Backup ist voll.",
        "Platz schaffen auf der Festplatte für das Backup",
        "Löschen Sie kein Backup dieses iPhones.",
        "Das alte Backup ist vielleicht das einzige.",
    ] {
        assert!(german.contains(words), "{words}: {german}");
    }
    assert!(!german.contains("the disk for the backup is full."), "{german}");
}

#[test]
fn what_is_known_is_shown_in_the_language_of_its_reader_and_the_rest_marked_as_english() {
    let served = Served::start();
    let restart = page(&served, "/restart?model=iphone+13+mini", "zh");
    assert!(restart.contains("按住侧边按钮") && restart.contains("用密码解锁一次"), "{restart}");
    let remedy = page(&served, "/explain/cable-port", "es");
    assert!(remedy.contains("Otro cable, otro puerto") && remedy.contains("Pruebe otro puerto"));
    let methods = page(&served, "/methods", "de");
    assert!(methods.contains("Unstuck per Kabel") && !methods.contains("Unstuck by cable"));
    let rule = page(&served, "/explain/S001", "de");
    assert!(rule.contains("<p lang=\"de\">Schaffen Sie Platz, oder schreiben Sie"), "{rule}");
    // Only the documents that it rests on, and its name.
    assert_eq!(rule.matches("<p lang=\"en\">").count(), 1, "{rule}");
    let line = page(&served, "/explain/ib2-passcode", "es");
    assert!(line.contains("El iPhone muestra la petición del código y espera."), "{line}");
    let code = page(&served, "/explain/mb:105", "zh");
    assert!(code.contains("iPhone 要求的是上传大小再加 128 MiB"), "{code}");
}
