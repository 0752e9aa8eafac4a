//! Tool and phone do not agree on a version.

use crate::rules::kit::*;

pub(in crate::rules) static RULE: Rule = Rule {
    id: "T003",
    name: "first-words-fail",
    blame: Blame::Program,
    page: include_str!("t003_first_words_fail.md"),
    check,
};

fn check(case: &Reading<'_>, out: &mut Findings) {
    let Some(hit) = case.line("ib2-version-exchange") else { return };
    let update = case.says("since-ios-update").is_some();
    let finding = on(hit.first, "tool and phone did not get past their first words");
    let finding = if update { finding.raises(VersionMismatch, Moderate) } else { finding };
    let windows = case.context.host == Some(Host::Windows);
    let bad = case.code(Family::BackupClient, -6).is_some();
    if bad {
        // The Windows builds of 2017 asked for the wrong thing, whatever the phone said.
        out.claim_code(Family::BackupClient, -6);
        out.claim_line("ib2-version-exchange");
        let tool = if windows { Decisive } else { Moderate };
        let newer = if windows { Weak } else { Moderate };
        let newest = case.says("is-latest").is_some();
        let finding = if newest { finding.lowers(VersionMismatch, Strong) } else { finding };
        return out.add(finding.raises(ToolBug, tool).raises(VersionMismatch, newer));
    }
    out.claim_code(Family::BackupClient, -1);
    out.add(finding.raises(VersionMismatch, Weak));
}
