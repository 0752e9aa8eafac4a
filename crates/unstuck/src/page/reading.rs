//! Pages for reading: restart steps, methods, explanations. Each asks its command.

use std::collections::BTreeMap;

use askama::Template;
use axum::extract::{Path, Query, State};
use axum::http::HeaderMap;
use axum::response::Response;
use serde::Deserialize;
use serde_json::Value;

use super::ask::{ask, of_type};
use super::html::{Shell, text, texts};
use super::routes::{At, draw, lost, words};

/// Which device.
#[derive(Deserialize)]
pub(super) struct Wanted {
    model: Option<String>,
}

struct Guide {
    title: String,
    svg: String,
    steps: Vec<String>,
    after: String,
    fails: Vec<String>,
}

#[derive(Template)]
#[template(path = "restart.html")]
struct Restart {
    s: Shell,
    model: String,
    guide: Option<Guide>,
    trouble: String,
    families: Vec<(&'static str, &'static str)>,
}

/// Families as one tells them by looking.
const FAMILIES: [(&str, &str); 6] = [
    ("iphone-no-home", "iPhone without a home button"),
    ("iphone-8-se", "iPhone 8, SE (2nd and 3rd generation)"),
    ("iphone-7", "iPhone 7"),
    ("iphone-6", "iPhone 6 and older, SE (1st generation)"),
    ("ipad-no-home", "iPad without a home button"),
    ("ipad-home", "iPad with a home button"),
];

pub(super) async fn restart(
    State(page): At,
    headers: HeaderMap,
    Query(wanted): Query<Wanted>,
) -> Response {
    let model: String = wanted.model.unwrap_or_default().chars().take(100).collect();
    let is_name = !model.trim().is_empty() && !model.trim_start().starts_with('-');
    let objects = match is_name {
        true => ask(&page.base, &["restart-steps", "--", &model], None).await,
        false => vec![],
    };
    let guide = of_type(&objects, "restart_steps").map(|object| Guide {
        title: text(&object["title"]),
        // Drawn by us; nothing of the name that was asked for is in it.
        svg: text(&object["svg"]),
        steps: object["steps"].as_array().into_iter().flatten().map(|o| text(&o["text"])).collect(),
        after: text(&object["after"]),
        fails: texts(&object["if_it_fails"]),
    });
    let result = of_type(&objects, "result").map(|result| text(&result["headline"]));
    let choice = of_type(&objects, "restart_choice").map(|choice| text(&choice["text"]));
    draw(&Restart {
        s: Shell::new(&page, words(&headers), "restart"),
        guide,
        trouble: choice.or(result).unwrap_or_default(),
        model,
        families: FAMILIES.to_vec(),
    })
}

struct Method {
    name: String,
    best: bool,
    rows: Vec<(String, String)>,
}

#[derive(Template)]
#[template(path = "methods.html")]
struct Methods {
    s: Shell,
    why: String,
    methods: Vec<Method>,
}

pub(super) async fn methods(State(page): At, headers: HeaderMap) -> Response {
    let toy = page.hub.state().toy.as_ref().map(|toy| toy.address.clone());
    let objects = ask(&page.base, &["methods"], toy).await;
    let s = Shell::new(&page, words(&headers), "methods");
    let object = of_type(&objects, "methods").cloned().unwrap_or_default();
    let best = text(&object["recommended"]["method"]);
    let methods = object["methods"].as_array().into_iter().flatten().map(|method| {
        let rows = [
            ("best_for", s.w.t("methods-best")),
            ("contents", s.w.t("methods-contents")),
            ("limits", s.w.t("methods-limits")),
            ("proof", s.w.t("methods-proof")),
            ("unavailable", s.w.t("methods-not-now")),
        ];
        let rows = rows.into_iter().map(|(key, label)| (label, sentence(&method[key])));
        Method {
            name: text(&method["name"]),
            best: text(&method["id"]) == best,
            rows: rows.filter(|(_, text)| !text.is_empty()).collect(),
        }
    });
    let methods = methods.collect();
    draw(&Methods { why: text(&object["recommended"]["why"]), methods, s })
}

/// A text, or a list as one.
fn sentence(value: &Value) -> String {
    if value.is_array() { texts(value).join(" ") } else { text(value) }
}

#[derive(Template)]
#[template(path = "explain.html")]
struct Explain {
    s: Shell,
    pages: Vec<Vec<(&'static str, String)>>,
    groups: Vec<(String, Vec<String>)>,
}

pub(super) async fn explain(State(page): At, headers: HeaderMap) -> Response {
    let objects = ask(&page.base, &["explain"], None).await;
    let mut groups: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for object in &objects {
        groups.entry(text(&object["kind"])).or_default().push(text(&object["id"]));
    }
    let s = Shell::new(&page, words(&headers), "explain");
    draw(&Explain { s, pages: vec![], groups: groups.into_iter().collect() })
}

pub(super) async fn explain_one(
    State(page): At,
    headers: HeaderMap,
    Path(id): Path<String>,
) -> Response {
    let w = words(&headers);
    let objects = ask(&page.base, &["explain", "--", &id], None).await;
    let found = objects.iter().filter(|object| object["type"] == "page");
    let pages: Vec<_> = found.map(|object| lines(&text(&object["text"]))).collect();
    if pages.is_empty() {
        return lost(&page, w);
    }
    draw(&Explain { s: Shell::new(&page, w, "explain"), pages, groups: vec![] })
}

/// A page of the knowledge, by line: headings, items, paragraphs.
fn lines(page: &str) -> Vec<(&'static str, String)> {
    let mut all: Vec<(&'static str, String)> = Vec::new();
    let mut is_open = false;
    for line in page.lines() {
        let bare = line.trim();
        let plain = bare.trim_start_matches('#').trim().replace("**", "").replace('`', "");
        if bare.is_empty() {
            is_open = false;
        } else if bare.starts_with('#') {
            all.push(("h", plain));
            is_open = false;
        } else if bare.starts_with("- ") || bare.starts_with('|') {
            all.push(("li", plain));
            is_open = true;
        } else if let Some((_, last)) = all.last_mut().filter(|_| is_open) {
            last.push(' ');
            last.push_str(&plain);
        } else {
            all.push(("p", plain));
            is_open = true;
        }
    }
    all
}
