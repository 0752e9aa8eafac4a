//! B003: the format version in Status.plist is not one phones accept.

use super::kit::*;

pub(super) const RULE: Rule = Rule {
    card: Card {
        id: "B003",
        name: "status-version-unknown",
        level: Level::Fatal,
        explanation: "Phones accept backups whose Status.plist names a version from 2.4 up to, \
            but not including, 4.0. This one names another, so a phone would refuse it with \
            error 203.",
        repair: "Keep the folder as it is and make a new backup in another place. If a newer \
            Unstuck exists, try that first.",
    },
    needs: Needs::Status,
    bearing: Bearing::Damage,
    depth: Depth::Structure,
    check: || once(check),
};

fn check(survey: &Survey<'_>, out: &mut Findings) {
    let Ok(status) = &survey.status else { return };
    if !is_accepted(&status.version) {
        out.add(
            || Subject::item("Status.plist"),
            || match status.version.as_str() {
                "" => "Status.plist names no version.".to_owned(),
                other => format!("Status.plist names the version {:?}.", clip(other)),
            },
        );
    }
}

/// Digits and one dot at most, read as a number.
fn is_accepted(version: &str) -> bool {
    let plain = version.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
    plain && version.parse::<f64>().is_ok_and(|version| (2.4..4.0).contains(&version))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::testing::*;

    #[test]
    fn fires_on_a_version_from_the_future() {
        let mut built = plain();
        built.edit_status(|status| status.version = "4.0".into());
        assert_fires(&built, &["B003"]);
    }

    #[test]
    fn the_bounds_are_those_of_the_phone() {
        for (version, accepted) in [
            ("2.4", true),
            ("3.3", true),
            ("3.99", true),
            ("3", true),
            ("2.3", false),
            ("4.0", false),
            ("", false),
            ("inf", false),
            ("3.3.1", false),
        ] {
            assert_eq!(is_accepted(version), accepted, "{version}");
        }
    }
}
