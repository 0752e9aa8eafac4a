//! B013: the password given does not open the keybag.

use super::kit::*;
use crate::survey::Keys;

pub(super) const RULE: Rule = Rule {
    card: Card {
        id: "B013",
        name: "wrong-password",
        level: Level::Fatal,
        explanation: "The password does not open this backup. That is no damage: the backup \
            was made while the phone had another backup password.",
        repair: "Try the passwords you used when this backup was made; case matters. No program \
            can reset it in an existing backup. On the phone, Reset All Settings removes the \
            backup password for future backups.",
    },
    needs: Needs::Keys,
    bearing: Bearing::Password,
    depth: Depth::Structure,
    check: || once(check),
};

fn check(survey: &Survey<'_>, out: &mut Findings) {
    if matches!(survey.keys, Keys::WrongPassword) {
        out.add(
            || Subject::Backup,
            || "The password is not the one this backup was made with.".to_owned(),
        );
    }
}

#[cfg(test)]
mod tests {
    use crate::report::Why;
    use crate::rules::testing::*;
    use crate::verify::Unlock;
    use crate::{Password, Verdict};

    #[test]
    fn fires_on_another_password_and_is_not_called_damage() {
        let password = Password::from("Unstuck-test");
        let report = report_with(&encrypted(), UDID, Unlock::Password(&password));
        assert_eq!(fired(&report), ["B013"]);
        assert_eq!(report.verdict, Verdict::WrongPassword);
        assert_eq!(report.unchecked[0].why, Why::WrongPassword);
    }

    #[test]
    fn a_password_for_a_plain_backup_is_ignored() {
        let password = Password::from("anything");
        let report = report_with(&plain(), UDID, Unlock::Password(&password));
        assert_eq!(report.verdict, Verdict::Complete);
    }
}
