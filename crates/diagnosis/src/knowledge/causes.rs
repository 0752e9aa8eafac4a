//! What each cause means and how it is told apart, for its page.

use super::{columns, lines, sources};
use crate::cause::Cause;

/// What is said of a cause.
#[derive(Clone, Copy, Debug)]
pub(crate) struct About {
    pub(crate) meaning: &'static str,
    pub(crate) told_apart: &'static str,
    pub(crate) source: &'static str,
}

/// The entry of a cause; every cause has one, a test sees to it.
pub(crate) fn about(cause: Cause) -> Option<About> {
    lines(include_str!("causes.txt")).find_map(|line| {
        let [id, meaning, told_apart, source] = columns(line)?;
        let source = sources::source(source.split(' ').next()?)?;
        (id == cause.id()).then_some(About { meaning, told_apart, source })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_cause_is_told() {
        for cause in Cause::ALL {
            assert!(about(cause).is_some(), "{}", cause.id());
        }
    }
}
