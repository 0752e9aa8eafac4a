//! Taking the phone off and on again brings it back.

use crate::rules::kit::*;

pub(in crate::rules) static RULE: Rule = Rule {
    id: "C014",
    name: "replugging-helps",
    blame: Blame::Host,
    page: include_str!("c014_replugging_helps.md"),
    check,
};

fn check(case: &Reading<'_>, out: &mut Findings) {
    let wired = case.context.method != Some(Method::Wifi) && !case.context.is_icloud();
    let Some(place) = case.says("replug-cures").filter(|_| wired) else { return };
    let finding = on(place, "taking the phone off and on again brings it back");
    let finding = finding.raises(UsbStack, Moderate).raises(ToolBug, Moderate);
    out.add(finding.lowers(CablePortHub, Weak));
}
