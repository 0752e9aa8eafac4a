//! Pages for reading: restart steps, methods, explanations. Each asks its command.

use std::collections::BTreeMap;

use askama::Template;
use axum::extract::{Path, Query, State};
use axum::http::HeaderMap;
use axum::response::Response;
use serde::Deserialize;
use serde_json::Value;
use unstuck_diagnosis::{Page as Known, PartKind};

use super::ask::{ask, of_type};
use super::html::{Shell, text, texts};
use super::routes::{At, draw, lost, words};
use crate::words::{Line, Words};

/// Which device.
#[derive(Deserialize)]
pub(super) struct Wanted {
    model: Option<String>,
}

struct Guide {
    title: Line,
    svg: String,
    steps: Vec<Line>,
    after: Line,
    fails: Vec<Line>,
}

#[derive(Template)]
#[template(path = "restart.html")]
struct Restart {
    s: Shell,
    model: String,
    guide: Option<Guide>,
    trouble: Line,
    families: Vec<(&'static str, Line)>,
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
    let w = words(&headers);
    let line = |value: &Value| w.line(&text(value));
    let guide = of_type(&objects, "restart_steps").map(|object| Guide {
        title: line(&object["title"]),
        // Drawn by us; nothing of the name that was asked for is in it.
        svg: text(&object["svg"]),
        steps: object["steps"].as_array().into_iter().flatten().map(|o| line(&o["text"])).collect(),
        after: line(&object["after"]),
        fails: object["if_it_fails"].as_array().into_iter().flatten().map(line).collect(),
    });
    let result = of_type(&objects, "result").map(|result| text(&result["headline"]));
    let choice = of_type(&objects, "restart_choice").map(|choice| text(&choice["text"]));
    draw(&Restart {
        s: Shell::new(&page, w, "restart"),
        guide,
        trouble: w.line(&choice.or(result).unwrap_or_default()),
        model,
        families: FAMILIES.into_iter().map(|(id, name)| (id, w.line(name))).collect(),
    })
}

struct Method {
    name: Line,
    best: bool,
    rows: Vec<(String, Line)>,
}

#[derive(Template)]
#[template(path = "methods.html")]
struct Methods {
    s: Shell,
    take: Line,
    why: Line,
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
        let rows = rows.into_iter().map(|(key, label)| (label, s.w.line(&sentence(&method[key]))));
        Method {
            name: s.w.line(&text(&method["name"])),
            best: text(&method["id"]) == best,
            rows: rows.filter(|(_, line)| !line.text.is_empty()).collect(),
        }
    });
    let methods: Vec<Method> = methods.collect();
    let take = object["methods"].as_array().into_iter().flatten();
    let take =
        take.filter(|method| text(&method["id"]) == best).map(|method| text(&method["name"]));
    let take = take.map(|name| s.w.line(&format!("Take: {name}"))).next().unwrap_or_default();
    draw(&Methods { take, why: s.w.line(&text(&object["recommended"]["why"])), methods, s })
}

/// A text, or a list as one.
fn sentence(value: &Value) -> String {
    if value.is_array() { texts(value).join(" ") } else { text(value) }
}

#[derive(Template)]
#[template(path = "explain.html")]
struct Explain {
    s: Shell,
    pages: Vec<Vec<(&'static str, Line)>>,
    groups: Vec<(Line, Vec<String>)>,
}

pub(super) async fn explain(State(page): At, headers: HeaderMap) -> Response {
    let objects = ask(&page.base, &["explain"], None).await;
    let mut groups: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for object in &objects {
        groups.entry(text(&object["kind"])).or_default().push(text(&object["id"]));
    }
    let s = Shell::new(&page, words(&headers), "explain");
    let groups = groups.into_iter().map(|(kind, ids)| (s.w.line(&kind), ids)).collect();
    draw(&Explain { s, pages: vec![], groups })
}

pub(super) async fn explain_one(
    State(page): At,
    headers: HeaderMap,
    Path(id): Path<String>,
) -> Response {
    let w = words(&headers);
    // Known beforehand: nothing has to be asked of a command.
    let found = unstuck_diagnosis::explain(&id);
    if found.is_empty() {
        return lost(&page, w);
    }
    let pages = found.iter().map(|page| parts(page, w)).collect();
    draw(&Explain { s: Shell::new(&page, w, "explain"), pages, groups: vec![] })
}

/// A page of the knowledge: headings, items, paragraphs.
fn parts(page: &Known, w: &Words) -> Vec<(&'static str, Line)> {
    let parts = page.parts.iter().map(|part| {
        let kind = match part.kind {
            PartKind::Title | PartKind::Heading => "h",
            PartKind::Item => "li",
            PartKind::Paragraph | PartKind::Example | PartKind::Source => "p",
        };
        let line = w.part(part.kind, &part.line());
        let text = line.text.replace("**", "").replace('`', "");
        (kind, Line { text, ..line })
    });
    parts.collect()
}
