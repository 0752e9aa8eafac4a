//! What a rule needs to know, and why it may not be known.

use super::{Database, FileFault, Keys, Survey};
use crate::db::DbFault;
use crate::report::Why;
use crate::tree::ReadFault;

/// What a rule must know to be sure that it has nothing to say.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Needs {
    /// The name of the folder.
    Name,
    /// What lies in the folder, and that a run has ended here.
    Listing,
    /// Status.plist.
    Status,
    /// Manifest.plist.
    Manifest,
    /// An answer to whether the password opens the keybag.
    Keys,
    /// An open Manifest.db.
    Database,
    /// Every row.
    Rows,
    /// The names of all payloads.
    Payloads,
    /// Every row and the names of all payloads.
    RowsAndPayloads,
}

impl Survey<'_> {
    /// Why `needs` is not met.
    pub(crate) fn gap(&self, needs: Needs) -> Option<Why> {
        match needs {
            Needs::Name => None,
            Needs::Listing => self.listing_gap(),
            Needs::Status => plist_gap("Status.plist", &self.status, Why::NoStatus),
            Needs::Manifest => self.manifest_gap(),
            Needs::Keys => match self.keys {
                Keys::NotNeeded | Keys::Open(_) | Keys::WrongPassword => None,
                _ if self.stopped => Some(Why::Stopped),
                Keys::NoPassword => Some(Why::NoPassword),
                Keys::Unusable => Some(Why::KeysUnusable),
                Keys::Unknown => self.manifest_gap().or(Some(Why::NoManifest)),
            },
            Needs::Database => self.database_gap(),
            Needs::Rows => self.database_gap().or_else(|| self.row_gap()),
            Needs::Payloads => self.payload_gap(),
            Needs::RowsAndPayloads => {
                let rows = self.database_gap().or_else(|| self.row_gap());
                rows.or_else(|| self.payload_gap())
            }
        }
    }

    fn listing_gap(&self) -> Option<Why> {
        if let Some(error) = &self.root.fault {
            return Some(Why::FolderUnreadable(error.to_string()));
        }
        self.nothing_finished().then_some(Why::NothingFinished)
    }

    fn manifest_gap(&self) -> Option<Why> {
        self.listing_gap().or_else(|| plist_gap("Manifest.plist", &self.manifest, Why::NoManifest))
    }

    fn database_gap(&self) -> Option<Why> {
        match &self.database {
            Database::Open(facts) => match &facts.complaints {
                Err(fault @ DbFault::Io(_)) => Some(Why::Unreadable(fault.to_string())),
                _ => None,
            },
            // A manifest that the system does not give up says more than its absence.
            Database::Closed(Why::NoManifest) => self.manifest_gap().or(Some(Why::NoManifest)),
            Database::Closed(why) => Some(why.clone()),
            Database::Faulty(fault @ DbFault::Io(_)) => Some(Why::Unreadable(fault.to_string())),
            Database::Faulty(_) => Some(Why::NoDatabase),
        }
    }

    fn row_gap(&self) -> Option<Why> {
        let facts = self.database.facts()?;
        if !facts.may_have_rows() {
            Some(Why::ForeignDatabase)
        } else if let Some(fault) = &self.rows.fault {
            Some(Why::RowsCutShort(fault.to_string()))
        } else if !self.rows.done {
            Some(Why::Stopped)
        } else {
            (self.rows.bad > 0).then_some(Why::RowsUnreadable(self.rows.bad))
        }
    }

    fn payload_gap(&self) -> Option<Why> {
        if let Some(error) = &self.root.fault {
            return Some(Why::FolderUnreadable(error.to_string()));
        }
        if let Some(first) = &self.payloads.first_unreadable {
            return Some(Why::PayloadsUnreadable(self.payloads.unreadable, first.clone()));
        }
        (!self.payloads.walked).then_some(Why::Stopped)
    }
}

fn plist_gap<T>(name: &str, list: &Result<T, FileFault>, otherwise: Why) -> Option<Why> {
    match list {
        Ok(_) => None,
        Err(FileFault::Read(ReadFault::Io(error))) => {
            Some(Why::Unreadable(format!("{name}: {error}")))
        }
        Err(_) => Some(otherwise),
    }
}
