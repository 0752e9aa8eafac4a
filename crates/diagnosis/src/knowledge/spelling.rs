//! Models by the names that people type: "iphone 13mini", "iPhone14,4", "ipad pro 11 m4".

use super::devices::{Device, devices};

/// Longer names are none.
const NAME_BYTES_MAX: usize = 200;

/// The models that a name can mean, as the table has them. Empty for a name of none; several
/// when it fits several equally well.
pub fn named(name: &str) -> Vec<Device> {
    if name.len() > NAME_BYTES_MAX {
        return Vec::new();
    }
    let squashed = squash(name);
    let exact: Vec<Device> = devices()
        .filter(|device| {
            let known = [device.product_type, device.name];
            known.into_iter().any(|known| known.eq_ignore_ascii_case(name.trim()))
                || (squash(device.name) == squashed && device.name.contains(' '))
        })
        .collect();
    if !exact.is_empty() {
        return exact;
    }
    fitting(&words(name))
}

/// The models that have all these words, and the fewest others.
fn fitting(wanted: &[String]) -> Vec<Device> {
    let mut best: Vec<Device> = Vec::new();
    let mut fewest = usize::MAX;
    // Somebody who says no more than "iPhone" means any of them, not the first.
    let only_family = wanted.iter().all(|word| FAMILIES.contains(&word.as_str()));
    if wanted.is_empty() {
        return best;
    }
    for device in devices() {
        let (base, notes) = base_and_notes(device.name);
        let has = |word: &String| base.contains(word) || notes.contains(word);
        if !wanted.iter().all(has) {
            continue;
        }
        let others = base.iter().filter(|word| !wanted.contains(word)).count();
        let others = if only_family { 0 } else { others };
        if others < fewest {
            best.clear();
            fewest = others;
        }
        if others == fewest {
            best.push(device);
        }
    }
    best
}

const FAMILIES: [&str; 4] = ["iphone", "ipad", "ipod", "touch"];

/// The words of a name in front of its brackets, and those in them.
fn base_and_notes(name: &str) -> (Vec<String>, Vec<String>) {
    let (base, notes) = name.split_once('(').unwrap_or((name, ""));
    (words(base), words(notes))
}

/// Words that say nothing about the model.
const FILLERS: [&str; 12] = [
    "apple",
    "gen",
    "generation",
    "inch",
    "in",
    "zoll",
    "the",
    "my",
    "a",
    "an",
    "smartphone",
    "model",
];

/// Words as they stand in names, for those that people write for them.
const ALIASES: [(&str, &str); 20] = [
    ("first", "1st"),
    ("second", "2nd"),
    ("third", "3rd"),
    ("fourth", "4th"),
    ("fifth", "5th"),
    ("sixth", "6th"),
    ("seventh", "7th"),
    ("eighth", "8th"),
    ("ninth", "9th"),
    ("tenth", "10th"),
    ("2016", "1st"),
    ("2020", "2nd"),
    ("2022", "3rd"),
    ("iphones", "iphone"),
    ("ipads", "ipad"),
    ("ihpone", "iphone"),
    ("10s", "xs"),
    ("10r", "xr"),
    ("ten", "x"),
    ("1", "original"),
];

fn words(name: &str) -> Vec<String> {
    let lower = name.to_lowercase().replace('+', " plus ");
    let pieces = lower.split(|c: char| !c.is_alphanumeric() && c != '.');
    let mut words: Vec<String> = Vec::new();
    for piece in pieces.map(|piece| piece.trim_matches('.')).filter(|piece| !piece.is_empty()) {
        words.extend(taken_apart(piece));
    }
    words.retain(|word| !FILLERS.contains(&word.as_str()) && !is_size(word));
    let family = words.first().cloned().unwrap_or_default();
    for word in &mut words {
        let alias = ALIASES.iter().find(|(written, _)| written == word);
        // "iPhone 10" is the X; "1st" of an SE bought in 2020 only there.
        match alias {
            Some((_, meant)) => (*meant).clone_into(word),
            None if family == "iphone" && word == "10" => "x".clone_into(word),
            None => {}
        }
    }
    if let Some(first) = words.first_mut()
        && let Some(meant) = FAMILIES.iter().find(|known| nearly(first, known))
    {
        (*meant).clone_into(first);
    }
    words
}

/// `iphone13` and `se2` are two words each; `13mini` too, `6s` and `16e` are one.
fn taken_apart(piece: &str) -> Vec<String> {
    for family in ["iphone", "ipad", "ipod"] {
        if let Some(rest) = piece.strip_prefix(family).filter(|rest| !rest.is_empty()) {
            let mut words = vec![family.to_owned()];
            words.extend(taken_apart(rest));
            return words;
        }
    }
    for kind in ["promax", "pro", "plus", "mini", "max", "air"] {
        if let Some(rest) = piece.strip_suffix(kind).filter(|rest| !rest.is_empty()) {
            let mut words = taken_apart(rest);
            words.extend(match kind {
                "promax" => vec!["pro".to_owned(), "max".to_owned()],
                kind => vec![kind.to_owned()],
            });
            return words;
        }
    }
    match piece {
        "promax" => vec!["pro".to_owned(), "max".to_owned()],
        "se1" | "se2" | "se3" => {
            let number = piece.trim_start_matches("se");
            let nth = ["1st", "2nd", "3rd"].into_iter().find(|nth| nth.starts_with(number));
            vec!["se".to_owned(), nth.unwrap_or(number).to_owned()]
        }
        piece => vec![piece.to_owned()],
    }
}

/// `128gb` says how much fits in, not what it is.
fn is_size(word: &str) -> bool {
    let digits = word.strip_suffix("gb").unwrap_or_default();
    !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit())
}

/// Whether a word is another with two letters swapped, or with one more, less or wrong.
fn nearly(word: &str, known: &str) -> bool {
    let (word, known): (Vec<char>, Vec<char>) = (word.chars().collect(), known.chars().collect());
    let same_front = word.iter().zip(&known).take_while(|(a, b)| a == b).count();
    let back = word.iter().rev().zip(known.iter().rev());
    let same_back = back.take_while(|(a, b)| a == b).count();
    let longest = word.len().max(known.len());
    let apart = longest.saturating_sub(same_front + same_back);
    let swapped = apart == 2 && word.len() == known.len() && {
        let at = same_front;
        word.get(at) == known.get(at + 1) && word.get(at + 1) == known.get(at)
    };
    known.len() >= 4 && (apart <= 1 || swapped)
}

/// Letters and digits alone, small.
fn squash(name: &str) -> String {
    let name = name.replace('+', "plus");
    let letters = name.chars().filter(|c| c.is_alphanumeric());
    letters.flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(name: &str) -> Vec<&'static str> {
        named(name).into_iter().map(|device| device.name).collect()
    }

    #[test]
    fn names_are_found_as_people_type_them() {
        let wanted = [
            ("iPhone14,4", "iPhone 13 mini"),
            ("iphone14,4", "iPhone 13 mini"),
            ("iPhone 13 mini", "iPhone 13 mini"),
            ("  IPHONE 13MINI ", "iPhone 13 mini"),
            ("13 mini", "iPhone 13 mini"),
            ("iphone13", "iPhone 13"),
            ("Apple iPhone 13 (128GB)", "iPhone 13"),
            ("iphone 15promax", "iPhone 15 Pro Max"),
            ("iPhone 14+", "iPhone 14 Plus"),
            ("iphone 10", "iPhone X (Global)"),
            ("iphone xs", "iPhone XS"),
            ("iphone se 2nd generation", "iPhone SE (2nd gen)"),
            ("iphone se2", "iPhone SE (2nd gen)"),
            ("iPhone SE (2022)", "iPhone SE (3rd gen)"),
            ("iphnoe 7 plus", "iPhone 7 Plus (Global)"),
            ("iphone 6s plus", "iPhone 6s Plus"),
            ("iphone 16e", "iPhone 16e"),
            ("ipad 9th gen", "iPad (9th gen, Wi-Fi)"),
            ("ipad pro 11 m4", "iPad Pro 11-inch (M4, Wi-Fi)"),
            ("iPad mini 6th generation", "iPad mini (6th gen, Wi-Fi)"),
            ("ipod touch 7th", "iPod touch (7th gen)"),
            ("iphone 1", "iPhone (original)"),
        ];
        for (typed, wanted) in wanted {
            assert_eq!(names(typed).first(), Some(&wanted), "{typed}: {:?}", names(typed));
        }
    }

    #[test]
    fn what_fits_several_gives_them_all_and_nonsense_none() {
        let bodies = |name: &str| {
            let mut bodies: Vec<_> = named(name).iter().map(Device::body).collect();
            bodies.sort_unstable();
            bodies.dedup();
            bodies.len()
        };
        assert_eq!(bodies("iPhone 7 plus"), 1);
        assert_eq!(bodies("iphone se"), 2);
        assert_eq!(bodies("iphone"), 5);
        assert!(bodies("ipad") > 1 && bodies("iPad mini") > 1);
        assert_eq!(bodies("iphone 12"), 1);
        let huge = "9".repeat(100_000);
        for nonsense in ["", "   ", "Galaxy S24", "iphone 99", "\u{1F4F1}", "((((", huge.as_str()] {
            assert!(named(nonsense).is_empty(), "{nonsense:.40}: {:?}", names(nonsense));
        }
    }

    #[test]
    fn every_name_of_the_table_finds_itself() {
        for device in devices() {
            assert!(named(device.name).contains(&device), "{device:?}");
            assert!(named(device.product_type).contains(&device), "{device:?}");
        }
    }
}
