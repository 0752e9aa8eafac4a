//! What the host machine says to its owner, and what the owner answers.

use std::fmt;

use crate::devicelink::units::Violation;
use crate::devicelink::{Entry, ItemStatus, StatusCode};
use crate::host::timers::{Timer, Waiting};
use crate::machine::Closed;
use crate::mobilebackup2::Response;
use crate::path::{HostPath, RefusedPath};
use crate::time::Moment;

/// One thing that happened, in order.
#[derive(Debug, PartialEq)]
pub enum Output<'a> {
    /// Both ends have shaken hands; a request may be made now.
    Ready {
        /// DeviceLink version the phone offered.
        devicelink: (u64, u64),
        /// mobilebackup2 version chosen.
        protocol: Option<f64>,
    },
    /// The phone asked for something; exactly one [`Reply`] is owed.
    Ask(Question),
    /// Part of a file the phone sends.
    File(FileEvent<'a>),
    /// Worth knowing, nothing to answer.
    Notice(Notice),
    /// The conversation is over.
    Done(Finish),
}

/// Files of a batch, each as `Begin`, `Block`…, `End`.
#[derive(Debug, PartialEq, Eq)]
pub enum FileEvent<'a> {
    /// A file begins. Its old content, if any, stays until `End` says that it is whole.
    Begin {
        /// Where it belongs.
        path: HostPath,
        /// Its path on the phone, for people; lossy and not to be used.
        phone_path: String,
    },
    /// The next bytes of it.
    Block(&'a [u8]),
    /// The file is over.
    End(FileEnd),
}

/// How a file of a batch ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileEnd {
    /// Bytes that came.
    pub bytes: u64,
    /// `None` when it came whole; else the phone's error, and the bytes are not the file.
    pub error: Option<(StatusCode, String)>,
}

/// Sums of one batch.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct BatchSummary {
    /// Files begun, refused ones not counted.
    pub files: u64,
    /// Bytes of their data.
    pub bytes: u64,
    /// Bytes the phone had announced.
    pub announced_bytes: u64,
}

/// Something only the host can answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Question {
    /// Open this file for reading: [`Reply::Opened`] or an error.
    OpenFile(HostPath),
    /// Next piece of the opened file: [`Reply::Data`], [`Reply::End`] or an error.
    ReadFile {
        /// Bytes that are useful now.
        bytes_max: usize,
    },
    /// [`Reply::Listing`]; a folder that is not there is an empty one.
    ListDirectory(HostPath),
    /// [`Reply::Done`], also when it exists.
    CreateDirectory(HostPath),
    /// [`Reply::Items`].
    MoveItems(Vec<(HostPath, HostPath)>),
    /// [`Reply::Items`]; what is not there counts as removed.
    RemoveItems(Vec<HostPath>),
    /// [`Reply::Done`].
    CopyItem(HostPath, HostPath),
    /// [`Reply::FreeSpace`].
    FreeSpace,
    /// [`Reply::Purged`] or an error.
    PurgeSpace {
        /// What the phone wants freed.
        amount_bytes: u64,
    },
    /// The batch is over: make it durable, then [`Reply::Done`] or an error.
    FinishBatch(BatchSummary),
}

/// The owner's answer to a [`Question`].
#[derive(Debug)]
pub enum Reply<'a> {
    /// It is done.
    Done,
    /// The file is open.
    Opened,
    /// More of the file; empty means nothing yet and is ignored.
    Data(&'a [u8]),
    /// No more of the file.
    End,
    /// The folder's entries.
    Listing(Vec<Entry>),
    /// The items that failed; none when all went well.
    Items(Vec<ItemStatus>),
    /// Bytes a new file may take.
    FreeSpace(u64),
    /// Bytes made free.
    Purged(u64),
    /// It could not be done.
    Error(StatusCode, String),
}

/// Worth knowing, nothing to answer.
#[derive(Clone, Debug, PartialEq)]
pub enum Notice {
    /// Overall progress in percent once the request at hand is served, as the phone says
    /// it. It may fall.
    Progress {
        /// 0 to 100.
        percent: f64,
        /// Bytes the phone announced for the batch at hand; 0 when it is no batch.
        batch_bytes: u64,
    },
    /// A path of the phone was refused; the phone was told.
    Refused {
        /// The request it stood in.
        verb: &'static str,
        /// The path and the rule it broke.
        path: RefusedPath,
    },
    /// A message nobody knows; the phone was told.
    UnknownMessage {
        /// Its name, cut to 100 characters.
        name: String,
    },
    /// The phone speaks a newer DeviceLink than we do; we go on with ours.
    NewerPhone {
        /// The version it offered.
        major: u64,
    },
    /// Nothing moved for the time `timer` allows. Told once per silence.
    Silence {
        /// Which patience ran out.
        timer: Timer,
        /// Last sign of life on this connection.
        since: Moment,
        /// What would end the silence.
        waiting: Waiting,
    },
}

/// How the conversation ended.
#[derive(Clone, Debug, PartialEq)]
pub enum Finish {
    /// The phone's last word, good or bad.
    Response(Response),
    /// The phone said goodbye instead.
    Disconnected {
        /// Why, when it said so.
        reason: Option<String>,
    },
    /// The connection ended under the conversation.
    Closed {
        /// How.
        how: Closed,
        /// What was going on.
        waiting: Waiting,
    },
    /// The other end broke the rules of the stream; the two are out of step.
    Violation(Violation),
}

impl fmt::Display for Finish {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Response(response) if response.code.is_none() => f.write_str("success"),
            Self::Response(response) => {
                write!(f, "error {} of the phone", response.code)?;
                response.description.iter().try_for_each(|text| write!(f, ": {text}"))
            }
            Self::Disconnected { reason } => {
                f.write_str("the phone ended the conversation")?;
                reason.iter().try_for_each(|text| write!(f, ": {text}"))
            }
            Self::Closed { how: Closed::ByUs, .. } => f.write_str("closed by Unstuck"),
            Self::Closed { .. } => f.write_str("the connection to the phone was lost"),
            Self::Violation(violation) => write!(f, "the phone broke the protocol: {violation}"),
        }
    }
}
