//! The phone, asked over lockdown: who it is, whether it trusts this computer, whether it has
//! room, power and time for a backup, and what it says of its last ones. Absent is unknown.
//!
//! Nothing is changed and nobody is asked: a phone that does not trust this computer tells the
//! little it tells anyone.

mod values;

pub(crate) use values::{backup_dates, domain, flag};
