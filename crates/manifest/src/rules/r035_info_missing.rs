//! B035: Info.plist is missing, damaged, or does not name the phone.

use super::kit::*;

pub(super) const RULE: Rule = Rule {
    card: Card {
        id: "B035",
        name: "info-plist-missing",
        level: Level::Warn,
        explanation: "Info.plist tells programs whose backup this is. Without it they may not \
            list the backup or refuse to restore it. The phone's own data is not in it, so \
            nothing is lost.",
        repair: "A backup exported with unstuck versions export gets a new one, made from \
            Manifest.plist. The next backup writes one as well.",
    },
    needs: Needs::Listing,
    bearing: Bearing::Damage,
    depth: Depth::Structure,
    check: || once(check),
};

fn check(survey: &Survey<'_>, out: &mut Findings) {
    if survey.nothing_finished() || survey.root.fault.is_some() {
        return;
    }
    let text = match &survey.info {
        Err(fault) if fault.is_unreadable() => return,
        Err(fault) => format!("Info.plist cannot be used: {fault}."),
        // Whose phone it names is B010's.
        Ok(info) if info.target_identifier.is_none() && info.unique_identifier.is_none() => {
            "Info.plist does not say whose backup this is.".to_owned()
        }
        Ok(_) => return,
    };
    out.add(|| Subject::item("Info.plist"), || text);
}

#[cfg(test)]
mod tests {
    use crate::Verdict;
    use crate::rules::testing::*;

    #[test]
    fn fires_without_it_on_rubbish_and_without_a_name() {
        for content in [None, Some(&b"rubbish"[..]), Some(b"<plist><dict/></plist>")] {
            let mut built = plain();
            built.tree.remove("Info.plist");
            if let Some(content) = content {
                built.tree.write("Info.plist", content);
            }
            assert_fires(&built, &["B035"]);
            assert_eq!(report(&built).verdict, Verdict::Complete);
        }
    }

    #[test]
    fn one_that_the_system_does_not_give_up_proves_nothing() {
        let mut built = plain();
        built.tree.break_item("Info.plist");
        assert_fires(&built, &[]);
    }
}
