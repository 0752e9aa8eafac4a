//! Rows that no tree leads to any more, found page by page.

use std::ops::ControlFlow;

use super::page::{PageKind, TreePage};
use super::pager::Pager;
use super::tree::whole;
use super::value::{Value, record};
use crate::db::DbFault;

/// Visits the rows of every page that looks like a leaf of a table and holds together, in the
/// order of the pages. Whose table it is, only the rows can tell.
///
/// # Errors
/// When the system cannot read the file. Damage is passed over.
pub(crate) fn leaves<const N: usize>(
    pager: &Pager<'_>,
    visit: &mut dyn FnMut(i64, &[Value<'_>; N]) -> ControlFlow<()>,
) -> Result<(), DbFault> {
    let (mut bytes, mut long) = (Vec::new(), Vec::new());
    for number in 2..=pager.pages_in_file() {
        match pager.read(number, &mut bytes) {
            Ok(()) => {}
            // What the disk does not give up cannot be salvaged; the rest can.
            Err(DbFault::Io(_)) => continue,
            Err(fault) => return Err(fault),
        }
        let Ok(page) = TreePage::read(&pager.header, number, &bytes) else { continue };
        if page.kind != PageKind::TableLeaf {
            continue;
        }
        for at in 0..page.cells() {
            let Ok(cell) = page.cell(at) else { continue };
            let bytes = match cell.overflow {
                0 => cell.local,
                _ if whole(pager, &cell, &mut long).is_ok() => &long,
                _ => continue,
            };
            if let Some(values) = record::<N>(bytes)
                && visit(cell.rowid, &values).is_break()
            {
                return Ok(());
            }
        }
    }
    Ok(())
}
