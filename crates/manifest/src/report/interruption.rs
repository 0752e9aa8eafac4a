//! A run that did not end (docs/backup-format.md 8.2).

/// Where a run stopped, told by Status.plist and by what lies in the folder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Interruption {
    /// No Status.plist and no manifest: the first run stopped before it had anything.
    BeforeStatus,
    /// The first run stopped while files were coming. There is no backup yet.
    UploadingFirst,
    /// A later run stopped while files were coming. The top level is the backup before,
    /// untouched; Snapshot/ holds part of the new one.
    UploadingNext,
    /// All files had come and were being moved over those of the backup before: a
    /// mixture. It can be finished by hand (docs/backup-format.md 8.4).
    Moving,
    /// All files are in place, obsolete ones were being removed: the new backup is whole.
    Removing,
    /// Status.plist holds a state we do not know.
    Unknown(String),
}

impl Interruption {
    /// Whether the top level of the folder ought to be a whole backup in this state, so
    /// that anything wrong with it is damage and not the interruption.
    pub fn promises_whole_backup(&self) -> bool {
        matches!(self, Self::UploadingNext | Self::Removing)
    }

    /// What it means.
    pub fn meaning(&self) -> &'static str {
        match self {
            Self::BeforeStatus => "The run stopped before the phone had sent anything.",
            Self::UploadingFirst => {
                "The first backup stopped while the phone was sending files. There is no backup \
                 here yet, only a part of one."
            }
            Self::UploadingNext => {
                "The last run stopped while the phone was sending files. The backup from before \
                 is still here, whole; the folder Snapshot holds a part of the new one."
            }
            Self::Moving => {
                "All files had arrived, and the run stopped while they were being put in place. \
                 The folder holds a mixture of the old backup and the new one."
            }
            Self::Removing => {
                "The new backup is whole. The run stopped while it was clearing away files that \
                 are no longer needed."
            }
            Self::Unknown(_) => {
                "The phone noted a state that Unstuck does not know, so the run counts as not \
                 finished."
            }
        }
    }

    /// What to do.
    pub fn advice(&self) -> &'static str {
        match self {
            Self::BeforeStatus => "Run the backup again.",
            Self::UploadingFirst => {
                "Run the backup again. The phone goes on where it stopped, if it still knows how \
                 far it was; do not delete the folder Snapshot before that."
            }
            Self::UploadingNext => {
                "Run the backup again; the phone goes on where it stopped. Do not delete the \
                 folder Snapshot before that. Until then the backup from before can be used."
            }
            Self::Moving => {
                "Run the backup again with the same phone: it finishes the moves first. If the \
                 phone is lost, the moves can be finished on a copy of this folder."
            }
            Self::Removing => {
                "Run the backup again, or let Unstuck clear away the rest. Nothing is missing."
            }
            Self::Unknown(_) => "Run the backup again and keep this folder until that is done.",
        }
    }
}
