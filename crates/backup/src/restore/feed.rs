//! Pages of files on their way from the shelf to the phone.
//!
//! Their number is the only bound on what is read ahead: 8 MiB, whatever the files are.

use std::collections::VecDeque;

use unstuck_vault::TreePath;
use unstuck_vault::shelf::{Filled, ShelfJob, Slab};

/// Bytes of one page.
const SLAB_BYTES: usize = 256 * 1024;
/// Pages of a restore.
const SLABS: usize = 32;

/// The pages, and the files they are for.
#[derive(Debug)]
pub(crate) struct Feed {
    free: Vec<Slab>,
    unmade: usize,
    /// Pages that came, oldest first.
    ready: VecDeque<Filled>,
    /// Files the phone will be sent, in order, the one at hand not among them.
    wanted: VecDeque<TreePath>,
    /// Files named to the shelf whose end has not come back.
    unread: usize,
}

impl Feed {
    pub(crate) fn new() -> Self {
        Self {
            free: Vec::new(),
            unmade: SLABS,
            ready: VecDeque::new(),
            wanted: VecDeque::new(),
            unread: 0,
        }
    }

    /// Whether no file is known to be wanted next.
    pub(crate) fn is_out_of_names(&self) -> bool {
        self.wanted.is_empty()
    }

    /// These files come next.
    pub(crate) fn want(&mut self, paths: Vec<TreePath>, jobs: &mut Vec<ShelfJob>) {
        self.unread += paths.len();
        self.wanted.extend(paths.iter().cloned());
        jobs.push(ShelfJob::Queue(paths));
        self.order(jobs);
    }

    /// The next file is begun; false when it is not the one that was expected.
    pub(crate) fn begin(&mut self, path: &TreePath) -> bool {
        self.wanted.pop_front().as_ref() == Some(path)
    }

    /// A page came from the shelf.
    pub(crate) fn came(&mut self, page: Filled) {
        if !matches!(page.last, Ok(false)) {
            self.unread = self.unread.saturating_sub(1);
        }
        self.ready.push_back(page);
    }

    /// A page came back unused.
    pub(crate) fn give_back(&mut self, slab: Slab) {
        self.free.push(slab);
    }

    /// The oldest page that came.
    pub(crate) fn front(&self) -> Option<&Filled> {
        self.ready.front()
    }

    /// The oldest page was used; its room is read into again.
    pub(crate) fn used(&mut self, jobs: &mut Vec<ShelfJob>) {
        if let Some(page) = self.ready.pop_front() {
            self.free.push(page.slab);
        }
        self.order(jobs);
    }

    /// Orders as much as there is room for, as long as something is wanted.
    fn order(&mut self, jobs: &mut Vec<ShelfJob>) {
        if self.unread == 0 {
            return;
        }
        jobs.extend(self.free.drain(..).map(ShelfJob::Fill));
        let more = self.unmade.min(self.unread);
        self.unmade -= more;
        jobs.extend((0..more).map(|_| ShelfJob::Fill(Slab::new(SLAB_BYTES))));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fills(jobs: &[ShelfJob]) -> usize {
        jobs.iter().filter(|job| matches!(job, ShelfJob::Fill(_))).count()
    }

    #[test]
    fn no_more_is_ordered_than_there_are_pages_and_used_ones_are_ordered_again() {
        let mut feed = Feed::new();
        let mut jobs = Vec::new();
        let paths: Vec<TreePath> =
            (0..100).map(|n| TreePath::new(&format!("U/{n}")).unwrap()).collect();
        feed.want(paths.clone(), &mut jobs);
        assert_eq!(fills(&jobs), SLABS);
        assert!(feed.begin(&paths[0]) && !feed.begin(&paths[5]));
        jobs.clear();
        feed.came(Filled { slab: Slab::new(8), last: Ok(true) });
        feed.used(&mut jobs);
        assert_eq!(fills(&jobs), 1);
    }
}
