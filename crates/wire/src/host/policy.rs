//! Which paths of the phone may be touched, and by which verb.

use crate::limits::Limits;
use crate::path::{HostPath, PathFault, RefusedPath};

/// The backup folder of this conversation. Everything else is out of bounds.
#[derive(Clone, Debug)]
pub(crate) struct Policy {
    folder: Option<String>,
    bytes_max: u32,
}

/// What is about to happen to a path.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Use {
    /// Look at it, or write below it.
    Touch,
    /// Make it disappear or put something in its place.
    Replace,
    /// Give it another name.
    MoveAway,
}

impl Policy {
    pub(crate) fn new(folder: Option<String>, limits: &Limits) -> Self {
        Self { folder, bytes_max: limits.path_bytes_max }
    }

    /// Checks a path for `purpose`: not climbing, inside the backup folder or an archived
    /// copy of it, and never the backup folder itself where that would lose it
    /// (docs/protocol.md 4.3).
    pub(crate) fn check(&self, bytes: &[u8], purpose: Use) -> Result<HostPath, RefusedPath> {
        let path = HostPath::parse(bytes, self.bytes_max)?;
        let Some(folder) = &self.folder else { return Ok(path) };
        let first = path.first();
        if first != folder && !is_archive_of(folder, first) {
            return Err(RefusedPath::new(bytes, PathFault::Foreign));
        }
        if purpose == Use::Replace && path.as_str() == folder {
            return Err(RefusedPath::new(bytes, PathFault::BackupItself));
        }
        Ok(path)
    }

    /// Checks the two ends of a move. The phone may set the whole backup aside under an
    /// archive name; nothing else may happen to the folder as a whole.
    pub(crate) fn check_move(
        &self,
        from: &str,
        to: &str,
    ) -> Result<(HostPath, HostPath), RefusedPath> {
        let source = self.check(from.as_bytes(), Use::MoveAway)?;
        let target = self.check(to.as_bytes(), Use::Replace)?;
        if let Some(folder) = &self.folder {
            let whole = source.as_str() == folder;
            let to_archive =
                is_archive_of(folder, target.first()) && target.below_first().is_none();
            if whole && !to_archive {
                return Err(RefusedPath::new(from.as_bytes(), PathFault::BackupItself));
            }
        }
        Ok((source, target))
    }
}

/// `<folder>-yyyyMMdd-HHmmss`, the name a phone gives to a backup it starts over.
fn is_archive_of(folder: &str, name: &str) -> bool {
    let Some(stamp) = name.strip_prefix(folder).and_then(|rest| rest.strip_prefix('-')) else {
        return false;
    };
    let bytes = stamp.as_bytes();
    bytes.len() == 15
        && bytes.iter().enumerate().all(|(at, byte)| match at {
            8 => *byte == b'-',
            _ => byte.is_ascii_digit(),
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn policy() -> Policy {
        Policy::new(Some("U".into()), &Limits::default())
    }

    fn fault(path: &str, purpose: Use) -> PathFault {
        policy().check(path.as_bytes(), purpose).unwrap_err().fault
    }

    #[test]
    fn only_this_backup_and_its_archives_are_in_reach() {
        assert!(policy().check(b"U/00/ab", Use::Touch).is_ok());
        assert!(policy().check(b"U-20260102-030405/00", Use::Replace).is_ok());
        assert_eq!(fault("V/00/ab", Use::Touch), PathFault::Foreign);
        assert_eq!(fault("U-2026010-2030405/x", Use::Touch), PathFault::Foreign);
        assert_eq!(fault("Ux/00", Use::Touch), PathFault::Foreign);
    }

    #[test]
    fn the_backup_as_a_whole_can_be_set_aside_but_not_lost() {
        assert_eq!(fault("U", Use::Replace), PathFault::BackupItself);
        assert!(policy().check_move("U", "U-20260102-030405").is_ok());
        assert!(policy().check_move("U", "U-20260102-030405/x").is_err());
        assert!(policy().check_move("U", "U/x").is_err());
        assert!(policy().check_move("U/Snapshot", "U").is_err());
        assert!(policy().check_move("U/Snapshot/a", "U/a").is_ok());
    }
}
