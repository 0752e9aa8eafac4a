//! Codes in texts: who gave out the number, and which.

use std::collections::BTreeSet;
use std::sync::OnceLock;

use super::context::Context;
use super::lines::Lines;
use crate::knowledge::codes::{self, Code, Family};
use crate::knowledge::signatures::Signature;

/// How numbers stand in logs and dialogs. Only the number counts; what else the line says is
/// the signatures' affair.
const FORMS: &[(Family, &[&str])] = &[
    (
        Family::BackupService,
        &[
            "mberrordomain/#",
            "mberrordomain(#",
            "mberrordomain code=#",
            "mberrordomain error #",
            "errorcode #",
            "errorcode': #",
            "errorcode\": #",
            "(error code #)",
            "backup message response: #",
            "restore message response: #",
        ],
    ),
    (
        Family::Lockdown,
        &[
            "lockdown error #",
            "lockdownd, error code #",
            "lockdown, error code #",
            "lockdownd error #",
            "lockdown error (#",
            "lockdown*mux error (#",
            "hostid (#",
            "could not connect to lockdownd*(#)",
            "could not connect to lockdown*(#)",
        ],
    ),
    (
        Family::BackupClient,
        &["mobilebackup2 (#)", "version exchange, error code #", "version exchange*code #"],
    ),
    (
        Family::AppleHost,
        &[
            "error occurred (#)",
            "unknown error (#)",
            "error (#)",
            "restored*error (#)",
            "error #.",
            "(error #)",
            "itunes*(#)",
            "could not*(#)",
            "finder*(#)",
        ],
    ),
    (
        Family::Url,
        &[
            "nsurlerrordomain code=#",
            "nsurlerrordomain/#",
            "nsurlerrordomain(#",
            "nsurlerrordomain error #",
        ],
    ),
    (
        Family::CloudKit,
        &[
            "ckerrordomain(#",
            "ckerrordomain code=#",
            "ckerrordomain/#",
            "ckerrordomain error #",
            // As the phone prints it: what, then the number, then the one inside.
            "<ckerror*(#/",
        ],
    ),
    (Family::CloudKitInternal, &["ckinternalerrordomain/#", "ckinternalerrordomain code=#"]),
    (Family::Cocoa, &["nscocoaerrordomain/#", "nscocoaerrordomain code=#"]),
    (Family::Errno, &["[errno #]", "errno: #", "errno = #", "errno #"]),
    (Family::Usbmux, &["usbmuxd result #", "usbmux error #"]),
    (Family::DeviceLink, &["dlfileerrorcode = #", "dlfileerrorcode: #", "dlfileerrorcode': #"]),
    (Family::Afc, &["afc error #", "lock file! error code: #", "afc_e_#"]),
];

/// Numbers as people write them: whose they are depends on the program.
const SPOKEN: &[&str] = &[
    "error code #",
    "error #",
    "error number #",
    "code #",
    "fehler #",
    "error: #",
    "err #",
    "printed #",
    "returns #",
    "ends with #",
    "ended with #",
    "exit #",
    "status #",
    "number #",
];

/// What stands for a code.
#[derive(Clone, Copy, Debug)]
enum Form {
    /// A number of this family.
    Number(Family),
    /// The code's name.
    Name(Family, i64),
}

/// Looks for codes.
#[derive(Debug)]
pub(crate) struct Numbers {
    forms: Vec<Form>,
    engine: Lines,
    spoken: Lines,
}

impl Numbers {
    pub(crate) fn new() -> Self {
        let numbers = FORMS.iter().map(|(family, _)| Form::Number(*family));
        let names = names().iter().map(|(_, family, number)| Form::Name(*family, *number));
        let spoken = [Signature::form(SPOKEN)];
        Self {
            forms: numbers.chain(names).collect(),
            engine: Lines::new(&Self::texts(), false),
            spoken: Lines::new(&spoken, false),
        }
    }

    /// How codes look, in the order in which [`Self::take`] counts them: for an engine that
    /// looks for them together with something else.
    pub(crate) fn texts() -> Vec<Signature> {
        let numbers = FORMS.iter().map(|(_, texts)| Signature::form(texts));
        numbers.chain(names().iter().map(|(name, ..)| Signature::form(&[name.as_str()]))).collect()
    }

    /// Codes in a line of a log or a dialog.
    pub(crate) fn in_line(&self, line: &str, context: &Context, found: &mut Vec<(Family, i64)>) {
        self.engine.find_all(line, &mut |form, number| self.take(form, number, context, found));
    }

    /// A form of a code was met, with this number in it.
    pub(crate) fn take(
        &self,
        form: usize,
        number: Option<i64>,
        context: &Context,
        found: &mut Vec<(Family, i64)>,
    ) {
        let (family, number) = match (self.forms[form], number) {
            (Form::Number(family), Some(number)) => (family, number),
            (Form::Number(_), None) => return,
            (Form::Name(family, number), _) => return push(found, family, number),
        };
        let number = match family {
            // The inner service says 1 to 557, everything else is the tool's own.
            Family::BackupService if !(0..=557).contains(&number) => return,
            Family::AppleHost if !context.is_apple_host() => return,
            Family::AppleHost => wide(number),
            _ => number,
        };
        push(found, family, number);
    }

    /// Codes in a person's words.
    pub(crate) fn in_words(&self, text: &str, context: &Context, found: &mut Vec<(Family, i64)>) {
        for line in text.split('\n') {
            self.in_line(line, context, found);
            update_codes(line, context, found);
            self.spoken.find_all(line, &mut |_, number| {
                let Some(number) = number else { return };
                if let Some(family) = spoken_family(number, context) {
                    push(found, family, wide(number));
                }
            });
        }
    }

    /// A code in a fact, by its name.
    pub(crate) fn in_fact(
        &self,
        name: &str,
        value: f64,
        context: &Context,
        found: &mut Vec<(Family, i64)>,
    ) {
        let number = value as i64;
        let exit = name.contains("exit");
        if exit && context.is_open_tool() && (1..256).contains(&number) {
            // idevicebackup2 ends with minus the phone's code; the system keeps a byte of it.
            let code = 256 - number;
            if codes::find(Family::BackupService, code).is_some() && code > 1 {
                push(found, Family::BackupService, code);
            }
            return;
        }
        let is_code = name.contains("error") && !name.contains("error_count");
        if is_code
            && !name.contains("seconds")
            && !name.contains("minutes")
            && let Some(family) = spoken_family(number, context)
        {
            push(found, family, wide(number));
        }
    }
}

/// "3004 at the office": the four digits of updates and restores need no word around them.
pub(crate) fn update_codes(line: &str, context: &Context, found: &mut Vec<(Family, i64)>) {
    if !context.is_apple_host() {
        return;
    }
    let numbers = line.split(|c: char| !c.is_ascii_alphanumeric() && c != '.');
    for number in numbers.filter(|word| word.len() == 4).filter_map(|word| word.parse().ok()) {
        if (1600..1700).contains(&number) || (3000..4100).contains(&number) {
            push(found, Family::AppleHost, number);
        }
    }
}

fn push(found: &mut Vec<(Family, i64)>, family: Family, number: i64) {
    if !found.contains(&(family, number)) && codes::find(family, number).is_some() {
        found.push((family, number));
    }
}

/// Negative 32-bit numbers that stand for `0xE80000xx`.
fn wide(number: i64) -> i64 {
    if (-0x1800_0000..-0x17ff_0000).contains(&number) { number + (1 << 32) } else { number }
}

/// Whose number somebody means who only says "error 105".
fn spoken_family(number: i64, context: &Context) -> Option<Family> {
    let wide = wide(number);
    if wide >= 0xE800_0000 {
        return Some(Family::AppleHost);
    }
    if context.is_apple_host() || context.tool.is_none() {
        let known = codes::find(Family::AppleHost, number).is_some();
        if known && !(0..=13).contains(&number) {
            return Some(Family::AppleHost);
        }
    }
    let service = (3..=320).contains(&number) && !context.is_apple_host();
    service.then_some(Family::BackupService)
}

/// Other names of codes: the words of a system, and what Python programs call them.
const ALIASES: &[(&str, Family, i64)] = &[
    ("input/output error", Family::Errno, 5),
    ("device or resource busy", Family::Errno, 16),
    ("resource busy", Family::Errno, 16),
    ("no such device", Family::Errno, 19),
    ("too many open files", Family::Errno, 24),
    ("protocol error", Family::Errno, 71),
    ("illegal byte sequence", Family::Errno, 84),
    ("connection refused", Family::Errno, 111),
    ("actively refused", Family::Errno, 111),
    ("winerror 10061", Family::Errno, 111),
    ("usbmuxreplycode.badcommand", Family::Usbmux, 1),
    ("usbmuxreplycode.baddevice", Family::Usbmux, 2),
    ("usbmuxreplycode.connectionrefused", Family::Usbmux, 3),
    ("usbmuxreplycode.badversion", Family::Usbmux, 6),
];

/// Names of codes as programs write them: `LOCKDOWN_E_INVALID_HOST_ID`, `InvalidHostID`,
/// `kAMDInvalidHostIDError`, `AFC_E_OBJECT_BUSY`, `e8000084`. Plain words are no names.
fn names() -> &'static [(String, Family, i64)] {
    static NAMES: OnceLock<Vec<(String, Family, i64)>> = OnceLock::new();
    NAMES.get_or_init(|| {
        let mut names: Vec<(String, Family, i64)> = Vec::new();
        for code in codes::all().filter(|code| !code.symbol.is_empty()) {
            for name in names_of(code) {
                if names.iter().all(|(known, ..)| *known != name) {
                    names.push((name, code.family, code.number));
                }
            }
        }
        for (name, family, number) in ALIASES {
            names.push(((*name).to_owned(), *family, *number));
        }
        let inner = codes::of(Family::CloudKitInternal);
        names.extend(inner.map(|code| {
            (format!("<ckerror*/{})", code.number), Family::CloudKitInternal, code.number)
        }));
        names
    })
}

/// The names a code goes by.
fn names_of(code: &Code) -> Vec<String> {
    let symbol = code.symbol;
    match code.family {
        Family::Lockdown | Family::AppleHost => {
            let mut names = vec![symbol.to_owned(), snake(symbol), camel(symbol)];
            names.retain(|name| {
                let odd = name.contains('_') || name.chars().skip(1).any(char::is_uppercase);
                name.len() >= 8 && odd && !shared(name)
            });
            if code.family == Family::Lockdown {
                names.push(format!("LOCKDOWN_E_{}", snake(symbol)));
            } else if code.number >= 0xE800_0000 {
                names.push(format!("{:x}", code.number));
                names.push(format!("0x{:x}", code.number));
            }
            names
        }
        Family::BackupClient => vec![format!("MOBILEBACKUP2_E_{symbol}")],
        Family::Connection => vec![format!("IDEVICE_E_{symbol}")],
        Family::Afc => vec![format!("AFC_E_{symbol}")],
        Family::IdeviceCrate => vec![format!("IdeviceError::{symbol}")],
        Family::CloudKit => vec![format!("CKError{symbol}")],
        Family::Errno => vec![symbol.to_owned()],
        _ => Vec::new(),
    }
}

/// Whether more than one family has a code of this name, so that it says too little alone.
fn shared(name: &str) -> bool {
    let named = |code: &&Code| code.symbol == name || camel(code.symbol) == name;
    codes::all().filter(named).map(|code| code.family).collect::<BTreeSet<_>>().len() > 1
}

/// `InvalidHostID` as `INVALID_HOST_ID`.
fn snake(name: &str) -> String {
    let mut out = String::new();
    let mut before = '_';
    for c in name.chars() {
        if c.is_ascii_uppercase() && before.is_ascii_lowercase() {
            out.push('_');
        }
        out.push(c.to_ascii_uppercase());
        before = c;
    }
    out
}

/// `INVALID_CONF` as `InvalidConf`.
fn camel(name: &str) -> String {
    let words = name.split('_').filter(|_| name.contains('_'));
    let words = words.map(|word| {
        let (first, rest) = word.split_at(word.len().min(1));
        format!("{first}{}", rest.to_ascii_lowercase())
    });
    words.collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::case::CaseFile;

    fn codes(line: &str, tool: &str) -> Vec<(&'static str, i64)> {
        let case = format!(r#"{{"tool":"{tool}"}}"#);
        let context = Context::of(&CaseFile::read(case.as_bytes()).into_case());
        let mut found = Vec::new();
        Numbers::new().in_words(line, &context, &mut found);
        found.into_iter().map(|(family, number)| (family.word(), number)).collect()
    }

    #[test]
    fn each_number_has_its_owner() {
        let tool = "idevicebackup2";
        let line = "ErrorCode 1: Error (MBErrorDomain/1). Underlying: MDM (MBErrorDomain/22).";
        assert_eq!(codes(line, tool), [("mb", 1), ("mb", 22)]);
        let line = "ERROR: Could not connect to lockdownd, error code -5";
        assert_eq!(codes(line, tool), [("lockdown", -5)]);
        let line = "ERROR: Could not receive from mobilebackup2 (-4)";
        assert_eq!(codes(line, tool), [("mb2", -4)]);
        assert_eq!(codes("it ends with error 105.", tool), [("mb", 105)]);
        assert_eq!(codes("an unknown error occurred (-54)", "itunes"), [("itunes", -54)]);
        assert_eq!(codes("iTunes says error (0xE8000065)", "itunes"), [("itunes", 0xE800_0065)]);
        assert_eq!(codes("kAMDInvalidHostIDError", "finder"), [("itunes", 0xE800_001C)]);
        assert_eq!(codes("Error Domain=NSURLErrorDomain Code=-1009", "icloud"), [("url", -1009)]);
        assert_eq!(codes("I have 105 photos", tool), []);
    }
}
