//! Walking a tree of pages in the order of its keys.

use std::ops::ControlFlow;

use super::Damage;
use super::page::{Cell, PageKind, TreePage};
use super::pager::Pager;
use super::value::{Value, record};
use crate::db::{DbFault, VALUE_BYTES_MAX};

/// No sound tree is deeper: a page has at least two children, and there are fewer than 2^32.
const DEPTH_MAX: usize = 32;

/// What a walk came to.
#[derive(Debug, Default)]
pub(crate) struct Walk {
    /// Pages that could not be read, and everything below them with them.
    pub(crate) lost: Vec<u32>,
    /// Cells that could not be read on pages that could.
    pub(crate) lost_cells: u64,
    /// The first reason.
    pub(crate) fault: Option<DbFault>,
    /// The visitor ended it.
    pub(crate) stopped: bool,
}

impl Walk {
    fn lose(&mut self, page: u32, fault: DbFault) {
        // A list of everything that is lost would be as long as a hostile file likes.
        if self.lost.len() < 100_000 {
            self.lost.push(page);
        }
        self.fault.get_or_insert(fault);
    }

    /// The fault as an error, for callers who need every row.
    pub(crate) fn whole(self) -> Result<(), DbFault> {
        self.fault.map_or(Ok(()), Err)
    }
}

/// Visits the record of every cell below the page `root` and goes on past what cannot be
/// read. `visit` is given the row's number (0 in an index) and its first `N` values.
pub(crate) fn walk<const N: usize>(
    pager: &Pager<'_>,
    root: u32,
    visit: &mut dyn FnMut(i64, &[Value<'_>; N]) -> ControlFlow<()>,
) -> Walk {
    let mut walker = Walker::<N> {
        pager,
        visit,
        walk: Walk::default(),
        visits_left: u64::from(pager.pages_in_file()) + 1,
        record: Vec::new(),
    };
    let _ = walker.page(root, 0);
    walker.walk
}

struct Walker<'a, 't, const N: usize> {
    pager: &'a Pager<'t>,
    visit: &'a mut dyn FnMut(i64, &[Value<'_>; N]) -> ControlFlow<()>,
    walk: Walk,
    /// More pages than there are means a circle.
    visits_left: u64,
    record: Vec<u8>,
}

impl<const N: usize> Walker<'_, '_, N> {
    fn page(&mut self, number: u32, depth: usize) -> ControlFlow<()> {
        if depth > DEPTH_MAX || self.visits_left == 0 {
            self.walk.lose(number, Damage::Circle.into());
            return ControlFlow::Continue(());
        }
        self.visits_left -= 1;
        let mut bytes = Vec::new();
        if let Err(fault) = self.pager.read(number, &mut bytes) {
            self.walk.lose(number, fault);
            return ControlFlow::Continue(());
        }
        let page = match TreePage::read(&self.pager.header, number, &bytes) {
            Ok(page) => page,
            Err(damage) => {
                self.walk.lose(number, damage.into());
                return ControlFlow::Continue(());
            }
        };
        for at in 0..page.cells() {
            let cell = match page.cell(at) {
                Ok(cell) => cell,
                Err(damage) => {
                    self.walk.lost_cells += 1;
                    self.walk.fault.get_or_insert(damage.into());
                    continue;
                }
            };
            if !page.kind.is_leaf() {
                self.page(cell.child, depth + 1)?;
            }
            if page.kind != PageKind::TableInterior {
                self.cell(number, &cell)?;
            }
        }
        if page.kind.is_leaf() {
            ControlFlow::Continue(())
        } else {
            self.page(page.right_child(), depth + 1)
        }
    }

    fn cell(&mut self, page: u32, cell: &Cell<'_>) -> ControlFlow<()> {
        let bytes = if cell.overflow == 0 {
            Ok(cell.local)
        } else {
            whole(self.pager, cell, &mut self.record).map(|()| self.record.as_slice())
        };
        let values = bytes.and_then(|bytes| {
            record::<N>(bytes).ok_or_else(|| Damage::Record { page, rowid: cell.rowid }.into())
        });
        match values {
            Ok(values) => {
                let flow = (self.visit)(cell.rowid, &values);
                self.walk.stopped |= flow.is_break();
                flow
            }
            Err(fault) => {
                self.walk.lost_cells += 1;
                self.walk.fault.get_or_insert(fault);
                ControlFlow::Continue(())
            }
        }
    }
}

/// Collects a record that goes on in other pages.
pub(super) fn whole(pager: &Pager<'_>, cell: &Cell<'_>, out: &mut Vec<u8>) -> Result<(), DbFault> {
    let bytes = usize::try_from(cell.payload_bytes).unwrap_or(usize::MAX);
    if bytes > VALUE_BYTES_MAX {
        return Err(Damage::TooLong { bytes: cell.payload_bytes }.into());
    }
    out.clear();
    out.extend_from_slice(cell.local);
    let (mut next, mut page) = (cell.overflow, Vec::new());
    let usable = pager.header.usable_bytes as usize;
    // Each turn adds bytes, so a circle ends too.
    while out.len() < bytes {
        pager.read(next, &mut page)?;
        let (front, content) =
            page[..usable].split_first_chunk::<4>().ok_or(Damage::Page { page: next })?;
        let count = content.len().min(bytes - out.len());
        out.extend_from_slice(&content[..count]);
        next = u32::from_be_bytes(*front);
    }
    Ok(())
}
