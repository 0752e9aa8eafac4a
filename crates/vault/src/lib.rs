//! Keeps backups.
//!
//! ```text
//! working tree ── phone says 0, hashes match, rules hold ──► seal ── one rename ──► version
//!      ▲                                                                              │
//!      └────────────────────────── clone (reflink, hard link, copy) ──────────────────┘
//! ```
//!
//! A *version* is a whole backup in Apple's own layout that is never changed again. The
//! *working tree* is what the phone sees during a run. A *seal* lists every name, length
//! and BLAKE3 of a version. Everything goes through [`Disk`], so that a simulated one can
//! fail at any step.
//!
//! What is deliberately absent: the conversation with the phone, and any opinion on what
//! a backup must hold (that is `manifest`). There is no clock here: times are passed in.

pub mod disk;
mod error;
pub mod extract;
pub mod journal;
pub mod keep;
mod layout;
mod lock;
mod proof;
mod publish;
mod read_back;
pub mod seal;
pub mod shelf;
mod syncing;
mod tree_path;
pub mod version;
mod version_seal;
mod view;
pub mod worker;

mod working;

pub use disk::{CloneKind, DirItem, Disk, DiskFile, Kind, Meta, RealDisk, Space, Times};
pub use error::StoreError;
pub use layout::{Layout, version_name, version_time};
pub use lock::{VaultLock, lock};
pub use proof::{Proof, ProofOptions, prove};
pub use publish::{HashReport, hash_and_seal, publish};
pub use tree_path::TreePath;
pub use unstuck_manifest::Threads;
pub use version_seal::VersionSeal;
pub use view::BackupView;
pub use working::{
    BatchReport, CloneReport, FailedFile, Origin, Progress, Refusal, ResumeReport, WorkingTree,
};
