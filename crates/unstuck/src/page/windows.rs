//! Windows that look on: each is told what changed, and all of one language are drawn once.

use std::collections::{BTreeMap, HashMap};
use std::convert::Infallible;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::sse::{Event, Sse};
use axum::response::{IntoResponse, Response};
use serde_json::Value;
use tokio::sync::watch;

use super::Page;
use super::html::{Parts, Shell};
use super::routes::{At, words};
use crate::words::Words;

/// Windows are told no more often.
const GAP: Duration = Duration::from_millis(250);
/// What was drawn so recently is shown to others as well.
const FRESH: Duration = Duration::from_millis(200);
/// Times go on by themselves, too.
const BEAT: Duration = Duration::from_secs(2);

/// The parts as they were drawn last, for each language.
#[derive(Default)]
pub(crate) struct Drawn(Mutex<BTreeMap<&'static str, Drawing>>);

struct Drawing {
    at: Instant,
    /// Changes that were known then.
    count: u64,
    parts: Arc<Parts>,
}

/// A window looks on: told when something changed, a few times a second at most, and only of
/// the parts that look different now.
pub(super) async fn events(State(page): At, headers: HeaderMap) -> Response {
    let looker = Looker { w: words(&headers), changes: page.hub.watch(), told: None, page };
    let stream = futures_util::stream::unfold(looker, |mut looker| async {
        let news = looker.news().await?;
        let event = Event::default().data(news.to_string());
        Some((Ok::<_, Infallible>(event), looker))
    });
    Sse::new(stream).into_response()
}

/// A window, and what it shows.
struct Looker {
    page: Arc<Page>,
    w: &'static Words,
    changes: watch::Receiver<u64>,
    told: Option<HashMap<&'static str, String>>,
}

impl Looker {
    /// Waits for a change; the parts it changed, by name. `None` when the page ends.
    async fn news(&mut self) -> Option<Value> {
        if self.told.is_some() {
            tokio::time::sleep(GAP).await;
            let wait = tokio::time::timeout(BEAT, self.changes.changed());
            if matches!(wait.await, Ok(Err(_))) {
                return None;
            }
        }
        let now = self.drawn();
        let told = self.told.get_or_insert_default();
        let mut news = serde_json::Map::new();
        let parts = now.parts.iter().map(|(name, html)| (*name, html));
        for (name, html) in parts.chain([("announce", &now.announced)]) {
            if told.get(name) != Some(html) {
                news.insert(name.to_owned(), html.clone().into());
                told.insert(name, html.clone());
            }
        }
        Some(news.into())
    }

    /// The parts as things stand, or stood a moment ago: then they are looked at again.
    fn drawn(&mut self) -> Arc<Parts> {
        let count = *self.changes.borrow_and_update();
        let drawn = &self.page.drawn.0;
        {
            let drawn = drawn.lock().unwrap_or_else(PoisonError::into_inner);
            if let Some(last) = drawn.get(self.w.tag).filter(|last| last.at.elapsed() < FRESH) {
                if last.count != count {
                    self.changes.mark_changed();
                }
                return Arc::clone(&last.parts);
            }
        }
        // Drawn without the lock: two that draw at once are no harm.
        let at = Instant::now();
        let parts = Arc::new(Parts::of(&self.page, &Shell::new(&self.page, self.w, "home")));
        let drawing = Drawing { at, count, parts: Arc::clone(&parts) };
        drawn.lock().unwrap_or_else(PoisonError::into_inner).insert(self.w.tag, drawing);
        parts
    }
}
