//! Trust was tried: the phone says itself how it stands.

use crate::rules::kit::*;

pub(in crate::rules) static RULE: Rule = Rule {
    id: "R005",
    name: "trust-asked",
    blame: Blame::Person,
    page: include_str!("r005_trust_asked.md"),
    check,
};

fn check(case: &Reading<'_>, out: &mut Findings) {
    let state = case.fact_text("here.phone_trust");
    let (Some(state), Some(place)) = (state, case.fact_place("here.phone_trust")) else { return };
    // Asked over Wi-Fi: whether it lets data through by cable is another question.
    let blocked = case.flag(&["here.bus_data"]).is_some_and(|(data, _)| !data);
    if blocked && state == "trusted" {
        return;
    }
    out.add(match state.as_str() {
        "trusted" => on(place, "the iPhone trusts this computer").lowers(PairingTrust, Moderate),
        "not-trusted" => {
            on(place, "the iPhone does not trust this computer").raises(PairingTrust, Decisive)
        }
        "trust-broken" => on(place, "the iPhone does not know this computer any more")
            .raises(PairingTrust, Decisive),
        "locked" => on(place, "the iPhone was not unlocked since it was started")
            .raises(DeviceLockedPasscode, Strong),
        "prohibited" => {
            on(place, "the iPhone forbids this computer").raises(MdmRestriction, Strong)
        }
        _ => on(place, "the iPhone does not answer")
            .raises(UsbStack, Moderate)
            .raises(DeviceSoftware, Moderate)
            .raises(CablePortHub, Weak),
    });
}
