//! Trust is missing, lost or asked for again and again.

use crate::rules::kit::*;

pub(in crate::rules) static RULE: Rule = Rule {
    id: "R001",
    name: "trust-trouble",
    blame: Blame::Person,
    page: include_str!("r001_trust_trouble.md"),
    check,
};

fn check(case: &Reading<'_>, out: &mut Findings) {
    let reset = case.flag(&["trust_reset_on_device", "trust_reset", "pair_record_missing"]);
    if let Some((true, place)) = reset {
        return out.add(on(place, "trust was reset").raises(PairingTrust, Decisive));
    }
    let asked = case.flag(&["trust_prompt_shown"]);
    if let Some((false, place)) = asked.filter(|_| case.says("managed").is_some()) {
        let finding = on(place, "a managed phone does not even ask for trust");
        return out.add(finding.raises(MdmRestriction, Moderate));
    }
    if let Some(place) = case.says("repair-cured") {
        return out.add(on(place, "pairing it anew helps").raises(PairingTrust, Decisive));
    }
    let Some(place) = case.says("trust-trouble") else { return };
    let managed = case.says("managed").is_some();
    let weight = if managed { Weak } else { Strong };
    let finding = on(place, "trust is missing or does not hold").raises(PairingTrust, weight);
    // Tools that do not know this iOS never get hold of trust.
    let open = case.context.is_open_tool() && case.context.method != Some(Method::Wifi);
    out.add(if open { finding.raises(VersionMismatch, Weak) } else { finding });
}
