//! The backups that are kept: versions on a time line, what is in them, their files and photos,
//! and what can be done with them. Reading needs GET alone; whatever is begun or changed comes by
//! a form with the page's own secret.
//!
//! ```text
//! versions ─► version ─► files, photos ─► download, thumbs      (books: lists and keys)
//!     │          └─────► restore ──┐
//!     └► care, prune, adopt, undo ─┴─► run ─► hub: one at a time, shown on the first page
//! ```

pub(super) mod api;
mod books;
mod care;
mod compare;
mod download;
mod files;
mod index;
mod photos;
mod restore;
mod thumbs;
mod undo;
mod version;
mod versions;

use std::path::{Path as FsPath, PathBuf};
use std::sync::Arc;

use axum::Router;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use serde::Deserialize;
use unstuck_manifest::FolderName;
use unstuck_vault::{Layout, version_time};

pub(crate) use books::Books;

use super::Page;
use super::html::{Shell, Trouble};
use super::routes::{draw, foreign_form, trouble};
use crate::commands::versions::{Phone, Where};
use crate::report::Report;
use crate::time::human_date;
use crate::words::Words;

/// Routes below `/backups`.
pub(super) fn routes() -> Router<Arc<Page>> {
    Router::new()
        .route("/backups", get(versions::all))
        .route("/backups/lock", post(version::lock))
        .route("/backups/password", get(care::password).post(care::try_password))
        .route("/backups/scrub", get(care::scrub).post(care::begin_scrub))
        .route("/backups/adopt", get(care::adopt).post(care::begin_adopt))
        .route("/backups/journal", get(undo::journal))
        .route("/backups/undo", post(undo::undo))
        .route("/backups/{udid}/compare", get(compare::show))
        .route("/backups/{udid}/prune", get(care::prune).post(care::begin_prune))
        .route("/backups/{udid}/{version}", get(version::show))
        .route("/backups/{udid}/{version}/unlock", post(version::unlock))
        .route("/backups/{udid}/{version}/files", get(files::list))
        .route("/backups/{udid}/{version}/file/{id}", get(download::file))
        .route("/backups/{udid}/{version}/photos", get(photos::grid))
        .route("/backups/{udid}/{version}/thumb/{id}", get(thumbs::thumb))
        .route("/backups/{udid}/{version}/scrub", post(care::scrub_one))
        .route("/backups/{udid}/{version}/export", get(care::export).post(care::begin_export))
        .route("/backups/{udid}/{version}/restore", get(restore::form).post(restore::begin))
}

/// The folder that matters now: that of a simulated phone while one is chosen.
pub(super) fn place(page: &Page) -> PathBuf {
    let is_toy = page.hub.state().toy.is_some();
    page.base.place(is_toy).unwrap_or_default()
}

/// The versions of one phone, or of all.
fn phones(page: &Page, udid: Option<&str>) -> Result<Vec<Phone>, Report> {
    let place = Where { place: Some(place(page)), device: udid.map(str::to_owned) };
    place.phones()
}

/// A version that is asked for. Both names are held against what such names look like before
/// anything is looked for under them.
#[derive(Clone, Debug, Deserialize)]
pub(super) struct Which {
    udid: String,
    version: String,
}

impl Which {
    /// Its folder, in Apple's layout; none when it is not there, or not any more.
    fn folder(&self, page: &Page) -> Option<PathBuf> {
        let udid = FolderName::parse(&self.udid).filter(|name| name.archived.is_none())?;
        version_time(&self.version)?;
        let layout = Layout::new(&place(page), udid.udid);
        let folder = layout.version(&self.version).join(udid.udid);
        folder.is_dir().then_some(folder)
    }

    /// Its address.
    fn address(&self) -> String {
        format!("/backups/{}/{}", self.udid, self.version)
    }

    /// When it was made, for people.
    fn day(&self) -> String {
        version_time(&self.version).map_or_else(|| self.version.clone(), human_date)
    }
}

/// A version that was there is not there: what that means, and what is safe.
fn gone(page: &Page, w: &'static Words) -> Response {
    let s = Shell::new(page, w, "backups");
    let said = vec![w.line(&place(page).display().to_string())];
    let html = Trouble { s, headline: w.t("gone-title"), step: w.t("gone-step"), said };
    (StatusCode::NOT_FOUND, draw(&html)).into_response()
}

/// A form without more in it than its secret.
#[derive(Deserialize)]
struct Bare {
    csrf: String,
}

/// Whether a form is ours; else the answer.
fn ours(page: &Page, w: &'static Words, csrf: &str) -> Result<(), Box<Response>> {
    page.guard.is_ours(csrf).map_err(|_| Box::new(foreign_form(page, w)))
}

/// What comes after a run was begun: the first page, which shows it.
fn begun(page: &Page, w: &'static Words, begun: Result<(), Report>) -> Response {
    match begun {
        Ok(()) => Redirect::to("/").into_response(),
        Err(report) => trouble(page, w, &report),
    }
}

/// A path as an argument of a command.
fn argument(path: &FsPath) -> String {
    path.to_string_lossy().into_owned()
}
