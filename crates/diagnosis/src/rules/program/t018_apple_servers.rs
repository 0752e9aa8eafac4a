//! Apple's servers have trouble.

use crate::rules::kit::*;

pub(in crate::rules) static RULE: Rule = Rule {
    id: "T018",
    name: "apple-servers",
    blame: Blame::Nobody,
    page: include_str!("t018_apple_servers.md"),
    check,
};

fn check(case: &Reading<'_>, out: &mut Findings) {
    let Some(place) = case.says("server-down").filter(|_| case.context.is_icloud()) else { return };
    let finding = on(place, "Apple's servers are in question").raises(SlowButHealthy, Moderate);
    let finding = finding.raises(ToolBug, Strong).remedy("service-status");
    out.add(finding.raises(BusyDevice, Weak).raises(Unknown, Weak));
}
