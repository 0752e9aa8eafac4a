//! What the phone machine is told to do, and what it tells.

use crate::devicelink::{Status, StatusCode};
use crate::machine::Closed;
use crate::mobilebackup2::Request;

/// One request of the phone to the host (docs/protocol.md 4.3).
#[derive(Clone, Debug, PartialEq)]
pub enum Ask {
    /// Send these files.
    DownloadFiles(Vec<String>),
    /// List this folder.
    ListDirectory(String),
    /// Make this folder.
    CreateDirectory(String),
    /// Rename these: source, target.
    MoveItems(Vec<(String, String)>),
    /// Delete these.
    RemoveItems(Vec<String>),
    /// Copy source to target.
    CopyItem(String, String),
    /// How much room is there?
    FreeSpace,
    /// Make room.
    PurgeSpace {
        /// Bytes wanted.
        amount_bytes: u64,
        /// 4 is what phones send.
        urgency: u64,
    },
    /// A message no host knows.
    Unknown(String),
}

/// One thing that happened, in order.
#[derive(Debug, PartialEq)]
pub enum PhoneOutput<'a> {
    /// The host's request; the owner's turn begins.
    Request(Request),
    /// A file of the download begins.
    FileBegin {
        /// As it was asked for.
        path: String,
    },
    /// Data of it.
    Block(&'a [u8]),
    /// It is over.
    FileEnd {
        /// `None` when it came whole.
        error: Option<(StatusCode, String)>,
    },
    /// The host's one answer.
    Status(Status),
    /// The host said goodbye.
    Disconnected {
        /// Why, when it said so.
        reason: Option<String>,
    },
    /// The connection is gone.
    Closed(Closed),
    /// The host did what the real agent does not accept. The agent ends the session.
    Violation(String),
}
