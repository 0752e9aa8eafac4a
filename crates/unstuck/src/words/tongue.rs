//! Which language the terminal speaks.

use std::sync::OnceLock;

use super::Words;

static TERMINAL: OnceLock<&'static Words> = OnceLock::new();

/// Settles the language of the terminal for the life of this process: what `--language` says,
/// else `UNSTUCK_LANGUAGE`, else the locale.
pub(crate) fn set_terminal(flag: Option<&'static Words>) {
    let words = flag.unwrap_or_else(|| wanted(|name| std::env::var(name).ok()));
    let _ = TERMINAL.set(words);
}

/// The language of the terminal; English until it is settled.
pub(crate) fn terminal() -> &'static Words {
    TERMINAL.get().copied().unwrap_or_else(Words::english)
}

/// The language that a command line asks for, before it is read: its help and its errors are in
/// that language, too.
pub(crate) fn typed<'a>(args: impl Iterator<Item = &'a str>) -> Option<&'static Words> {
    let mut args = args.take_while(|arg| *arg != "--");
    while let Some(arg) = args.next() {
        let tag = match arg.strip_prefix("--language") {
            Some("") => args.next()?,
            Some(rest) => rest.strip_prefix('=').unwrap_or_default(),
            None => continue,
        };
        return parse(tag).ok();
    }
    None
}

/// A language by a tag that was typed.
pub(crate) fn parse(tag: &str) -> Result<&'static Words, String> {
    Words::like(tag.trim()).ok_or_else(|| {
        let tags: Vec<&str> = Words::all().iter().map(|words| words.tag).collect();
        format!("one of {}", tags.join(", "))
    })
}

/// What the environment asks for. The first variable that says anything decides, as with other
/// programs; a language that is not here is English.
fn wanted(variable: impl Fn(&str) -> Option<String>) -> &'static Words {
    let names = ["UNSTUCK_LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"];
    let said = names.into_iter().filter_map(variable).find(|value| !value.trim().is_empty());
    let said = said.or_else(of_the_system);
    said.as_deref().and_then(Words::like).unwrap_or_else(Words::english)
}

/// Where programs are not told by variables, the system knows what its owner chose.
fn of_the_system() -> Option<String> {
    let has_settings = cfg!(any(target_os = "macos", windows));
    if has_settings { sys_locale::get_locale() } else { None }
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
            wanted(get).tag
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
    fn a_command_line_names_its_language_before_it_is_read() {
        let tag = |line: &str| typed(line.split(' ')).map(|words| words.tag);
        assert_eq!(tag("look --language de --wrong"), Some("de"));
        assert_eq!(tag("--language=zh look"), Some("zh-Hans"));
        assert_eq!(tag("look -- --language de"), None);
        assert_eq!(tag("look --language"), None);
        assert_eq!(tag("look --language tlh"), None);
        assert_eq!(tag("look --languages de"), None);
    }

    #[test]
    fn a_tag_that_was_typed_is_known_or_refused() {
        assert_eq!(parse("de-CH").map(|words| words.tag), Ok("de"));
        assert!(parse("tlh").is_err_and(|text| text.contains("zh-Hans")));
    }
}
