//! B033: something in the payload folders that does not belong there.

use super::kit::*;
use crate::survey::Oddity;

pub(super) const RULE: Rule = Rule {
    card: Card {
        id: "B033",
        name: "payload-misplaced",
        level: Level::Warn,
        explanation: "Each file of a backup has a name of 40 hexadecimal characters in lower \
            case and lies in the folder named like the first two. Something here does not: it \
            was moved, renamed or put there by hand or by another program.",
        repair: "Move the file back where the finding says. What was never part of the backup \
            can be taken out of the folder.",
    },
    needs: Needs::Payloads,
    bearing: Bearing::Damage,
    depth: Depth::Structure,
    check: || once(check),
};

fn check(survey: &Survey<'_>, out: &mut Findings) {
    for name in &survey.root.upper_case_folders {
        let text = || format!("The folder should be named {}.", name.to_ascii_lowercase());
        out.add(|| Subject::item(name), text);
    }
    // Before iOS 10 they all lie there.
    let flat = if survey.root.is_old() { &[][..] } else { &survey.root.flat_kept };
    for name in flat {
        let text = || format!("It belongs into the folder {}.", &name[..2]);
        out.add(|| Subject::item(name), text);
    }
    if !survey.root.is_old() {
        out.add_uncounted(survey.root.flat - flat.len() as u64);
    }
    for (path, oddity) in &survey.payloads.odd_kept {
        let text = match oddity {
            Oddity::Misplaced(id) => format!("It belongs at {}.", id.payload_path()),
            // Beside the same name in lower case it is B034's.
            Oddity::UpperCase(id) if survey.payloads.contains(id) => continue,
            Oddity::UpperCase(id) => format!("It should be named {id}."),
            Oddity::NotAName => "It is not part of the backup.".to_owned(),
            Oddity::NotAFile => "It is not a regular file.".to_owned(),
        };
        out.add(|| Subject::item(path), || text);
    }
    out.add_uncounted(survey.payloads.odd - survey.payloads.odd_kept.len() as u64);
}

#[cfg(test)]
mod tests {
    use crate::rules::testing::*;

    #[test]
    fn fires_on_a_moved_file_which_is_then_missing_too() {
        let mut built = plain();
        built.tree.remove(&sms().payload_path());
        built.tree.write(&format!("00/{}", sms()), vec![7; 100]);
        assert_fires(&built, &["B024", "B033"]);
        let report = report(&built);
        let text = &report.findings_of("B033").unwrap().kept[0].text;
        assert_eq!(*text, format!("It belongs at {}.", sms().payload_path()));
    }

    #[test]
    fn fires_on_flat_files_folders_links_and_junk() {
        for path in [sms().to_string(), "3d/readme.txt".into(), "3D/x".into(), "3d/x/y".into()] {
            let mut built = plain();
            built.tree.write(&path, *b"");
            assert_fires(&built, &["B033"]);
        }
        let mut built = plain();
        built.tree.put_other(&sms().payload_path());
        assert_fires(&built, &["B024", "B033"]);
    }

    #[test]
    fn what_systems_leave_behind_is_fine() {
        let mut built = plain();
        for name in ["3d/.DS_Store", "3d/desktop.ini", "3d/._x", ".DS_Store", "notes.txt"] {
            built.tree.write(name, *b"");
        }
        assert_fires(&built, &[]);
    }
}
