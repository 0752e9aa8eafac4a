//! The TLS library of the tool does not fit.

use crate::rules::kit::*;

pub(in crate::rules) static RULE: Rule = Rule {
    id: "T004",
    name: "tls-library",
    blame: Blame::Program,
    page: include_str!("t004_tls_library.md"),
    check,
};

fn check(case: &Reading<'_>, out: &mut Findings) {
    let text = case.fact_text("tls_backend").unwrap_or_default();
    let gnutls = text.contains("gnutls");
    // "With master and GnuTLS": what is the newest is not too old.
    let report = case.case.text("report").unwrap_or_default().to_lowercase();
    let told = case.says("is-latest").filter(|_| report.contains("gnutls"));
    if let Some(place) = case.fact_place("tls_backend").filter(|_| gnutls).or(told) {
        let finding = on(place, "the tool was built with GnuTLS, which drops this line");
        let finding = finding.raises(ToolBug, Decisive);
        out.add(match case.says("is-latest") {
            Some(_) => finding.lowers(VersionMismatch, Moderate),
            None => finding.raises(VersionMismatch, Moderate),
        });
    }
    let paired = case.flag(&["paired", "trusted"]).is_some_and(|(yes, _)| yes)
        || case.says("trust-given").is_some();
    let anew = case.says_any(&["repair-cured", "record-foreign"]).is_some();
    let broken = case.code(Family::Lockdown, -5).or(case.line("tls-library").map(|hit| hit.first));
    if let Some(place) = broken {
        out.claim_code(Family::Lockdown, -5);
        out.claim_line("ib2-lockdown");
        // Where the secure session fails, the record is thrown away as well.
        let thrown = case.line("ip-not-paired").is_some() && case.says("record-foreign").is_none();
        if thrown && case.code(Family::Lockdown, -21).is_none() {
            out.claim_line("ip-not-paired");
        }
        let finding = on(place, "the secure session with the phone fails");
        let finding = finding.raises(VersionMismatch, if anew { Weak } else { Strong });
        out.add(if paired { finding } else { finding.raises(PairingTrust, Moderate) });
    }
}
