//! It works now and then.

use crate::rules::kit::*;

pub(in crate::rules) static RULE: Rule = Rule {
    id: "W009",
    name: "works-now-and-then",
    blame: Blame::Nobody,
    page: include_str!("w009_works_now_and_then.md"),
    check,
};

fn check(case: &Reading<'_>, out: &mut Findings) {
    let fact = case.flag(&["sometimes_works", "intermittent", "works_sometimes"]);
    let fact = fact.and_then(|(yes, place)| yes.then_some(place));
    let Some(place) = fact.or(case.says("works-sometimes")) else { return };
    let steady =
        [HostPermission, VersionMismatch, MdmRestriction, EncryptionPassword, HostDiskFull];
    let finding = on(place, "it works now and then").lowers_all(&steady, Weak);
    let wired = case.context.method == Some(Method::Usb);
    out.add(if wired {
        finding.raises(CablePortHub, Weak).raises(UsbStack, Weak)
    } else {
        finding.raises(NetworkWeak, Weak)
    });
}
