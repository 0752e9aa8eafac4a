//! B023: a path that leads out of where it belongs.

use super::kit::*;

pub(super) const RULE: Rule = Rule {
    card: Card {
        id: "B023",
        name: "path-climbs",
        level: Level::File,
        explanation: "The path of this file begins at the root, climbs upwards or holds a zero \
            byte. No phone writes such a path; it could make a careless program overwrite \
            files elsewhere on the computer.",
        repair: "Unstuck never takes such a file out. If this backup came from somebody else, do \
            not trust it; otherwise run the backup again.",
    },
    needs: Needs::Rows,
    bearing: Bearing::Damage,
    depth: Depth::Structure,
    check: || each_row(check),
};

fn check(row: &RowFacts<'_>, _: &Survey<'_>, out: &mut Findings) {
    if climbs(row.row.domain) || climbs(row.row.relative_path) {
        out.add(|| row.subject(), || "Its path leads out of the backup.".to_owned());
    }
}

fn climbs(path: &str) -> bool {
    path.starts_with('/') || path.contains('\0') || path.split('/').any(|part| part == "..")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::testing::*;

    #[test]
    fn fires_on_a_climbing_row() {
        let built = with_sms(|row| row.relative_path = "../../etc/passwd".into());
        assert!(fired(&report(&built)).contains(&"B023"));
    }

    #[test]
    fn only_what_really_climbs_is_named() {
        for path in ["/etc", "..", "a/../b", "a/..", "a\0b"] {
            assert!(climbs(path), "{path:?}");
        }
        for path in ["", "a/b", "..a", "a../b", "...", "./a", "a\\..\\b"] {
            assert!(!climbs(path), "{path:?}");
        }
    }
}
