//! Reading SQLite's file format, no more of it than a manifest needs.
//!
//! ```text
//! file    = pages of equal size; page 1 begins with a header of 100 bytes
//! tree    = interior pages ─► leaf pages; a table's keys are row numbers
//! page    = header, cell pointers, free room, cells
//! cell    = [child] [bytes] [row number] record, the end of a long one in overflow pages
//! record  = types of the values, values
//! ```
//!
//! SQLite itself opens files by their path, wants an encrypted database decrypted somewhere,
//! and gives up at the first damaged page. This reads pages where they lie, decrypts each by
//! itself and goes on past damage. Both read the same rows: the tests hold them together.
//! What is deliberately absent: writing, queries, write-ahead logs (never part of a backup)
//! and texts other than UTF-8.

mod check;
mod header;
mod page;
mod pager;
mod salvage;
mod schema;
mod tree;
mod value;

use thiserror::Error;

pub(super) use check::check;
pub(super) use header::HEADER_BYTES;
pub(crate) use header::{Header, MAGIC};
pub(super) use pager::Pager;
pub(super) use salvage::leaves;
pub(super) use schema::{Relation, relations};
pub(super) use tree::walk;
pub(super) use value::Value;

/// What is wrong inside a database.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum Damage {
    /// The header contradicts itself.
    #[error("its header makes no sense")]
    Header,
    /// Something points to a page that is not there.
    #[error("it names page {page}, which is not there")]
    NoSuchPage {
        /// The page.
        page: u32,
    },
    /// A page does not hold together.
    #[error("page {page} does not hold together")]
    Page {
        /// The page.
        page: u32,
    },
    /// A row does not hold together.
    #[error("row {rowid} on page {page} does not hold together")]
    Record {
        /// The page.
        page: u32,
        /// The row's number.
        rowid: i64,
    },
    /// A row is longer than any of a manifest.
    #[error("it holds a row of {bytes} bytes")]
    TooLong {
        /// Its length.
        bytes: u64,
    },
    /// Pages point at each other in a circle.
    #[error("its pages point at each other in a circle")]
    Circle,
    /// Texts are stored in another encoding than phones use.
    #[error("its texts are not stored as UTF-8")]
    Encoding,
}
