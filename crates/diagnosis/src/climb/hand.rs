//! Whose hand a remedy needs.

/// Something Unstuck does by itself, once it may.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Act {
    /// Restart the phone through its diagnostics service (docs/protocol.md 7).
    RestartPhone,
    /// Restart the service of this computer that speaks to phones.
    RestartService,
    /// Put the old backup aside, whole.
    MoveAside,
    /// Let phone and computer trust each other anew; the old pair record is kept.
    TrustAnew,
    /// Take another disk that has the room.
    OtherPlace,
}

impl Act {
    /// All acts.
    pub const ALL: [Self; 5] = [
        Self::RestartPhone,
        Self::RestartService,
        Self::MoveAside,
        Self::TrustAnew,
        Self::OtherPlace,
    ];

    /// The remedy it carries out.
    pub const fn remedy(self) -> &'static str {
        match self {
            Self::RestartPhone => "normal-restart",
            Self::RestartService => "restart-host-service",
            Self::MoveAside => "move-aside-backup",
            Self::TrustAnew => "re-trust",
            Self::OtherPlace => "change-target",
        }
    }
}

/// Who carries a remedy out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Hand {
    /// Unstuck.
    Ours(Act),
    /// A person, led step by step.
    Person,
}

/// Whose hand a remedy needs. Acts that could not be carried out fall to the person.
pub(super) fn of(remedy: &str, unable: bool) -> Hand {
    let act = Act::ALL.into_iter().find(|act| act.remedy() == remedy);
    act.filter(|_| !unable).map_or(Hand::Person, Hand::Ours)
}
