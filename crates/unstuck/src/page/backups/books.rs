//! Backups that are being looked at: their lists in memory, and the keys of encrypted ones for a
//! quarter of an hour after they were last used. Nothing of it is ever written anywhere.

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use unstuck_manifest::keybag::Round;
use unstuck_manifest::{
    ClassKeys, DerivedKey, Keybag, OpenBackup, OpenFault, Password, Unlock, UnlockFault,
    read_keybag, read_manifest,
};

use super::super::Page;
use super::compare::Made;
use super::index::Index;
use crate::commands::source::{Source, cannot_open};
use crate::report::{Report, code};

/// Lists that are kept at a time.
const BOOKS_MAX: usize = 2;
/// Keys are wiped when they were not used for so long.
const KEYS_KEPT: Duration = Duration::from_secs(15 * 60);
/// A page waits no longer for a list that is being read.
pub(super) const PATIENCE: Duration = Duration::from_millis(120);
/// A file or a picture does: nobody looks at an empty page meanwhile.
const PATIENCE_OF_FILES: Duration = Duration::from_secs(60);
/// How long a failure to read a list is told without reading it again.
const FAULT_KEPT: Duration = Duration::from_secs(5);

/// A backup that is open.
pub(crate) struct Book {
    pub(super) source: Source,
    pub(super) index: Index,
    keys: Option<ClassKeys>,
}

impl Book {
    fn read(source: Source, keys: Option<ClassKeys>) -> Result<Self, OpenFault> {
        let unlock = keys.as_ref().map_or(Unlock::Nothing, Unlock::Keys);
        let index = Index::read(&OpenBackup::open(&source.tree, unlock)?)?;
        Ok(Self { source, index, keys })
    }

    /// Opens it once more, for its contents; takes a few reads of small files.
    ///
    /// # Errors
    /// [`OpenFault`]: the folder is gone, or its plists are.
    pub(super) fn open(&self) -> Result<OpenBackup<'_>, OpenFault> {
        OpenBackup::open(&self.source.tree, self.unlock())
    }

    /// What opens it.
    pub(super) fn unlock(&self) -> Unlock<'_> {
        self.keys.as_ref().map_or(Unlock::Nothing, Unlock::Keys)
    }

    /// Whether it has a password.
    pub(super) fn is_encrypted(&self) -> bool {
        self.keys.is_some()
    }
}

/// How a backup stands that was asked for.
pub(super) enum Opening {
    Ready(Arc<Book>),
    /// Its password is needed.
    Locked,
    /// Its list is being read.
    Reading,
    Failed(Report),
}

/// Stretching takes seconds; most versions of a phone share their salts.
struct Stretched {
    rounds: (Round, Option<Round>),
    key: DerivedKey,
}

#[derive(Default)]
struct Inside {
    keys: Vec<Stretched>,
    /// When the keys go.
    until: Option<Instant>,
    books: Vec<Arc<Book>>,
    fault: Option<(PathBuf, Instant, Report)>,
}

/// All of them.
#[derive(Default)]
pub(crate) struct Books {
    inside: Mutex<Inside>,
    /// One list is read, one password stretched at a time.
    turn: tokio::sync::Mutex<()>,
    /// One picture is drawn at a time.
    pub(super) drawing: tokio::sync::Mutex<()>,
    /// The last comparison; one is made at a time.
    pub(super) compared: tokio::sync::Mutex<Option<Made>>,
}

impl Inside {
    fn book(&mut self, folder: &Path) -> Option<Arc<Book>> {
        let at = self.books.iter().position(|book| book.source.folder == *folder)?;
        let book = self.books.remove(at);
        self.books.push(Arc::clone(&book));
        if book.is_encrypted() {
            self.until = Some(Instant::now() + KEYS_KEPT);
        }
        Some(book)
    }

    fn keep(&mut self, book: Arc<Book>) {
        self.books.retain(|other| other.source.folder != book.source.folder);
        self.books.push(book);
        if self.books.len() > BOOKS_MAX {
            self.books.remove(0);
        }
    }

    /// Wipes keys, and what they opened.
    fn lock(&mut self) {
        self.keys.clear();
        self.until = None;
        self.books.retain(|book| !book.is_encrypted());
    }
}

impl Books {
    fn inside(&self) -> MutexGuard<'_, Inside> {
        self.inside.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Wipes the keys.
    pub(super) fn lock(&self) {
        self.inside().lock();
    }

    /// Whether keys are held.
    pub(super) fn are_open(&self) -> bool {
        self.inside().until.is_some()
    }

    /// Wipes the keys when their time is over; how long until then.
    fn expire(&self) -> Option<Duration> {
        let mut inside = self.inside();
        let left = inside.until?.saturating_duration_since(Instant::now());
        if left.is_zero() {
            inside.lock();
            return None;
        }
        Some(left)
    }

    /// Keys of a backup that were stretched before.
    fn known(&self, bag: &Keybag) -> Option<ClassKeys> {
        let mut inside = self.inside();
        let rounds = (bag.second_round, bag.first_round);
        let fits = |one: &Stretched| bag.unlock_with_key(&one.key).ok();
        let found = inside.keys.iter().filter(|one| one.rounds == rounds).find_map(fits)?;
        inside.until = Some(Instant::now() + KEYS_KEPT);
        Some(found)
    }
}

/// Opens a backup for a page: at once, or it is told that it is being read.
pub(super) async fn open(page: &Arc<Page>, folder: &Path) -> Opening {
    within(page, folder, PATIENCE).await
}

/// Opens a backup for a file of it, however long its list takes.
pub(super) async fn open_patiently(page: &Arc<Page>, folder: &Path) -> Opening {
    within(page, folder, PATIENCE_OF_FILES).await
}

async fn within(page: &Arc<Page>, folder: &Path, patience: Duration) -> Opening {
    if let Some(book) = page.books.inside().book(folder) {
        return Opening::Ready(book);
    }
    let (page, folder) = (Arc::clone(page), folder.to_path_buf());
    // Goes on when nobody waits for it any more: the next look finds it done.
    let reading = tokio::spawn(async move { read(&page, folder).await });
    match tokio::time::timeout(patience, reading).await {
        Ok(Ok(opening)) => opening,
        Ok(Err(error)) => Opening::Failed(broken(&error)),
        Err(_) => Opening::Reading,
    }
}

fn broken(error: &tokio::task::JoinError) -> Report {
    Report::new(code::FAILED, "The backup was not read to its end.").saw(error.to_string())
}

async fn read(page: &Arc<Page>, folder: PathBuf) -> Opening {
    let _turn = page.books.turn.lock().await;
    {
        let mut inside = page.books.inside();
        if let Some(book) = inside.book(&folder) {
            return Opening::Ready(book);
        }
        let fault =
            inside.fault.as_ref().filter(|(of, at, _)| *of == folder && at.elapsed() < FAULT_KEPT);
        if let Some((_, _, report)) = fault {
            return Opening::Failed(report.clone());
        }
    }
    let at_work = Arc::clone(page);
    let source = Source::at(folder.clone());
    let done = tokio::task::spawn_blocking(move || {
        let manifest = read_manifest(&source.tree).map_err(|fault| cannot_open(&source, &fault))?;
        let keys = if manifest.is_encrypted() == Some(true) {
            let bag = read_keybag(&manifest).map_err(|fault| cannot_open(&source, &fault))?;
            match at_work.books.known(&bag) {
                None => return Ok(None),
                keys => keys,
            }
        } else {
            None
        };
        let told = source.clone();
        Book::read(source, keys).map(Some).map_err(|fault| cannot_open(&told, &fault))
    });
    match done.await {
        Ok(Ok(Some(book))) => {
            let book = Arc::new(book);
            page.books.inside().keep(Arc::clone(&book));
            Opening::Ready(book)
        }
        Ok(Ok(None)) => Opening::Locked,
        Ok(Err(report)) => {
            page.books.inside().fault = Some((folder, Instant::now(), report.clone()));
            Opening::Failed(report)
        }
        Err(error) => Opening::Failed(broken(&error)),
    }
}

/// Tries a password on a backup, and reads its list when it opens: so the next page has it.
///
/// # Errors
/// A [`Report`]: a wrong password, or damage.
pub(super) async fn unlock(
    page: &Arc<Page>,
    folder: PathBuf,
    password: Password,
) -> Result<(), Report> {
    let turn = page.books.turn.lock().await;
    let source = Source::at(folder.clone());
    let stretched = tokio::task::spawn_blocking(move || {
        let bag = read_manifest(&source.tree).and_then(|manifest| read_keybag(&manifest));
        let bag = bag.map_err(|fault| cannot_open(&source, &fault))?;
        let closed = |fault: UnlockFault| cannot_open(&source, &fault.into());
        if !bag.opens_with_password() {
            return Err(closed(UnlockFault::NothingToOpen));
        }
        let key = bag.derive_key(&password);
        bag.unlock_with_key(&key).map_err(closed)?;
        Ok(Stretched { rounds: (bag.second_round, bag.first_round), key })
    });
    let stretched = stretched.await.map_err(|error| broken(&error))??;
    {
        let mut inside = page.books.inside();
        inside.keys.retain(|one| one.rounds != stretched.rounds);
        inside.keys.push(stretched);
        inside.fault = None;
        if inside.until.replace(Instant::now() + KEYS_KEPT).is_none() {
            let page = Arc::clone(page);
            tokio::spawn(async move {
                while let Some(left) = page.books.expire() {
                    tokio::time::sleep(left + Duration::from_millis(20)).await;
                }
            });
        }
    }
    drop(turn);
    // A fault is told by the page that comes next.
    let _ = open_patiently(page, &folder).await;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_go_when_their_time_is_over() {
        let books = Books::default();
        assert_eq!(books.expire(), None);
        let rounds = (Round { salt: [0; 20], iterations: 1 }, None);
        let key = DerivedKey::new([7; 32]);
        {
            let mut inside = books.inside();
            inside.keys.push(Stretched { rounds, key });
            inside.until = Some(Instant::now() + KEYS_KEPT);
        }
        assert!(books.expire().is_some() && books.are_open());
        books.inside().until = Some(Instant::now());
        assert!(books.expire().is_none() && !books.are_open());
        assert!(books.inside().keys.is_empty());
    }
}
