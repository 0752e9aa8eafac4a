//! Which files are meant.

use clap::Args;
use globset::{GlobBuilder, GlobSet, GlobSetBuilder};
use time::macros::format_description;
use time::{Date, OffsetDateTime, PrimitiveDateTime};
use unstuck_manifest::kinds::{KINDS, Kind, app_of};
use unstuck_manifest::{Listed, RecordKind};

use crate::report::{Report, code};

/// Which files. What is given several times is meant as "or", different ones as "and".
#[derive(Debug, Clone, Default, Args)]
pub(crate) struct FilterArgs {
    /// Only things of this kind: photos, messages, notes, contacts … (`unstuck files kinds`
    /// lists them).
    #[arg(long, value_name = "KIND", value_parser = kind)]
    kind: Vec<&'static Kind>,

    /// Only this domain, such as HomeDomain.
    #[arg(long, value_name = "DOMAIN")]
    domain: Vec<String>,

    /// Only what this app keeps, by its bundle id or a part of it, such as whatsapp.
    #[arg(long, value_name = "APP")]
    app: Vec<String>,

    /// Only paths like this: `*` any letters but `/`, `**` any at all, `?` one letter. A
    /// pattern without `/` is held against the name alone.
    #[arg(long, value_name = "GLOB")]
    path: Vec<String>,

    /// Only files of at least this size: 500, 20KB, 1.5GB.
    #[arg(long, value_name = "SIZE", value_parser = size)]
    larger: Option<u64>,

    /// Only files of at most this size.
    #[arg(long, value_name = "SIZE", value_parser = size)]
    smaller: Option<u64>,

    /// Only what was changed at or after this: 2024-01-31, or 2024-01-31T12:00:00 (UTC).
    #[arg(long, value_name = "DATE", value_parser = date)]
    newer: Option<i64>,

    /// Only what was changed before this.
    #[arg(long, value_name = "DATE", value_parser = date)]
    older: Option<i64>,
}

/// The arguments, ready to be asked.
#[derive(Clone, Debug, Default)]
pub(crate) struct Filter {
    args: FilterArgs,
    apps: Vec<String>,
    names: GlobSet,
    paths: GlobSet,
    /// Text that must be in the path, in small letters.
    text: Option<String>,
}

impl FilterArgs {
    /// Things of one kind, or of all.
    pub(crate) fn of_kind(kind: Option<&'static Kind>) -> Self {
        Self { kind: kind.into_iter().collect(), ..Self::default() }
    }

    /// Whether nothing was given.
    pub(super) fn is_empty(&self) -> bool {
        let lists = self.kind.is_empty() && self.domain.is_empty() && self.app.is_empty();
        let sizes = self.larger.or(self.smaller).is_none();
        lists && sizes && self.path.is_empty() && self.newer.or(self.older).is_none()
    }

    /// Whether photos alone are meant.
    pub(super) fn photos_only(&self) -> bool {
        !self.kind.is_empty() && self.kind.iter().all(|kind| kind.name == "photos")
    }

    /// Makes a filter of it; `text` must be in the path, whatever its case.
    pub(crate) fn build(self, text: Option<&str>) -> Result<Filter, Report> {
        let (mut names, mut paths) = (GlobSetBuilder::new(), GlobSetBuilder::new());
        for pattern in &self.path {
            let mut glob = GlobBuilder::new(pattern);
            glob.literal_separator(true).case_insensitive(true).backslash_escape(true);
            let glob = glob.build().map_err(|error| bad(pattern, &error))?;
            let set = if pattern.contains('/') { &mut paths } else { &mut names };
            set.add(glob);
        }
        let build = |set: GlobSetBuilder| set.build().map_err(|error| bad("", &error));
        let apps = self.app.iter().map(|app| app.to_lowercase()).collect();
        let text = text.map(str::to_lowercase);
        Ok(Filter { apps, names: build(names)?, paths: build(paths)?, text, args: self })
    }
}

fn bad(pattern: &str, error: &globset::Error) -> Report {
    Report::new(code::USAGE, "The pattern cannot be understood.")
        .saw(format!("{pattern}: {error}"))
        .next("`*.jpg` finds names, `Media/DCIM/**` paths; put it in quotes.")
}

impl Filter {
    /// Whether it is meant.
    pub(crate) fn wants(&self, listed: &Listed<'_>) -> bool {
        let (args, domain, path) = (&self.args, listed.domain, listed.relative_path);
        let any = |empty: bool, found: bool| empty || found;
        any(args.domain.is_empty(), args.domain.iter().any(|name| name == domain))
            && any(args.kind.is_empty(), args.kind.iter().any(|kind| kind.holds(domain, path)))
            && any(self.apps.is_empty(), self.is_app(domain))
            && any(args.path.is_empty(), self.fits(path))
            && self.text.as_ref().is_none_or(|text| path.to_lowercase().contains(text))
            && self.by_record(listed)
    }

    fn is_app(&self, domain: &str) -> bool {
        let Some(app) = app_of(domain) else { return false };
        let app = app.to_lowercase();
        self.apps.iter().any(|wanted| app.contains(wanted))
    }

    fn fits(&self, path: &str) -> bool {
        let name = path.rsplit('/').next().unwrap_or(path);
        self.names.is_match(name) || self.paths.is_match(path)
    }

    fn by_record(&self, listed: &Listed<'_>) -> bool {
        let args = &self.args;
        if args.larger.or(args.smaller).is_none() && args.newer.or(args.older).is_none() {
            return true;
        }
        let Some(record) = listed.sound() else { return false };
        let (size, changed) = (record.content_bytes(), record.last_modified);
        let sized = args.larger.or(args.smaller).is_none()
            || listed.kind == Some(RecordKind::File)
                && args.larger.is_none_or(|least| size >= least)
                && args.smaller.is_none_or(|most| size <= most);
        sized
            && args.newer.is_none_or(|since| changed >= since)
            && args.older.is_none_or(|until| changed < until)
    }
}

fn kind(name: &str) -> Result<&'static Kind, String> {
    Kind::by_name(name).ok_or_else(|| {
        let names: Vec<&str> = KINDS.iter().map(|kind| kind.name).collect();
        format!("one of {}", names.join(", "))
    })
}

/// `500`, `20KB`, `1.5GB`: powers of ten, as sizes are shown.
pub(crate) fn size(text: &str) -> Result<u64, String> {
    let end = text.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(text.len());
    let (number, unit) = text.split_at(end);
    let factor = match unit.trim().to_ascii_uppercase().as_str() {
        "" | "B" => 1.0,
        "K" | "KB" => 1e3,
        "M" | "MB" => 1e6,
        "G" | "GB" => 1e9,
        "T" | "TB" => 1e12,
        _ => return Err("a number and B, KB, MB, GB or TB".into()),
    };
    let number: f64 = number.parse().map_err(|_| "a number, such as 20MB".to_owned())?;
    Ok((number * factor) as u64)
}

fn date(text: &str) -> Result<i64, String> {
    let day = format_description!("[year]-[month]-[day]");
    let moment = format_description!("[year]-[month]-[day]T[hour]:[minute]:[second]");
    let at = Date::parse(text, day).map(Date::midnight);
    let at = at.or_else(|_| PrimitiveDateTime::parse(text.trim_end_matches('Z'), moment));
    at.map(|at| at.assume_utc().unix_timestamp()).map_err(|_| "a date such as 2024-01-31".into())
}

/// `2024-01-31T12:00:00Z`.
pub(crate) fn shown(seconds: i64) -> String {
    let format = format_description!("[year]-[month]-[day]T[hour]:[minute]:[second]Z");
    let at = OffsetDateTime::from_unix_timestamp(seconds).unwrap_or(OffsetDateTime::UNIX_EPOCH);
    at.format(format).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use unstuck_manifest::{Record, file_id};

    use super::*;

    fn wants(args: FilterArgs, domain: &str, path: &str, size: u64) -> bool {
        let record = Record { size, last_modified: 1_600_000_000, ..Record::default() };
        let kind = Some(RecordKind::File);
        let id = file_id(domain, path);
        let listed = Listed { domain, relative_path: path, kind, id, record: Some(Ok(record)) };
        args.build(None).unwrap().wants(&listed)
    }

    #[test]
    fn different_conditions_are_and_and_the_same_are_or() {
        let path = |globs: &[&str]| FilterArgs {
            path: globs.iter().map(|glob| (*glob).to_owned()).collect(),
            ..FilterArgs::default()
        };
        assert!(wants(path(&["*.jpg", "*.heic"]), "D", "a/b/IMG.HEIC", 0));
        assert!(wants(path(&["Media/**"]), "D", "Media/DCIM/x", 0));
        assert!(!wants(path(&["Media/*"]), "D", "Media/DCIM/x", 0));
        let mut args = path(&["*.jpg"]);
        args.larger = Some(10);
        assert!(wants(args.clone(), "D", "x.jpg", 10) && !wants(args, "D", "x.jpg", 9));
        let app = FilterArgs { app: vec!["WhatsApp".into()], ..FilterArgs::default() };
        assert!(wants(app.clone(), "AppDomainGroup-group.net.whatsapp.shared", "x", 0));
        assert!(!wants(app, "HomeDomain", "whatsapp", 0));
        let newer = FilterArgs { newer: date("2020-09-13").ok(), ..FilterArgs::default() };
        assert!(wants(newer, "D", "x", 0));
        let newer = FilterArgs { newer: date("2020-09-14").ok(), ..FilterArgs::default() };
        assert!(!wants(newer, "D", "x", 0));
    }

    #[test]
    fn sizes_and_dates_are_read_as_they_are_written() {
        assert_eq!(size("20KB"), Ok(20_000));
        assert_eq!(size("1.5 gb"), Ok(1_500_000_000));
        assert!(size("many").is_err() && size("3 parsecs").is_err());
        assert_eq!(date("1970-01-02"), Ok(86_400));
        assert_eq!(date("1970-01-01T00:01:00Z"), Ok(60));
        assert!(date("yesterday").is_err());
        assert_eq!(shown(1_600_000_000), "2020-09-13T12:26:40Z");
    }
}
