//! The computer does not see the phone at all.

use crate::rules::kit::*;

pub(in crate::rules) static RULE: Rule = Rule {
    id: "C003",
    name: "not-seen",
    blame: Blame::Cable,
    page: include_str!("c003_not_seen.md"),
    check,
};

fn check(case: &Reading<'_>, out: &mut Findings) {
    let wireless = case.context.method == Some(Method::Wifi);
    let Some(place) = case.says("not-seen").filter(|_| !case.context.is_icloud()) else { return };
    let finding = on(place, "the computer does not see the phone");
    if wireless {
        let over_cable = case.says("usb-works").is_some();
        let finding = finding.raises(UsbStack, Moderate).raises(PairingTrust, Weak);
        return out.add(if over_cable { finding.raises(UsbStack, Weak) } else { finding });
    }
    let tried = case.says("cable-tried").is_some();
    out.add(
        finding
            .raises(UsbStack, Moderate)
            .raises(CablePortHub, if tried { Weak } else { Moderate })
            .raises(PairingTrust, Weak),
    );
}
