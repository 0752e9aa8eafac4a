//! Looks at all backups that may be meant, until one of them grows.

use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::{Duration, Instant};

use tokio::sync::mpsc::UnboundedSender;
use unstuck_diagnosis::pulse::{Glimpse, Sign, SnapshotStage};

use super::Seen;
use super::disk::Disk;
use super::folder::Looker;
use super::places::{Where, candidates};
use crate::here::Here;

/// New backups are looked for after so many looks.
const SEARCH_LOOKS: u32 = 3;
/// An unfinished backup that was left alone for longer is not the one that is meant.
const RECENT: Duration = Duration::from_secs(12 * 3600);

/// What the thread that looks is told.
#[derive(Debug, Default)]
pub(super) struct Orders {
    /// To end.
    pub(super) stop: AtomicBool,
    /// That the next look goes round everything.
    pub(super) whole: AtomicBool,
    /// When the look that is under way began; set by the thread itself.
    pub(super) looking: Mutex<Option<Instant>>,
}

impl Orders {
    fn is_looking(&self, since: Option<Instant>) {
        if let Ok(mut looking) = self.looking.lock() {
            *looking = since;
        }
    }
}

/// Looks until told to stop, on a thread of its own: a disk that hangs holds up nobody else.
pub(super) fn watch(
    here: Here,
    place: Where,
    gap: Duration,
    tell: UnboundedSender<Seen>,
    orders: Arc<Orders>,
) -> std::io::Result<()> {
    let work = move || {
        let mut eyes = Eyes::open(&here, &place, gap);
        while !orders.stop.load(Ordering::Relaxed) {
            let whole = orders.whole.swap(false, Ordering::Relaxed);
            let last = whole.then_some(Seen::Whole);
            orders.is_looking(Some(Instant::now()));
            let all = eyes.look(&here, &place, whole);
            orders.is_looking(None);
            for seen in all.into_iter().chain(last) {
                if tell.send(seen).is_err() {
                    return;
                }
            }
            thread::sleep(gap);
        }
    };
    thread::Builder::new().name("watch folders".into()).spawn(work).map(drop)
}

struct Eyes {
    lookers: Vec<Looker>,
    chosen: Option<PathBuf>,
    /// The chosen one changed under our eyes.
    sure: bool,
    searched: Instant,
    gap: Duration,
    /// Of the chosen one.
    disk: Disk,
}

impl Eyes {
    fn open(here: &Here, place: &Where, gap: Duration) -> Self {
        let lookers = candidates(here, place).iter().map(|folder| Looker::new(folder)).collect();
        Self {
            lookers,
            chosen: None,
            sure: false,
            searched: Instant::now(),
            gap,
            disk: Disk::default(),
        }
    }

    fn look(&mut self, here: &Here, place: &Where, whole: bool) -> Vec<Seen> {
        if self.searched.elapsed() >= self.gap * SEARCH_LOOKS {
            self.search(here, place);
        }
        let glimpses: Vec<Glimpse> = self
            .lookers
            .iter_mut()
            .map(|looker| if whole { looker.look_whole() } else { looker.look() })
            .collect();
        let Some(at) = self.choose(&glimpses) else { return Vec::new() };
        let (folder, glimpse) = (self.lookers[at].folder(), glimpses[at]);
        let mut seen = Vec::new();
        if self.chosen.as_deref() != Some(folder) {
            self.chosen = Some(folder.to_path_buf());
            self.disk = Disk::default();
            seen.push(Seen::Folder(folder.to_path_buf()));
        }
        self.sure |= glimpse.changed;
        seen.push(Seen::Sign(Sign::Folder(glimpse)));
        let wait = self.disk.wait(here, folder, Instant::now());
        seen.extend(wait.map(|wait| Seen::Sign(Sign::Disk(wait))));
        seen
    }

    /// Backups that came since are looked at too.
    fn search(&mut self, here: &Here, place: &Where) {
        self.searched = Instant::now();
        for folder in candidates(here, place) {
            if !self.lookers.iter().any(|looker| looker.folder() == folder) {
                self.lookers.push(Looker::appeared(&folder));
            }
        }
    }

    /// The one that grows; before that, the youngest unfinished one, or else the youngest.
    fn choose(&self, glimpses: &[Glimpse]) -> Option<usize> {
        let current = self.lookers.iter().position(|looker| {
            self.chosen.as_deref().is_some_and(|chosen| chosen == looker.folder())
        });
        if let Some(current) = current.filter(|at| self.sure && glimpses[*at].changed) {
            return Some(current);
        }
        if let Some(grows) = glimpses.iter().position(|glimpse| glimpse.changed) {
            return Some(grows);
        }
        let unfinished = |glimpse: &&Glimpse| {
            let open = glimpse.stage.is_some_and(|stage| stage != SnapshotStage::Finished);
            open && glimpse.age.is_some_and(|age| age < RECENT)
        };
        current.or_else(|| {
            let open = glimpses.iter().filter(unfinished).min_by_key(|glimpse| glimpse.age);
            let open = open.and_then(|open| glimpses.iter().position(|one| one == open));
            open.or_else(|| (!glimpses.is_empty()).then_some(0))
        })
    }
}
