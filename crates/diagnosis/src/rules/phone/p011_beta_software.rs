//! A beta of iOS or of the computer's system is in use.

use crate::rules::kit::*;

pub(in crate::rules) static RULE: Rule = Rule {
    id: "P011",
    name: "beta-software",
    blame: Blame::Phone,
    page: include_str!("p011_beta_software.md"),
    check,
};

fn check(case: &Reading<'_>, out: &mut Findings) {
    let Some(place) = case.says("beta").or_else(|| {
        let texts = [&case.context.ios_text, &case.context.host_os];
        let beta = texts.iter().any(|text| text.contains("beta"));
        beta.then(|| case.setting("ios_version")).flatten()
    }) else {
        return;
    };
    out.add(
        on(place, "a beta is in use")
            .raises(DeviceSoftware, Weak)
            .raises(VersionMismatch, Weak)
            .raises(Unknown, Weak),
    );
}
