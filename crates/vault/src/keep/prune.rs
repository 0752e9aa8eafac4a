//! Thinning out: which versions stay, as a plan first.

use std::collections::BTreeSet;

use crate::disk::{Disk, create_dir_all, remove_all};
use crate::error::StoreError;
use crate::layout::{Layout, version_time};

/// How many are kept of each sort.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Policy {
    /// The newest.
    pub last: usize,
    /// The newest of a day, for so many days that have one.
    pub daily: usize,
    /// Of a week.
    pub weekly: usize,
    /// Of a month.
    pub monthly: usize,
}

impl Default for Policy {
    /// Two weeks day by day, two months week by week, two years month by month.
    fn default() -> Self {
        Self { last: 3, daily: 14, weekly: 8, monthly: 24 }
    }
}

/// Why a version stays.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Keep {
    /// It is one of the newest.
    Last,
    /// The newest of a day.
    Daily,
    /// Of a week.
    Weekly,
    /// Of a month.
    Monthly,
    /// The newest of which nothing bad is known: it stays whatever the rules say.
    LastGood,
    /// Its name holds no time, or nobody can say what it is.
    Unknown,
}

/// What shall become of one version.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Planned {
    /// Its name.
    pub name: String,
    /// Why it stays; `None` when it goes.
    pub keep: Option<Keep>,
}

/// Plans what stays of `versions`, oldest first, each with whether it is proven and nothing
/// bad is known of it.
pub fn plan_prune(versions: &[(String, bool)], policy: Policy) -> Vec<Planned> {
    const DAY: i64 = 86_400;
    let last_good = versions.iter().rposition(|(_, good)| *good);
    let mut sorts = [
        (Keep::Last, policy.last, BTreeSet::new()),
        (Keep::Daily, policy.daily, BTreeSet::new()),
        (Keep::Weekly, policy.weekly, BTreeSet::new()),
        (Keep::Monthly, policy.monthly, BTreeSet::new()),
    ];
    let mut planned = Vec::with_capacity(versions.len());
    for (at, (name, good)) in versions.iter().enumerate().rev() {
        let mut keep = None;
        match version_time(name) {
            None => keep = Some(Keep::Unknown),
            // A damaged one takes no place from a sound one.
            Some(_) if !good => {}
            Some(seconds) => {
                let day = seconds.div_euclid(DAY);
                // 1970 began on a Thursday; weeks begin on Mondays.
                let month = name.get(..7).map(fnv).unwrap_or_default();
                let periods = [at as i64, day, (day + 3).div_euclid(7), month];
                for ((why, most, seen), period) in sorts.iter_mut().zip(periods) {
                    if seen.len() < *most && seen.insert(period) {
                        keep = keep.or(Some(*why));
                    }
                }
            }
        }
        if Some(at) == last_good {
            keep = keep.or(Some(Keep::LastGood));
        }
        planned.push(Planned { name: name.clone(), keep });
    }
    // Without a good one nothing goes: a damaged backup may be all there is.
    if last_good.is_none() {
        planned.iter_mut().for_each(|one| one.keep = one.keep.or(Some(Keep::LastGood)));
    }
    planned.reverse();
    planned
}

/// A number for a month's name.
fn fnv(text: &str) -> i64 {
    text.bytes().fold(0, |sum, byte| sum * 31 + i64::from(byte))
}

/// Removes a version: one rename takes it out of sight, then it is cleared away. A crash in
/// between leaves nothing that could be taken for a version.
///
/// # Errors
/// As the disk says.
pub fn remove(disk: &dyn Disk, layout: &Layout, name: &str) -> Result<(), StoreError> {
    let (from, leaving) = (layout.version(name), layout.leaving());
    create_dir_all(disk, &leaving).map_err(StoreError::at("make the folder", &leaving))?;
    let to = leaving.join(name);
    remove_all(disk, &to).map_err(StoreError::at("clear", &to))?;
    disk.rename(&from, &to).map_err(StoreError::at("remove", &from))?;
    disk.sync_dir(&layout.versions())
        .map_err(StoreError::at("make durable", &layout.versions()))?;
    remove_all(disk, &leaving).map_err(StoreError::at("clear", &leaving))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::layout::version_name;

    fn names(hours: &[i64]) -> Vec<(String, bool)> {
        hours.iter().map(|hour| (version_name(1_700_000_000 + hour * 3600), true)).collect()
    }

    fn kept(versions: &[(String, bool)], policy: Policy) -> Vec<usize> {
        let plan = plan_prune(versions, policy);
        (0..plan.len()).filter(|at| plan[*at].keep.is_some()).collect()
    }

    const NONE: Policy = Policy { last: 0, daily: 0, weekly: 0, monthly: 0 };

    #[test]
    fn the_newest_of_each_period_stays() {
        // Three on one day, then one a day for 100 days.
        let mut hours = vec![0, 1, 2];
        hours.extend((1..100).map(|day| day * 24));
        let versions = names(&hours);
        assert_eq!(kept(&versions, Policy { last: 2, ..NONE }), [100, 101]);
        assert_eq!(kept(&versions, Policy { daily: 3, ..NONE }), [99, 100, 101]);
        let weekly = kept(&versions, Policy { weekly: 3, ..NONE });
        assert_eq!((weekly.len(), weekly[2]), (3, 101));
        assert!(weekly[1] - weekly[0] == 7);
        assert_eq!(kept(&versions, Policy { monthly: 9, ..NONE }).len(), 4);
    }

    #[test]
    fn the_last_good_one_never_goes() {
        let mut versions = names(&[0, 24, 48]);
        versions[1].1 = false;
        versions[2].1 = false;
        assert_eq!(kept(&versions, NONE), [0]);
        assert_eq!(kept(&versions, Policy { last: 1, ..NONE }), [0]);
        // And where none is good, nothing goes.
        versions[0].1 = false;
        assert_eq!(kept(&versions, NONE), [0, 1, 2]);
    }

    #[test]
    fn damaged_ones_take_no_place_from_sound_ones() {
        let mut versions = names(&[0, 24, 48, 72]);
        versions[3].1 = false;
        assert_eq!(kept(&versions, Policy { last: 2, ..NONE }), [1, 2]);
    }
}
