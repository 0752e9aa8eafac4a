use clap::Args;
use serde_json::json;
use unstuck_diagnosis as diagnosis;

use crate::report::{Report, code};
use crate::view::{View, read};
use crate::words::terminal;

/// Show what is known about a cause (host-disk-full), a rule (S001), a remedy (cable-port), an
/// error code (105, -54, 0xE8000065, mb:22) or a line of a log, with where it is known from.
#[derive(Debug, Args)]
pub(crate) struct ExplainArgs {
    /// What to explain. Without it, everything that has a page is listed.
    #[arg(allow_hyphen_values = true)]
    id: Option<String>,
}

pub(super) fn perform(args: &ExplainArgs, view: &mut dyn View) -> Result<u8, Report> {
    let Some(id) = &args.id else {
        list(view);
        return Ok(code::DONE);
    };
    let pages = diagnosis::explain(id);
    if pages.is_empty() {
        return Err(unknown(id));
    }
    let texts: Vec<String> = pages.iter().map(|page| read::page(page, terminal())).collect();
    let objects = pages.iter().map(|page| {
        json!({ "type": "page", "id": page.id, "kind": page.kind.word(), "text": page.text() })
    });
    view.answer(&texts.join("\n"), objects.collect());
    Ok(code::DONE)
}

fn list(view: &mut dyn View) {
    let ids = diagnosis::ids();
    let kinds = ids.iter().map(|(_, kind)| terminal().say(kind.word()));
    let rows = kinds.zip(&ids).map(|(kind, (id, _))| (kind, id.as_str()));
    let text = read::columns(&rows.collect::<Vec<_>>());
    let objects =
        ids.iter().map(|(id, kind)| json!({ "type": "id", "id": id, "kind": kind.word() }));
    view.answer(&text, objects.collect());
}

fn unknown(id: &str) -> Report {
    let report = Report::new(code::USAGE, format!("Nothing is known by the name {id:?}."));
    let similar = diagnosis::similar(id);
    let report = if similar.is_empty() {
        report
    } else {
        report.saw(format!("There is: {}.", similar.join(", ")))
    };
    report.next("See all that has a page with: unstuck explain")
}
