//! Whether all pages hold together: what SQLite's `quick_check` looks at.

use std::ops::ControlFlow;

use super::header::Header;
use super::page::{Cell, PageKind, TreePage};
use super::pager::Pager;
use super::schema::relations;
use super::value::is_sound;
use crate::db::DbFault;

/// Complaints that are kept.
const COMPLAINTS_MAX: usize = 100;
const DEPTH_MAX: u32 = 32;
/// Pages between two calls of the progress function.
const STEP_PAGES: u64 = 4096;
/// This byte of a database is used for locking; its page stays empty.
const LOCK_BYTE: u64 = 1 << 30;

/// Looks at every page once. Returns what is wrong, in words; nothing when all is well.
///
/// # Errors
/// When the system cannot read the file, or when `progress` stops it.
pub(crate) fn check(
    pager: &Pager<'_>,
    progress: &mut dyn FnMut(u64, u64) -> ControlFlow<()>,
) -> Result<Vec<String>, DbFault> {
    let mut check = Check {
        pager,
        progress,
        read: 0,
        used: vec![0; pager.pages_in_file() as usize / 64 + 1],
        complaints: Vec::new(),
        unreadable: None,
    };
    check.size();
    check.tree("the list of tables", 1, true);
    match relations(pager) {
        Ok(relations) => {
            let largest = relations.iter().map(|relation| relation.root).max().unwrap_or(1);
            if ![0, largest].contains(&pager.header.largest_root) {
                check.complain(format!(
                    "its last table begins on page {largest}, not where it says"
                ));
            }
            for relation in relations {
                check.tree(&relation.name, relation.root, relation.is_table);
            }
        }
        Err(fault) => check.complain(format!("the list of tables: {fault}")),
    }
    check.free_list();
    check.unused();
    // What was not read proves nothing.
    match check.unreadable {
        Some(fault) => Err(fault),
        None => Ok(check.complaints),
    }
}

struct Check<'a, 't> {
    pager: &'a Pager<'t>,
    progress: &'a mut dyn FnMut(u64, u64) -> ControlFlow<()>,
    read: u64,
    /// One bit a page.
    used: Vec<u64>,
    complaints: Vec<String>,
    unreadable: Option<DbFault>,
}

/// What is known above a page of a tree.
#[derive(Clone, Copy)]
struct Above<'n> {
    name: &'n str,
    is_table: bool,
    depth: u32,
}

impl Check<'_, '_> {
    fn complain(&mut self, complaint: String) {
        if self.complaints.len() < COMPLAINTS_MAX {
            self.complaints.push(complaint);
        }
    }

    fn size(&mut self) {
        if !self.pager.header.is_usual {
            self.complain("its header is not one that SQLite takes".to_owned());
        }
        let (said, found) = (self.pager.header.pages, self.pager.pages_in_file());
        if let Some(said) = said.filter(|said| *said > found) {
            self.complain(format!("{said} pages by its header, but only {found} are there"));
        }
    }

    /// Notes that a page is used; false when it is used twice or not there, or when nothing
    /// more is to be read.
    fn claim(&mut self, name: &str, page: u32) -> bool {
        if self.unreadable.is_some() {
            return false;
        }
        if page == 0 || page > self.pager.pages() {
            self.complain(format!("{name}: it names page {page}, which is not there"));
            return false;
        }
        let (at, bit) = (page as usize / 64, 1 << (page % 64));
        if self.used[at] & bit != 0 {
            self.complain(format!("{name}: page {page} is used twice"));
            return false;
        }
        self.used[at] |= bit;
        true
    }

    fn read(&mut self, name: &str, page: u32) -> Option<Vec<u8>> {
        self.read += 1;
        if self.read.is_multiple_of(STEP_PAGES)
            && (self.progress)(self.read, self.pager.pages().into()).is_break()
        {
            self.unreadable = Some(DbFault::Stopped);
            return None;
        }
        let mut bytes = Vec::new();
        match self.pager.read(page, &mut bytes) {
            Ok(()) => Some(bytes),
            Err(fault @ DbFault::Io(_)) => {
                self.complain(format!("{name}: page {page}: {fault}"));
                self.unreadable.get_or_insert(fault);
                None
            }
            Err(fault) => {
                self.complain(format!("{name}: page {page}: {fault}"));
                None
            }
        }
    }

    fn tree(&mut self, name: &str, root: u32, is_table: bool) {
        let mut last = None;
        self.page(Above { name, is_table, depth: 0 }, root, None, &mut last);
    }

    /// Checks a page and everything below it; returns how many levels there are.
    fn page(
        &mut self,
        above: Above<'_>,
        number: u32,
        largest: Option<i64>,
        last: &mut Option<i64>,
    ) -> Option<u32> {
        let Above { name, is_table, depth } = above;
        if depth > DEPTH_MAX {
            self.complain(format!("{name}: its pages are nested without end"));
            return None;
        }
        if !self.claim(name, number) {
            return None;
        }
        let bytes = self.read(name, number)?;
        let page = match TreePage::read(&self.pager.header, number, &bytes) {
            Ok(page) if page.kind.is_table() == is_table => page,
            _ => {
                self.complain(format!("{name}: page {number} does not hold together"));
                return None;
            }
        };
        let mut extents = Vec::with_capacity(page.cells());
        let mut levels = None;
        let below = Above { depth: depth + 1, ..above };
        for at in 0..page.cells() {
            let Ok(cell) = page.cell(at) else {
                self.complain(format!(
                    "{name}: entry {at} of page {number} does not hold together"
                ));
                continue;
            };
            extents.push(cell.extent);
            let record = page.kind != PageKind::TableInterior;
            if record && !is_sound(cell.local, cell.payload_bytes) {
                self.complain(format!("{name}: entry {at} of page {number} is no record"));
            }
            if !page.kind.is_leaf() {
                let rowid = is_table.then_some(cell.rowid);
                let found = self.page(below, cell.child, rowid, last);
                self.same_depth(name, number, &mut levels, found);
                if let Some(rowid) = rowid {
                    // A key that divides is no less than all before it.
                    let before = last.map(|last| last.min(rowid.saturating_sub(1)));
                    let sound = last.is_none_or(|last| last <= rowid);
                    *last = if sound { before } else { *last };
                    self.in_order(name, number, rowid, largest, last);
                }
            }
            if page.kind == PageKind::TableLeaf {
                self.in_order(name, number, cell.rowid, largest, last);
            }
            self.overflow(name, &cell);
        }
        if page.kind.is_leaf() {
            levels = Some(0);
        } else {
            let found = self.page(below, page.right_child(), largest, last);
            self.same_depth(name, number, &mut levels, found);
        }
        if extents.len() == page.cells() {
            self.apart(name, number, &page, extents);
        }
        levels.map(|levels| levels + 1)
    }

    /// All leaves of a tree are equally far from its root.
    fn same_depth(&mut self, name: &str, page: u32, levels: &mut Option<u32>, found: Option<u32>) {
        match (*levels, found) {
            (Some(levels), Some(found)) if levels != found => {
                self.complain(format!("{name}: below page {page} the levels differ"));
            }
            (None, found) => *levels = found,
            _ => {}
        }
    }

    fn in_order(
        &mut self,
        name: &str,
        page: u32,
        rowid: i64,
        largest: Option<i64>,
        last: &mut Option<i64>,
    ) {
        let follows = last.is_none_or(|last| last < rowid);
        if !follows || largest.is_some_and(|largest| rowid > largest) {
            self.complain(format!("{name}: row {rowid} on page {page} is out of order"));
        }
        *last = Some(rowid);
    }

    /// Entries and free room of a page do not overlap and leave no more between them than the
    /// page says.
    fn apart(
        &mut self,
        name: &str,
        number: u32,
        page: &TreePage<'_>,
        mut extents: Vec<(usize, usize)>,
    ) {
        let usable = self.pager.header.usable_bytes as usize;
        let from = page.content_from();
        let free = page.free_room();
        extents.extend(free.iter().flatten());
        extents.sort_unstable();
        let (mut end, mut gaps) = (from, 0);
        let mut sound = free.is_some() && from >= page.cells_from() && from <= usable;
        for (start, next) in extents {
            sound &= start >= end;
            gaps += start.saturating_sub(end);
            end = next;
        }
        if !sound || gaps + usable.saturating_sub(end) != page.fragments() {
            self.complain(format!("{name}: what lies on page {number} does not fit together"));
        }
    }

    /// The pages a long record goes on in.
    fn overflow(&mut self, name: &str, cell: &Cell<'_>) {
        let mut left = cell.payload_bytes.saturating_sub(cell.local.len() as u64);
        let room = u64::from(self.pager.header.usable_bytes) - 4;
        let mut next = cell.overflow;
        while left > 0 {
            if !self.claim(name, next) {
                return;
            }
            let Some(bytes) = self.read(name, next) else { return };
            left = left.saturating_sub(room);
            next = first_number(&bytes);
        }
        if next != 0 && cell.overflow != 0 {
            self.complain(format!("{name}: a row goes on behind its end, in page {next}"));
        }
    }

    /// Pages in nobody's use are chained: trunks that list others.
    fn free_list(&mut self) {
        const NAME: &str = "the list of free pages";
        let Header { free_first, free_pages, usable_bytes, .. } = self.pager.header;
        let (mut trunk, mut count) = (free_first, 0);
        while trunk != 0 {
            if !self.claim(NAME, trunk) {
                return;
            }
            let Some(bytes) = self.read(NAME, trunk) else { return };
            let listed = first_number(&bytes[4..]) as usize;
            if listed > usable_bytes as usize / 4 - 2 {
                return self.complain(format!("{NAME}: page {trunk} does not hold together"));
            }
            count += 1;
            for at in 0..listed {
                self.claim(NAME, first_number(&bytes[8 + 4 * at..]));
                count += 1;
            }
            trunk = first_number(&bytes);
        }
        if count != free_pages {
            self.complain(format!("{NAME}: {count} pages instead of {free_pages}"));
        }
    }

    fn unused(&mut self) {
        let header = self.pager.header;
        let lock = LOCK_BYTE / u64::from(header.page_bytes) + 1;
        let mut unused = 0u64;
        for page in 1..=self.pager.pages() {
            let used = self.used[page as usize / 64] >> (page % 64) & 1 == 1;
            let is_map = header.largest_root != 0 && self.is_pointer_map(page);
            unused += u64::from(!used && u64::from(page) != lock && !is_map);
        }
        if unused > 0 {
            self.complain(format!("{unused} pages belong to nothing"));
        }
    }

    /// In a database with auto-vacuum every so many pages one says who points at the others.
    fn is_pointer_map(&self, page: u32) -> bool {
        let group = self.pager.header.usable_bytes / 5 + 1;
        page >= 2 && (page - 2).is_multiple_of(group)
    }
}

fn first_number(bytes: &[u8]) -> u32 {
    bytes.first_chunk::<4>().map_or(0, |bytes| u32::from_be_bytes(*bytes))
}
