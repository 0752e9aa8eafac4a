//! Nothing can be written to the place for the backup.

use crate::rules::kit::*;

pub(in crate::rules) static RULE: Rule = Rule {
    id: "S025",
    name: "place-is-read-only",
    blame: Blame::Store,
    page: include_str!("s025_place_is_read_only.md"),
    check,
};

fn check(case: &Reading<'_>, out: &mut Findings) {
    let early = matches!(case.stage, Stage::Connect | Stage::Pair);
    let Some(place) = case.says("place-read-only").filter(|_| !early) else { return };
    if case.context.is_icloud() {
        return;
    }
    let finding = on(place, "the place for the backup can only be read");
    // Programs that did not expect it crash over it.
    out.add(finding.raises(TargetFilesystem, Decisive).lowers(ToolBug, Moderate));
}
