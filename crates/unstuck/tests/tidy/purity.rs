//! What may be used where: no clock, socket, randomness, printing or async below `link`; the
//! file system only behind the `Disk`; printing only where people are spoken to.

use crate::house::{SourceFile, rust};

/// Production code: what stands above the tests of a file.
fn production(files: Vec<SourceFile>, below: &[&str]) -> Vec<SourceFile> {
    let wanted = |path: &str| below.iter().any(|prefix| path.starts_with(prefix));
    let files = files.into_iter().filter(|file| wanted(&file.path));
    let cut = files.map(|file| {
        let text = file.text.split("#[cfg(test)]").next().unwrap_or_default().to_owned();
        SourceFile { path: file.path, text }
    });
    let for_tests = ["/tests.rs", "/testing.rs", "/tests/", "/examples/", "/benches/"];
    cut.filter(|file| !for_tests.iter().any(|part| file.path.contains(part))).collect()
}

/// Whether code uses a word, and not only a longer one it is part of.
fn uses(code: &str, word: &str) -> bool {
    let in_word = |c: char| c.is_alphanumeric() || c == '_';
    code.match_indices(word).any(|(at, _)| {
        let before = code[..at].chars().next_back();
        let after = code[at + word.len()..].chars().next();
        let begins = !word.starts_with(in_word) || before.is_none_or(|c| !in_word(c));
        let ends = !word.ends_with(in_word) || after.is_none_or(|c| !in_word(c));
        begins && ends
    })
}

fn assert_free_of(files: &[SourceFile], words: &[&str], except: &[&str]) {
    assert!(!files.is_empty());
    for file in files {
        if except.iter().any(|path| file.path.starts_with(path)) {
            continue;
        }
        for (number, line) in file.text.lines().enumerate() {
            let code = line.split("//").next().unwrap_or_default();
            for word in words {
                assert!(!uses(code, word), "{}:{}: {word}", file.path, number + 1);
            }
        }
    }
}

const BELOW_LINK: [&str; 6] = [
    "crates/plist/src/",
    "crates/wire/src/",
    "crates/manifest/src/",
    "crates/vault/src/",
    "crates/backup/src/",
    "crates/diagnosis/src/",
];

#[test]
fn below_link_there_is_no_clock_socket_randomness_or_async() {
    let words = [
        "Instant::now",
        "SystemTime::now",
        "thread::sleep",
        "std::net",
        "tokio",
        "async fn",
        ".await",
        "getrandom",
        "rand::",
        "std::env",
        "static mut",
    ];
    assert_free_of(&production(rust(), &BELOW_LINK), &words, &[]);
}

#[test]
fn the_disk_is_touched_in_one_place() {
    let words = ["std::fs", "fs::", "File::open", "File::create"];
    let disk = ["crates/vault/src/disk/", "crates/manifest/src/tree/disk"];
    assert_free_of(&production(rust(), &BELOW_LINK), &words, &disk);
}

#[test]
fn only_the_view_prints() {
    let words = ["println!", "print!", "eprintln!", "eprint!", "stdout()", "stderr()", "dbg!"];
    let printers = [
        "crates/unstuck/src/view/",
        "crates/unstuck/src/main.rs",
        // Only asks whether somebody is there.
        "crates/unstuck/src/secrets.rs",
    ];
    assert_free_of(&production(rust(), &["crates/"]), &words, &printers);
}

#[test]
fn nothing_from_outside_is_unwrapped() {
    assert_free_of(&production(rust(), &["crates/"]), &[".unwrap()"], &[]);
}
