//! One run per phone and place at a time.

use crate::disk::{Disk, LockGuard, create_dir_all};
use crate::error::StoreError;
use crate::layout::Layout;

/// Held while a run is under way. It ends with the process, however that ends.
#[derive(Debug)]
pub struct VaultLock(#[expect(dead_code, reason = "held, not used")] Box<dyn LockGuard>);

/// Takes the lock of a phone's folder; `None` when another run holds it.
///
/// # Errors
/// When the place cannot be written to at all.
pub fn lock(disk: &dyn Disk, layout: &Layout) -> Result<Option<VaultLock>, StoreError> {
    let root = layout.root();
    create_dir_all(disk, root).map_err(StoreError::at("make the folder", root))?;
    let path = layout.lock();
    let guard = disk.lock(&path).map_err(StoreError::at("lock", &path))?;
    Ok(guard.map(VaultLock))
}
