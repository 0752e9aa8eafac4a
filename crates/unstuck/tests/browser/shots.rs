//! Pictures of every page and state, for people to look at: `scripts/shots FOLDER`.

use std::path::PathBuf;

use crate::driver::Kind;
use crate::states::tour;

/// Takes them in one language after the other, wide and narrow, light and dark.
#[test]
#[ignore = "for looking, not for judging: scripts/shots runs it"]
fn pictures_of_every_state() {
    let folder = std::env::var_os("UNSTUCK_SHOTS").map(PathBuf::from);
    let folder = folder.expect("UNSTUCK_SHOTS names the folder for the pictures");
    std::fs::create_dir_all(&folder).unwrap();
    let languages = std::env::var("UNSTUCK_SHOTS_LANGUAGES");
    let languages = languages.unwrap_or_else(|_| "en de es zh-Hans".to_owned());
    for language in languages.split(' ') {
        let kind = Kind { language: Some(language), ..Kind::default() };
        tour(kind, &mut |window, name| {
            for (wide, dark) in [(1280, false), (1280, true), (375, false), (375, true)] {
                window.looks(wide, 800, dark);
                let scheme = if dark { "dark" } else { "light" };
                let path = folder.join(format!("{name}-{wide}-{scheme}-{language}.png"));
                std::fs::write(path, decoded(&window.picture())).unwrap();
            }
            window.looks(1280, 900, false);
        });
    }
}

/// The bytes that base64 letters stand for.
fn decoded(letters: &str) -> Vec<u8> {
    let value = |letter: u8| match letter {
        b'A'..=b'Z' => u32::from(letter - b'A'),
        b'a'..=b'z' => u32::from(letter - b'a') + 26,
        b'0'..=b'9' => u32::from(letter - b'0') + 52,
        b'+' => 62,
        _ => 63,
    };
    let mut bytes = Vec::with_capacity(letters.len() / 4 * 3);
    for four in letters.trim_end_matches('=').as_bytes().chunks(4) {
        let bits = four.iter().fold(0, |bits, letter| bits << 6 | value(*letter));
        let bits = bits << (6 * (4 - four.len()));
        bytes.extend_from_slice(&bits.to_be_bytes()[1..four.len()]);
    }
    bytes
}
