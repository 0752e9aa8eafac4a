//! Which language the terminal speaks.

use std::ffi::OsString;
use std::sync::OnceLock;

use super::Words;

static TERMINAL: OnceLock<&'static Words> = OnceLock::new();

/// Settles the language of the terminal for the life of this process: what `--language` says,
/// else `UNSTUCK_LANGUAGE`, else the locale, else what the system is set to.
pub(crate) fn set_terminal(flag: Option<&'static Words>) {
    let _ = TERMINAL.set(flag.unwrap_or_else(around));
}

/// The language for what is said of a command line that was not read, or only asked for help:
/// by the same rule.
pub(crate) fn before_reading(arguments: &[OsString]) -> &'static Words {
    flag(arguments).unwrap_or_else(around)
}

/// What `--language` says, as far as that can be seen without reading the command line.
fn flag(arguments: &[OsString]) -> Option<&'static Words> {
    let arguments = arguments.iter().skip(1).map(|one| one.to_str().unwrap_or_default());
    let mut arguments = arguments.take_while(|one| *one != "--");
    while let Some(one) = arguments.next() {
        let tag = match one.strip_prefix("--language") {
            Some("") => arguments.next(),
            Some(rest) => rest.strip_prefix('='),
            None => None,
        };
        if let Some(words) = tag.and_then(|tag| parse(tag).ok()) {
            return Some(words);
        }
    }
    None
}

/// What the surroundings of this process ask for.
fn around() -> &'static Words {
    wanted(|name| std::env::var(name).ok(), system)
}

/// What macOS or Windows is set to; elsewhere the variables are all there is.
fn system() -> Option<String> {
    (cfg!(target_os = "macos") || cfg!(windows)).then(sys_locale::get_locale).flatten()
}

/// The language of the terminal; English until it is settled.
pub(crate) fn terminal() -> &'static Words {
    TERMINAL.get().copied().unwrap_or_else(Words::english)
}

/// A language by a tag that was typed.
pub(crate) fn parse(tag: &str) -> Result<&'static Words, String> {
    Words::like(tag.trim()).ok_or_else(|| {
        let tags: Vec<&str> = Words::all().iter().map(|words| words.tag).collect();
        format!("one of {}", tags.join(", "))
    })
}

/// What the environment asks for. The first variable that says anything decides, as with other
/// programs; a language that is not here is English. Where none does, the system is asked.
fn wanted(
    variable: impl Fn(&str) -> Option<String>,
    system: impl FnOnce() -> Option<String>,
) -> &'static Words {
    let names = ["UNSTUCK_LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"];
    let said = names.into_iter().filter_map(variable).find(|value| !value.trim().is_empty());
    said.or_else(system).as_deref().and_then(Words::like).unwrap_or_else(Words::english)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_environment_names_the_language() {
        let tag = |set: &[(&str, &str)]| {
            let get = |name: &str| {
                set.iter().find(|(key, _)| *key == name).map(|(_, value)| (*value).to_owned())
            };
            wanted(get, || None).tag
        };
        if cfg!(target_os = "linux") {
            assert_eq!(tag(&[]), "en");
        }
        assert_eq!(tag(&[("LANG", "de_AT.UTF-8")]), "de");
        assert_eq!(tag(&[("LANG", "de_AT.UTF-8"), ("LC_ALL", "C")]), "en");
        assert_eq!(tag(&[("LANG", "C.UTF-8")]), "en");
        assert_eq!(tag(&[("LANG", "fr_FR"), ("LC_MESSAGES", "es_MX@euro")]), "es");
        assert_eq!(tag(&[("LC_ALL", "C"), ("UNSTUCK_LANGUAGE", "zh_CN")]), "zh-Hans");
        assert_eq!(tag(&[("LC_ALL", ""), ("LANG", "zh-Hans")]), "zh-Hans");
    }

    #[test]
    fn the_system_is_asked_only_where_no_variable_says_anything() {
        let system = || Some("de-DE".to_owned());
        assert_eq!(wanted(|_| None, system).tag, "de");
        assert_eq!(wanted(|_| Some(String::new()), system).tag, "de");
        assert_eq!(wanted(|name| (name == "LANG").then(|| "C".to_owned()), system).tag, "en");
    }

    #[test]
    fn the_flag_is_seen_before_the_command_line_is_read() {
        let tag = |line: &str| {
            let arguments: Vec<OsString> = line.split(' ').map(OsString::from).collect();
            flag(&arguments).map(|words| words.tag)
        };
        assert_eq!(tag("unstuck --language de --help"), Some("de"));
        assert_eq!(tag("unstuck backup --wrong --language=zh_CN"), Some("zh-Hans"));
        assert_eq!(tag("unstuck backup --language"), None);
        assert_eq!(tag("unstuck --language tlh"), None);
        assert_eq!(tag("unstuck explain -- --language=de"), None);
        assert_eq!(tag("unstuck --languages de"), None);
    }

    #[test]
    fn a_tag_that_was_typed_is_known_or_refused() {
        assert_eq!(parse("de-CH").map(|words| words.tag), Ok("de"));
        assert!(parse("tlh").is_err_and(|text| text.contains("zh-Hans")));
    }
}
