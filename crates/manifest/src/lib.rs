//! wip

pub mod build;
pub mod content;
pub mod db;
mod file_id;
mod folder_name;
pub mod keybag;
pub mod plists;
pub mod record;
pub mod report;
pub mod rules;
mod secret;
mod survey;
mod tree;
mod verify;

pub use build::Recipe;
pub use db::{ManifestDb, ManifestWriter};
pub use file_id::{FileId, NotAFileId, file_id};
pub use folder_name::FolderName;
pub use keybag::{ClassKeys, Keybag, UnlockFault};
pub use plists::{InfoPlist, ManifestPlist, StatusPlist};
pub use record::{Record, RecordFault, RecordKind};
pub use report::{Interruption, Level, Report, Verdict};
pub use secret::{ClassKey, DerivedKey, FileKey, Password};
pub use survey::{Progress, Stage};
pub use tree::{Item, ItemKind, MemoryTree, ReadFault, ReadSeek, Scratch, Tree};
pub use verify::{Options, Unlock, verify};
