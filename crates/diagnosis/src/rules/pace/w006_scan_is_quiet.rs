//! The phone estimates or prepares, which is quiet.

use crate::rules::kit::*;

pub(in crate::rules) static RULE: Rule = Rule {
    id: "W006",
    name: "scan-is-quiet",
    blame: Blame::Nobody,
    page: include_str!("w006_scan_is_quiet.md"),
    check,
};

fn check(case: &Reading<'_>, out: &mut Findings) {
    let Some(place) = case.says("estimating") else { return };
    let broke = case.line("mark-ended").is_some() || !case.codes().is_empty();
    if broke || case.stage == Stage::Restore {
        return;
    }
    let finding = on(place, "the phone estimates and prepares, which is quiet");
    out.add(if case.context.is_icloud() || case.context.method.is_none() {
        let finding = finding.raises(SlowButHealthy, Moderate).raises(NetworkWeak, Moderate);
        finding.raises(DeviceSoftware, Moderate)
    } else {
        finding.raises(SlowButHealthy, Weak).raises(DeviceSoftware, Weak)
    });
}
