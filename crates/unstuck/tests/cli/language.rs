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

/// Help and faults of the command line are for people: in their language, with the same exit
/// codes, on the same streams.
#[test]
fn help_and_faults_of_the_command_line_speak_german() {
    let room = Room::new();
    let top = room.run(&["--language", "de", "--help"]);
    assert_eq!((top.code, top.err.as_str()), (0, ""));
    let backup = room.run(&["backup", "--help", "--language=de"]);
    assert!(backup.out.contains("Aufruf: unstuck backup [OPTIONEN]"), "{}", backup.out);
    assert!(backup.out.contains("Jedes iPhone in Reichweite sichern"), "{}", backup.out);
    let wrong = room.run(&["backup", "--language", "de", "--wrong"]);
    assert!(wrong.err.contains("„--wrong“ ist hier nicht bekannt."), "{}", wrong.err);
    let missing = room.run(&["backup", "--language", "de", "--to"]);
    assert!(missing.err.contains("„--to <ORDNER>“ braucht einen Wert"), "{}", missing.err);
    for fault in [&wrong, &missing] {
        assert_eq!((fault.code, fault.out.as_str()), (2, ""));
    }
    for said in [&top.out, &backup.out, &wrong.err, &missing.err] {
        for english in ["Usage", "Options:", "Make ", " the ", "Print", "error", "[default", "tip:"]
        {
            assert!(!said.contains(english), "{english}: {said}");
        }
    }
    let mut command = room.command(&["rescue", "-h"]);
    let output = command.env("UNSTUCK_LANGUAGE", "es").output().unwrap();
    assert!(String::from_utf8(output.stdout).unwrap().contains("Opciones:"));
}

#[test]
fn english_help_is_what_the_sources_say() {
    let room = Room::new();
    let help = room.run(&["backup", "--help"]);
    assert_eq!((help.code, help.err.as_str()), (0, ""));
    assert!(help.out.starts_with("Make one backup\n\nUsage: unstuck backup [OPTIONS]\n"));
    let wrong = room.run(&["backup", "--wrong", "--json"]);
    assert_eq!((wrong.code, wrong.out.as_str()), (2, ""));
    assert!(wrong.err.starts_with("error: '--wrong' is not known here."), "{}", wrong.err);
    assert!(room.run(&["--version"]).out.starts_with("unstuck "));
}
