//! A small sound backup to spoil, and what the rules say about it then.

use std::ops::ControlFlow;
use std::sync::OnceLock;

use crate::build::{Built, Encryption, Entry, OwnedRow, Recipe};
use crate::report::Report;
use crate::verify::{Depth, Options, Unlock, verify};
use crate::{FileId, Password};

pub(crate) const UDID: &str = "00008110-0000000000000001";
pub(crate) const PASSWORD: &str = "unstuck-test";

/// One of each: file, empty file, folder, link, odd names.
pub(crate) fn plain_recipe() -> Recipe {
    let mut recipe = Recipe::new(UDID);
    recipe.entries = vec![
        Entry::file("HomeDomain", "Library/SMS/sms.db", vec![7; 100]),
        Entry::file("HomeDomain", "Library/empty", *b""),
        Entry::link("HomeDomain", "Library/link", "SMS/sms.db"),
        Entry::directory("CameraRollDomain", "Media/DCIM"),
        Entry::file("AppDomain-com.example.app", "Documents/ä 🦜", *b"hello backup\n"),
    ];
    recipe
}

/// The sound backup, plain.
pub(crate) fn plain() -> Built {
    static BUILT: OnceLock<Built> = OnceLock::new();
    BUILT.get_or_init(|| plain_recipe().build().unwrap()).clone()
}

/// The sound backup, encrypted.
pub(crate) fn encrypted() -> Built {
    static BUILT: OnceLock<Built> = OnceLock::new();
    BUILT.get_or_init(|| encrypted_recipe().build().unwrap()).clone()
}

pub(crate) fn encrypted_recipe() -> Recipe {
    let mut recipe = plain_recipe();
    recipe.encryption = Some(Encryption {
        password: Password::from(PASSWORD),
        first_rounds: 10,
        second_rounds: 10,
        seed: [1; 32],
    });
    recipe
}

/// The plain backup with one row changed: that of sms.db.
pub(crate) fn with_sms(edit: impl FnOnce(&mut OwnedRow)) -> Built {
    let mut built = plain();
    built
        .edit_rows(|rows| {
            edit(rows.iter_mut().find(|row| row.relative_path.ends_with("sms.db")).unwrap());
        })
        .unwrap();
    built
}

pub(crate) fn sms() -> FileId {
    crate::file_id("HomeDomain", "Library/SMS/sms.db")
}

pub(crate) fn report_with(built: &Built, name: &str, unlock: Unlock<'_>) -> Report {
    report_at(built, name, unlock, Depth::Structure)
}

pub(crate) fn report_at(built: &Built, name: &str, unlock: Unlock<'_>, depth: Depth) -> Report {
    verify(&built.tree, name, Options { unlock, depth, ..Options::default() }, &mut |_| {
        ControlFlow::Continue(())
    })
}

/// Verifies with the right password.
pub(crate) fn report(built: &Built) -> Report {
    let password = Password::from(PASSWORD);
    report_with(built, &built.udid, Unlock::Password(&password))
}

/// Ids of the rules that found something.
pub(crate) fn fired(report: &Report) -> Vec<&'static str> {
    report.findings.iter().map(|findings| findings.card.id).collect()
}

/// Exactly these rules find something.
pub(crate) fn assert_fires(built: &Built, ids: &[&str]) {
    let report = report(built);
    assert_eq!(fired(&report), ids, "{report:#?}");
}
