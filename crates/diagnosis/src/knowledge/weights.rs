//! How much a piece of evidence says: five coarse classes, the same everywhere.
//!
//! A weight is a change of log odds. Finer numbers would only pretend to knowledge that nobody
//! has: what counts is whether a sign is a hint, speaks, speaks loudly, or decides.

use crate::cause::Cause;

/// How loudly a sign speaks for a cause, or against it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Weight {
    /// It would hardly be there if it were this cause.
    AgainstStrong,
    /// It is rather not there with this cause.
    Against,
    /// A hint the other way.
    AgainstWeak,
    /// A hint.
    Weak,
    /// It speaks for it.
    Moderate,
    /// It speaks loudly for it.
    Strong,
    /// It is hardly ever there without this cause.
    Decisive,
}

impl Weight {
    /// As a change of log odds.
    pub const fn log_odds(self) -> f64 {
        match self {
            Self::AgainstStrong => -2.6,
            Self::Against => -1.5,
            Self::AgainstWeak => -0.7,
            Self::Weak => 0.7,
            Self::Moderate => 1.5,
            Self::Strong => 2.6,
            Self::Decisive => 4.2,
        }
    }

    /// The class that is nearest to "so many times likelier"; none where that is hardly a hint.
    pub(crate) fn of_factor(factor: f64) -> Option<Self> {
        let log_odds = factor.max(1e-6).ln();
        let loud = match log_odds.abs() {
            size if size < 0.35 => return None,
            size if size < 1.1 => [Self::AgainstWeak, Self::Weak],
            size if size < 2.05 => [Self::Against, Self::Moderate],
            size if size < 3.4 || log_odds < 0.0 => [Self::AgainstStrong, Self::Strong],
            _ => [Self::AgainstStrong, Self::Decisive],
        };
        Some(loud[usize::from(log_odds > 0.0)])
    }

    /// In words.
    pub const fn word(self) -> &'static str {
        match self {
            Self::AgainstStrong => "loudly against",
            Self::Against => "against",
            Self::AgainstWeak => "a hint against",
            Self::Weak => "a hint",
            Self::Moderate => "for it",
            Self::Strong => "loudly",
            Self::Decisive => "hardly ever there without it",
        }
    }

    /// As tables write it.
    fn read(text: &str) -> Option<Self> {
        Some(match text {
            "---" => Self::AgainstStrong,
            "--" => Self::Against,
            "-" => Self::AgainstWeak,
            "+" => Self::Weak,
            "++" => Self::Moderate,
            "+++" => Self::Strong,
            "++++" => Self::Decisive,
            _ => return None,
        })
    }
}

/// Reads `host-disk-full ++++, cable-port-hub -`.
pub(crate) fn read(text: &str) -> Option<Vec<(Cause, Weight)>> {
    let parts = text.split(',').map(str::trim).filter(|part| !part.is_empty());
    let pairs = parts.map(|part| {
        let (cause, weight) = part.split_once(' ')?;
        Some((Cause::from_id(cause.trim())?, Weight::read(weight.trim())?))
    });
    pairs.collect()
}
