//! Versions on a time line, by phone.

use std::fs::File;
use std::io::{Read, Seek, SeekFrom};
use std::path::Path as FsPath;

use askama::Template;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use serde_json::Value;
use unstuck_vault::version_time;

use super::super::ask::ask;
use super::super::html::{Shell, text};
use super::super::routes::{At, draw, words};
use super::version::more;
use super::{argument, place};
use crate::models::marketing_name;
use crate::time::{date_of, human_bytes, human_date};

/// Versions of a phone that are shown; the older ones are counted.
const SHOWN_MAX: usize = 60;

/// A version as it is shown.
pub(super) struct Version {
    pub(super) udid: String,
    pub(super) name: String,
    pub(super) day: String,
    pub(super) whose: String,
    pub(super) model: String,
    pub(super) system: String,
    /// `good`, `bad`, or `wait` for one that is not proven.
    pub(super) tone: &'static str,
    /// Day on which it was last read again, or made.
    pub(super) proven: String,
    pub(super) damaged: String,
    pub(super) size: String,
    /// Where it was taken in from; empty for our own.
    pub(super) adopted: String,
    /// Files that the iPhone could not give.
    pub(super) except: String,
    /// By cable or over Wi-Fi.
    pub(super) line: String,
}

impl Version {
    /// Reads the object of `versions list`.
    pub(super) fn read(object: &Value) -> Self {
        let about = |key: &str| text(&object["about"][key]);
        let name = text(&object["version"]);
        let model = about("product-type");
        Self {
            udid: text(&object["udid"]),
            day: version_time(&name).map_or_else(|| name.clone(), human_date),
            name,
            whose: about("name"),
            model: marketing_name(&model).map(str::to_owned).unwrap_or(model),
            system: about("system"),
            tone: match object["soundness"].as_str() {
                Some("proven") => "good",
                Some("damaged") => "bad",
                _ => "wait",
            },
            proven: date_of(&text(&object["proven"])),
            damaged: object["damaged_files"].as_u64().unwrap_or(0).to_string(),
            size: bytes_of(&text(&object["path"])).map(human_bytes).unwrap_or_default(),
            adopted: about("adopted"),
            except: about("except"),
            line: about("line"),
        }
    }
}

/// Bytes of a version, from the last line of its seal: `end FILES BYTES HASH`.
fn bytes_of(backup: &str) -> Option<u64> {
    const LINE_BYTES_MAX: u64 = 256;
    let mut seal = File::open(FsPath::new(backup).parent()?.join("seal")).ok()?;
    let length = seal.metadata().ok()?.len();
    seal.seek(SeekFrom::Start(length.saturating_sub(LINE_BYTES_MAX))).ok()?;
    let mut end = Vec::new();
    seal.take(LINE_BYTES_MAX).read_to_end(&mut end).ok()?;
    let end = String::from_utf8_lossy(&end);
    let mut parts = end.lines().last()?.strip_prefix("end ")?.split(' ');
    parts.nth(1)?.parse().ok()
}

/// The versions of a phone, newest first.
struct Line {
    udid: String,
    name: String,
    model: String,
    versions: Vec<Version>,
    /// How many are not shown; empty for none.
    older: String,
}

#[derive(Template)]
#[template(path = "backups.html")]
struct Backups {
    s: Shell,
    phones: Vec<Line>,
    there: bool,
    place: String,
    open: bool,
}

pub(super) async fn all(State(page): At, headers: HeaderMap) -> Response {
    let place = place(&page);
    let objects = ask(&page.base, &["versions", "list", "--in", &argument(&place)], None).await;
    let mut phones: Vec<Line> = Vec::new();
    // Each looks at its seal: disks are not waited for here.
    let read = tokio::task::spawn_blocking(move || {
        let found = objects.iter().filter(|object| object["type"] == "version");
        found.map(Version::read).collect::<Vec<_>>()
    });
    for version in read.await.unwrap_or_default() {
        match phones.iter_mut().find(|line| line.udid == version.udid) {
            Some(line) => line.versions.push(version),
            None => phones.push(Line {
                udid: version.udid.clone(),
                name: String::new(),
                model: String::new(),
                versions: vec![version],
                older: String::new(),
            }),
        }
    }
    for line in &mut phones {
        line.versions.reverse();
        let known = |of: fn(&Version) -> &String| {
            let mut all = line.versions.iter().map(of);
            all.find(|text| !text.is_empty()).cloned().unwrap_or_default()
        };
        (line.name, line.model) =
            (known(|version| &version.whose), known(|version| &version.model));
        line.older = more(line.versions.len(), SHOWN_MAX);
        line.versions.truncate(SHOWN_MAX);
    }
    draw(&Backups {
        s: Shell::new(&page, words(&headers), "backups"),
        phones,
        there: place.is_dir(),
        open: page.books.are_open(),
        place: argument(&place),
    })
}
