//! Apple's local backup format: reading it, proving it, making it.
//!
//! ```text
//!  Tree (a backup folder, read-only)
//!    ├─ Status.plist, Manifest.plist, Info.plist      plists
//!    ├─ BackupKeyBag ── Password ──► ClassKeys         keybag
//!    ├─ Manifest.db ── rows ──► Record                 db, record
//!    └─ ab/abcd… ── FileKey ──► content                content
//!
//!  verify(Tree) ──► Survey ──► rules ──► Report        rules, report
//!  Recipe ──► MemoryTree                               build
//! ```
//!
//! ```
//! use std::ops::ControlFlow;
//! use unstuck_manifest::build::Entry;
//! use unstuck_manifest::{MemoryTree, Options, Recipe, Verdict, file_id, verify};
//!
//! let udid = "00008110-0000000000000001";
//! let mut recipe = Recipe::new(udid);
//! recipe.entries = vec![Entry::file("HomeDomain", "Library/notes.txt", *b"remember")];
//! let mut backup = recipe.build()?;
//! let check = |tree: &MemoryTree| {
//!     verify(tree, udid, Options::default(), &mut |_| ControlFlow::Continue(()))
//! };
//! assert_eq!(check(&backup.tree).verdict, Verdict::Complete);
//!
//! backup.tree.remove(&file_id("HomeDomain", "Library/notes.txt").payload_path());
//! let report = check(&backup.tree);
//! assert_eq!(report.verdict, Verdict::CompleteWithDamage { files: 1 });
//! assert_eq!(report.findings[0].card.id, "B024");
//! # Ok::<(), unstuck_manifest::build::BuildFault>(())
//! ```
//!
//! The format itself is told in docs/backup-format.md; comments cite its sections.
//!
//! What is deliberately absent: the disk (a [`Tree`] stands for it), clocks, randomness,
//! async, printing, and any change to a backup. SQLite is used to make lists, never to read
//! those of others.

pub mod build;
pub mod compare;
pub mod content;
mod conveyor;
pub mod db;
mod file_id;
mod folder_name;
mod inspect;
pub mod keybag;
pub mod kinds;
mod list;
mod mbdb;
mod opened;
pub mod plists;
pub mod record;
pub mod report;
pub mod rules;
mod seal_book;
mod secret;
mod stamp;
mod survey;
mod threads;
mod tree;
mod verify;

pub use build::Recipe;
pub use conveyor::{Conveyor, Heard, convey};
pub use db::{ManifestDb, ManifestWriter};
pub use file_id::{FileId, NotAFileId, file_id};
pub use folder_name::FolderName;
pub use keybag::{ClassKeys, Keybag, UnlockFault};
pub use opened::{
    ContentError, Contents, Listed, OpenBackup, OpenFault, read_keybag, read_manifest,
};
pub use plists::{InfoPlist, ManifestPlist, StatusPlist};
pub use record::{Record, RecordFault, RecordKind};
pub use report::{Interruption, Level, Report, Verdict};
pub use seal_book::{SealBook, SealLine};
pub use secret::{ClassKey, DerivedKey, FileKey, Password};
pub use stamp::Stamp;
pub use survey::{Progress, Stage};
pub use threads::Threads;
pub use tree::{Item, ItemKind, MemoryTree, ReadFault, ReadSeek, Tree};
pub use verify::{Depth, Options, Unlock, verify};
