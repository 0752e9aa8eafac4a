//! One backup being made, or written back.
//!
//! ```text
//!      cable ◄──► Run ◄──► desk (vault)          signs: presence, passcode sheet, agent log,
//!                  │                              heartbeat, answers of other services
//!                  ▼
//!            Notices, Outcome
//! ```
//!
//! [`restore`] is the way back, with the same doors.
//!
//! [`Run`] serves the phone from the working tree, keeps time, goes on after interruptions
//! while there is progress, proves the result and publishes it. It has no socket, no clock
//! and no disk: whoever owns it carries bytes, jobs and signs, in real time (`link`) or in
//! a simulated world (`sim`).

mod attempts;
mod buffers;
mod conversation;
mod deadlines;
pub mod info_plist;
mod notice;
mod outcome;
pub mod password;
mod phase;
mod progress;
mod pulse;
pub mod restore;
mod run;

pub use deadlines::Deadlines;
pub use notice::{FileError, Notice};
pub use outcome::{BATTERY_EMPTY_PERCENT, End, Outcome, PersonNeed, Proven};
pub use phase::Phase;
pub use progress::Progress;
pub use pulse::{GiveUp, Pulse, Verdict, WaitingFor};
pub use run::{Action, ConnectFault, Run, RunConfig, Sign};
