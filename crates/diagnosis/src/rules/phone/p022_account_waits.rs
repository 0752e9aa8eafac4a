//! The Apple Account waits for its owner.

use crate::rules::kit::*;

pub(in crate::rules) static RULE: Rule = Rule {
    id: "P022",
    name: "account-waits",
    blame: Blame::Person,
    page: include_str!("p022_account_waits.md"),
    check,
};

fn check(case: &Reading<'_>, out: &mut Findings) {
    if !case.context.is_icloud() {
        return;
    }
    let line = case.line("bd-ck-auth").map(|hit| hit.first);
    if let Some(place) = case.says("account-waits").or(line) {
        let finding = on(place, "the account waits for its owner to sign in or to confirm");
        let finding = finding.raises(DeviceLockedPasscode, Strong);
        out.add(finding.lowers(IcloudStorageFull, Weak));
    }
}
