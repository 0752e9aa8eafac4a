//! The trial at the place for the backup took long.

use crate::rules::kit::*;

pub(in crate::rules) static RULE: Rule = Rule {
    id: "S014",
    name: "place-slow-measured",
    blame: Blame::Store,
    page: include_str!("s014_place_slow_measured.md"),
    check,
};

/// A disk that makes its files durable needs up to 0.1 s, a slow stick a second.
const SYNC_MS: f64 = 1500.0;
/// Fifty thousand files at this rate take an hour and a half.
const FILES_A_SECOND: f64 = 10.0;

fn check(case: &Reading<'_>, out: &mut Findings) {
    if case.context.is_icloud() {
        return;
    }
    let sync = case.number(&["here.trial_sync_ms"]).filter(|(ms, _)| *ms > SYNC_MS);
    if let Some((ms, place)) = sync {
        let says = format!("a megabyte took {:.1} s to be on the disk", ms / 1000.0);
        out.add(on(place, says).raises(TargetFilesystem, Moderate).raises(SlowButHealthy, Weak));
    }
    let files = case.number(&["here.trial_files_a_second"]);
    if let Some((rate, place)) = files.filter(|(rate, _)| *rate < FILES_A_SECOND) {
        let says = format!("only {rate:.0} small files a second can be written there");
        out.add(on(place, says).raises(TargetFilesystem, Strong).raises(SlowButHealthy, Weak));
    }
    for probe in ["probe_target", "probe_trial"] {
        let late = case.fact_text(probe).filter(|says| says.contains("did not answer"));
        if let (Some(_), Some(place)) = (late, case.fact_place(probe)) {
            let finding = on(place, "the disk for the backup does not answer");
            return out.add(finding.raises(TargetFilesystem, Decisive));
        }
    }
}
