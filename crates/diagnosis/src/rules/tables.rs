//! What the tables of signatures and codes say by themselves, where no rule knows better.

use std::borrow::Cow;

use super::kit::{Finding, Findings, on};
use crate::cause::Cause;
use crate::knowledge::codes::{self, Family};
use crate::knowledge::weights::Weight;
use crate::reading::Reading;

/// Lines that say little but carry a number: where the number is known, it says it all.
const CARRIERS: &[(&str, Family)] = &[("ib2-lockdown", Family::Lockdown)];

/// Adds what every signature and every code in the case speaks for.
pub(super) fn add(reading: &Reading<'_>, out: &mut Findings) {
    for (line, family) in CARRIERS {
        let known = reading.codes().iter().filter(|(of, ..)| of == family);
        let mut codes = known.filter_map(|(of, number, _)| codes::find(*of, *number));
        if codes.any(|code| !code.causes.is_empty()) {
            out.claim_line(line);
        }
    }
    for (signature, hit) in reading.lines() {
        if signature.causes.is_empty() || out.line_is_claimed(signature.id) {
            continue;
        }
        let finding = on(hit.first, signature.meaning);
        let causes = signature.causes.clone();
        out.list.push(Finding { rule: Cow::Borrowed(signature.id), causes, ..finding });
    }
    for (family, number, place) in reading.codes() {
        if out.code_is_claimed(*family, *number) {
            continue;
        }
        let Some(code) = codes::find(*family, *number).filter(|code| !code.causes.is_empty())
        else {
            continue;
        };
        let causes = if is_inner(reading, *family, *number) {
            halved(&code.causes)
        } else {
            code.causes.clone()
        };
        let finding = on(*place, format!("{number} from {}: {}", family.name(), code.meaning));
        let remedy = (code.remedy != "-").then_some(code.remedy);
        let rule = Cow::Owned(format!("{}:{number}", family.word()));
        out.list.push(Finding { rule, causes, remedy, ..finding });
    }
}

/// Numbers that mostly stand inside others, and say less than those.
fn is_inner(reading: &Reading<'_>, family: Family, number: i64) -> bool {
    let vague = family == Family::BackupService && matches!(number, 4 | 9 | 11 | 100);
    vague && reading.codes().iter().any(|(other, n, _)| *other == family && *n != number)
}

fn halved(causes: &[(Cause, Weight)]) -> Vec<(Cause, Weight)> {
    causes.iter().map(|(cause, weight)| (*cause, (*weight).min(Weight::Weak))).collect()
}
