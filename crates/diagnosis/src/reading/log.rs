//! Which lines of a log are read word by word.

use super::Place;

/// As many lines of a log are read word by word. In a longer one most lines are about something
/// else, and only those in which something was understood are.
const SHORT: usize = 40;

/// The lines of a log, as they come.
#[derive(Debug, Default)]
pub(super) struct Log {
    first: Vec<Place>,
    understood: Vec<Place>,
    lines: usize,
}

impl Log {
    /// The next line, and whether anything in it was understood.
    pub(super) fn add(&mut self, place: Place, understood: bool) {
        self.lines += 1;
        if self.first.len() < SHORT {
            self.first.push(place);
        }
        if understood && self.understood.len() < SHORT {
            self.understood.push(place);
        }
    }

    /// Of a short log, all. Of one that nobody tells anything about, none: it is read by what
    /// its lines mean.
    pub(super) fn telling(self, told: bool) -> Vec<Place> {
        match self.lines <= SHORT {
            _ if !told => Vec::new(),
            true => self.first,
            false => self.understood,
        }
    }
}
