//! Case files: what a person, a helper or a program wrote down about a trouble
//! (docs/contracts.md 9).
//!
//! Everything is optional, nothing is trusted to have the promised type, and what is not
//! understood is kept. Answers that stand beside the case (cause, fix, stage, …) are kept as
//! well and never read: only the eight fields below become evidence.

use serde_json::{Map, Value as Json, json};

use super::{Case, Evidence, Privacy, Source, Value};

/// Fields that say what kind of phone, computer and program it is.
const SETTINGS: [&str; 5] = ["device", "ios_version", "host_os", "tool", "method"];

/// More lines than this are not read; a log of that size is one to cut down first.
const LINES_MAX: usize = 4_000_000;

/// A case file.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct CaseFile {
    fields: Map<String, Json>,
    notes: Vec<String>,
}

impl CaseFile {
    /// Reads whatever is there. A JSON object is a case file; any other text is taken as the
    /// lines of a log. This cannot fail: bytes that mean nothing are an empty case with a note.
    pub fn read(bytes: &[u8]) -> Self {
        let mut notes = Vec::new();
        let text = decode(bytes, &mut notes);
        let trimmed = text.trim();
        if trimmed.is_empty() {
            notes.push("The case is empty.".to_owned());
            return Self { fields: Map::new(), notes };
        }
        match serde_json::from_str::<Json>(trimmed) {
            Ok(Json::Object(fields)) => return Self { fields, notes },
            Ok(Json::Array(lines)) => {
                notes.push("A list was read as the lines of a log.".to_owned());
                let fields = Map::from_iter([("log".to_owned(), Json::Array(lines))]);
                return Self { fields, notes };
            }
            _ => notes.push("This is no case file; it was read as the lines of a log.".to_owned()),
        }
        let lines = trimmed.lines().take(LINES_MAX).map(|line| json!(line)).collect();
        Self { fields: Map::from_iter([("log".to_owned(), Json::Array(lines))]), notes }
    }

    /// A case file with these fields.
    pub fn from_fields(fields: Map<String, Json>) -> Self {
        Self { fields, notes: Vec::new() }
    }

    /// All fields, also those that are not read.
    pub fn fields(&self) -> &Map<String, Json> {
        &self.fields
    }

    /// As JSON.
    pub fn to_json(&self) -> Json {
        Json::Object(self.fields.clone())
    }

    /// The facts in it.
    pub fn into_case(self) -> Case {
        let mut case = Case::new();
        for note in self.notes {
            case.note(note);
        }
        for (name, value) in self.fields {
            match name.as_str() {
                "report" => record_report(&mut case, value),
                "log" => record_log(&mut case, value),
                "facts" => record_facts(&mut case, value),
                name if SETTINGS.contains(&name) => record_setting(&mut case, name, value),
                _ => {}
            }
        }
        case
    }
}

/// Text of any encoding: UTF-8, UTF-16 with a mark, else byte by byte with losses.
fn decode(bytes: &[u8], notes: &mut Vec<String>) -> String {
    let wide = |bytes: &[u8], read: fn([u8; 2]) -> u16| {
        let units: Vec<u16> = bytes.chunks_exact(2).map(|pair| read([pair[0], pair[1]])).collect();
        String::from_utf16_lossy(&units)
    };
    match bytes {
        [0xff, 0xfe, rest @ ..] => wide(rest, u16::from_le_bytes),
        [0xfe, 0xff, rest @ ..] => wide(rest, u16::from_be_bytes),
        [0xef, 0xbb, 0xbf, rest @ ..] => decode(rest, notes),
        _ => match std::str::from_utf8(bytes) {
            Ok(text) => text.to_owned(),
            Err(_) => {
                notes.push("Bytes that are not UTF-8 were left out.".to_owned());
                String::from_utf8_lossy(bytes).into_owned()
            }
        },
    }
}

fn odd(case: &mut Case, name: &str, wanted: &str) {
    case.note(format!("`{name}` is not {wanted}; what could be read of it was read."));
}

fn record_report(case: &mut Case, value: Json) {
    let text = match value {
        Json::Null => return,
        Json::String(text) => text,
        other => {
            odd(case, "report", "text");
            words(&other)
        }
    };
    case.record(Evidence::new("report", Value::Text(text), Source::Person));
}

fn record_log(case: &mut Case, value: Json) {
    let lines = match value {
        Json::Null => return,
        Json::Array(lines) => lines,
        Json::String(text) => text.lines().map(|line| json!(line)).collect(),
        other => {
            odd(case, "log", "a list of lines");
            vec![json!(words(&other))]
        }
    };
    let mut strange = false;
    for (index, line) in lines.into_iter().take(LINES_MAX).enumerate() {
        let text = match line {
            Json::String(text) => text,
            other => {
                strange = true;
                words(&other)
            }
        };
        let key = format!("log[{index}]");
        case.record(Evidence::new(key, Value::Text(text), Source::Log));
    }
    if strange {
        odd(case, "log", "a list of lines");
    }
}

fn record_facts(case: &mut Case, value: Json) {
    let Json::Object(facts) = value else {
        if !value.is_null() {
            odd(case, "facts", "an object");
        }
        return;
    };
    for (name, value) in facts {
        let value = match value {
            Json::Null => continue,
            Json::Bool(flag) => Value::Flag(flag),
            Json::Number(number) => match number.as_f64() {
                Some(number) => Value::Number(number),
                None => continue,
            },
            Json::String(text) => Value::Text(text),
            other => Value::Text(words(&other)),
        };
        let private = super::redact::is_private_name(&name);
        let fact = Evidence::new(format!("facts.{name}"), value, Source::Fact);
        let privacy = if private { Privacy::Private } else { fact.privacy };
        case.record(fact.privacy(privacy));
    }
}

fn record_setting(case: &mut Case, name: &str, value: Json) {
    let text = match value {
        Json::Null => return,
        Json::String(text) => text,
        other => {
            odd(case, name, "text");
            words(&other)
        }
    };
    case.record(Evidence::new(name, Value::Text(text), Source::Setting));
}

/// All words and numbers in a value of the wrong type, in order, within bounds.
fn words(value: &Json) -> String {
    const LENGTH_MAX: usize = 1 << 20;
    let mut out = String::new();
    let mut open = vec![value];
    while let Some(value) = open.pop() {
        if out.len() > LENGTH_MAX {
            break;
        }
        match value {
            Json::Array(items) => open.extend(items.iter().rev()),
            Json::Object(fields) => open.extend(fields.values().rev()),
            Json::Null => {}
            Json::String(text) => out.push_str(text),
            other => out.push_str(&other.to_string()),
        }
        out.push(' ');
    }
    out.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn case(text: &str) -> Case {
        CaseFile::read(text.as_bytes()).into_case()
    }

    #[test]
    fn the_eight_fields_become_evidence_and_answers_do_not() {
        let case = case(
            r#"{"report":"stuck","log":["a","b"],"facts":{"free_bytes":7,"vpn":true},
                "device":"iPhone 13","ios_version":"17.1","host_os":"linux","tool":"finder",
                "method":"usb","cause":"power","fix":"charge it","stage":"start"}"#,
        );
        let mut keys: Vec<&str> = case.evidence().iter().map(|fact| fact.key.as_str()).collect();
        keys.sort_unstable();
        let wanted = "device facts.free_bytes facts.vpn host_os ios_version log[0] log[1] method \
            report tool";
        assert_eq!(keys.join(" "), wanted);
        assert!(case.notes().is_empty());
    }

    #[test]
    fn wrong_types_are_read_as_far_as_they_go_with_a_note() {
        let case = case(r#"{"report":["a",{"b":"c"}],"log":"x\ny","facts":3,"tool":12}"#);
        assert_eq!(case.text("report"), Some("a c"));
        assert_eq!(case.log().count(), 2);
        assert_eq!(case.text("tool"), Some("12"));
        assert_eq!(case.notes().len(), 3);
    }

    #[test]
    fn any_other_text_is_a_log() {
        let case = case("No device found.\nBackup Aborted.");
        assert_eq!(case.log().map(|(_, line)| line).collect::<Vec<_>>().len(), 2);
        assert_eq!(case.notes().len(), 1);
    }

    #[test]
    fn any_bytes_make_a_case() {
        let wide: Vec<u8> = [0xff, 0xfe]
            .into_iter()
            .chain("{\"report\":\"é\"}".encode_utf16().flat_map(u16::to_le_bytes))
            .collect();
        assert_eq!(CaseFile::read(&wide).into_case().text("report"), Some("é"));
        for bytes in [&b""[..], b"\0\xff\xfe\x80", b"{\"log\":", b"[1,[2]]", b"null"] {
            assert!(!CaseFile::read(bytes).into_case().notes().is_empty());
        }
    }

    #[test]
    fn unknown_fields_are_kept() {
        let file = CaseFile::read(br#"{"report":"x","mine":{"a":1}}"#);
        assert_eq!(file.to_json()["mine"]["a"], 1);
    }
}
