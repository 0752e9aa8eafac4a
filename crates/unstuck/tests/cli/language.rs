//! People are spoken to in their language; scripts are not.

use crate::room::Room;

const CASE: &str =
    r#"{"report": "backup stuck", "log": ["ErrorCode 105: some words (MBErrorDomain/105)"]}"#;

#[test]
fn a_look_speaks_the_language_that_was_asked_for_and_its_object_does_not() {
    let room = Room::new();
    let case = room.file("case.json", CASE);
    let case = case.to_str().unwrap();
    let english = room.run(&["look", "--case", case]).out;
    assert!(english.contains("the disk for the backup is full."), "{english}");
    for (tag, words) in [
        ("de", ["die Festplatte für das Backup ist voll.", "Platz schaffen", "Grund"]),
        ("es", ["el disco para la copia está lleno.", "Hacer sitio", "Motivo"]),
        ("zh-Hans", ["存放备份的磁盘满了。", "腾出空间", "原因"]),
    ] {
        let said = room.run(&["look", "--case", case, "--language", tag]).out;
        for word in words {
            assert!(said.contains(word), "{tag}: {word}: {said}");
        }
        assert!(!said.contains("the disk for the backup"), "{tag}: {said}");
        let object = room.run(&["look", "--case", case, "--language", tag, "--json"]).out;
        assert_eq!(object, room.run(&["look", "--case", case, "--json"]).out);
    }
}

#[test]
fn the_environment_chooses_the_language_and_an_unknown_tag_is_wrong_use() {
    let room = Room::new();
    let said = |set: &[(&str, &str)]| {
        let mut command = room.command(&["restart-steps", "iPhone", "16", "Pro"]);
        command.env_remove("LC_ALL").env_remove("LC_MESSAGES").env_remove("LANG");
        let output = command.envs(set.iter().copied()).output().unwrap();
        String::from_utf8(output.stdout).unwrap()
    };
    assert!(said(&[]).contains("Press Volume Up"));
    assert!(said(&[("LANG", "de_AT.UTF-8")]).contains("Drücken Sie die Lauter-Taste"));
    assert!(said(&[("LANG", "de_AT.UTF-8"), ("LC_ALL", "C")]).contains("Press Volume Up"));
    assert!(said(&[("LANG", "C"), ("UNSTUCK_LANGUAGE", "zh_CN")]).contains("按一下调高音量按钮"));
    assert!(said(&[("LC_ALL", "fr_FR.UTF-8")]).contains("Press Volume Up"));
    let wrong = room.run(&["explain", "power", "--language", "klingon"]);
    assert_eq!(wrong.code, 2);
    assert!(wrong.err.contains("zh-Hans"), "{}", wrong.err);
}

#[test]
fn a_whole_rescue_speaks_german() {
    let room = Room::new();
    let said = room.run(&["rescue", "--simulated", "--language", "de"]);
    assert_eq!(said.code, 0, "{}", said.err);
    assert!(said.out.contains("Ihr iPhone ist gesichert, und das Backup ist geprüft."));
    for english in ["The ", "Receiv", "Waiting", "Nothing", "Found", "Where "] {
        assert!(!said.out.contains(english), "{english}: {}", said.out);
        assert!(!said.err.contains(english), "{english}: {}", said.err);
    }
}
