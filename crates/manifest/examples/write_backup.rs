//! Writes a small made-up backup to a folder, for other programs to be tried on:
//! `cargo run --example write_backup -- FOLDER [PASSWORD]`.

use std::path::Path;

use unstuck_manifest::build::{Encryption, Entry};
use unstuck_manifest::{Password, Recipe};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = std::env::args().skip(1);
    let folder = arguments.next().ok_or("which folder?")?;
    let mut recipe = Recipe::new("00008110-0000000000000001");
    recipe.entries = vec![
        Entry::file("HomeDomain", "Library/SMS/sms.db", vec![7; 100_000]),
        Entry::file("HomeDomain", "Library/empty", *b""),
        Entry::link("HomeDomain", "Library/link", "SMS/sms.db"),
        Entry::file("AppDomain-com.example.app", "Documents/ä 🦜.txt", *b"hello backup\n"),
    ];
    recipe.encryption = arguments.next().map(|password| Encryption {
        password: Password::new(password),
        first_rounds: 1000,
        second_rounds: 1000,
        seed: [1; 32],
    });
    let built = recipe.build()?;
    let root = Path::new(&folder).join(&built.udid);
    for path in built.tree.files() {
        let to = root.join(&path);
        std::fs::create_dir_all(to.parent().ok_or("no folder")?)?;
        std::fs::write(to, built.tree.file(&path).unwrap_or_default())?;
    }
    Ok(())
}
