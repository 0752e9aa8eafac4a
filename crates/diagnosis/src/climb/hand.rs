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
    /// Name the program that has the phone, and wait for its end.
    AwaitRival,
}

impl Act {
    /// All acts.
    pub const ALL: [Self; 6] = [
        Self::RestartPhone,
        Self::RestartService,
        Self::MoveAside,
        Self::TrustAnew,
        Self::OtherPlace,
        Self::AwaitRival,
    ];

    /// The act that carries a remedy out.
    pub fn of(remedy: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|act| act.remedy() == remedy)
    }

    /// The remedy it carries out.
    pub const fn remedy(self) -> &'static str {
        match self {
            Self::RestartPhone => "normal-restart",
            Self::RestartService => "restart-host-service",
            Self::MoveAside => "move-aside-backup",
            Self::TrustAnew => "re-trust",
            Self::OtherPlace => "change-target",
            Self::AwaitRival => "close-competitors",
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

/// From this level on settings or data are lost: a person says yes to a list of them, also when
/// the hand is the person's own.
pub const LOSES: u8 = 3;

/// What has to come before a step is taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Consent {
    /// Nothing: it was given in advance, or the step is the person's own and loses nothing.
    Given,
    /// A person has to say yes.
    Ask,
    /// A person is needed and none is there: the step is not taken.
    NobodyThere,
}

impl Consent {
    /// For a remedy of `level` in `hand`, when levels up to `yes` were consented to in advance.
    pub fn of(level: u8, hand: Hand, yes: u8, somebody_is_there: bool) -> Self {
        match hand {
            Hand::Ours(_) if level <= yes => Self::Given,
            _ if !somebody_is_there => Self::NobodyThere,
            Hand::Person if level < LOSES || level <= yes => Self::Given,
            Hand::Ours(_) | Hand::Person => Self::Ask,
        }
    }
}

/// Whose hand a remedy needs. Acts that could not be carried out fall to the person.
pub(super) fn of(remedy: &str, unable: bool) -> Hand {
    Act::of(remedy).filter(|_| !unable).map_or(Hand::Person, Hand::Ours)
}
