//! Runs of the page: the very same `rescue` as at the terminal, on a thread of its own, so that
//! neither a window nor a reload has anything to do with its life.

use std::sync::Arc;
use std::time::Duration;

use serde_json::Value;
use unstuck_link::deadline::Deadlines;
use unstuck_link::{MuxAddress, Muxer};
use unstuck_manifest::Password;
use unstuck_sim::Scenario;

use super::Page;
use super::ask::{Errand, ask, failure, of_type};
use super::html::text;
use super::hub::{Seen, Toy};
use super::job::Job;
use super::person::AtPage;
use crate::report::{Report, code};
use crate::simulated::{Simulated, scenario};
use crate::view::Sink;

/// What is begun.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum With<'a> {
    /// The phone at the cable.
    Phone,
    /// A simulated one that plays this scenario.
    Scenario(&'a str),
    /// Whatever the last run was about.
    Same,
}

/// Begins a run. A second one beside it is refused.
pub(super) fn start(page: &Arc<Page>, with: With<'_>) -> Result<(), Report> {
    let toy = match with {
        With::Phone => None,
        With::Same => page.hub.state().toy.clone(),
        // Only scenarios that are built in: the page reads no file for a name.
        With::Scenario(name) if Scenario::text(name).is_none() => {
            return Err(Report::new(code::USAGE, "There is no such simulated iPhone."));
        }
        With::Scenario(name) => {
            let Simulated { address, phone } = Simulated::start(&scenario(name, &quick())?)?;
            Some(Toy { name: name.to_owned(), address, phone })
        }
    };
    let place = page.base.place(toy.is_some());
    let place = place.map(|place| place.to_string_lossy().into_owned());
    let mut words = vec!["rescue"];
    words.extend(place.as_deref().into_iter().flat_map(|place| ["--to", place]));
    if let Some(parent) = place.as_deref().and_then(|place| std::path::Path::new(place).parent()) {
        let _ = std::fs::create_dir_all(parent);
    }
    launch(page, Job::Rescue, &words, toy, None)
}

/// Begins work on backups: a command, of which `words` are the arguments.
pub(super) fn work(
    page: &Arc<Page>,
    job: Job,
    words: &[&str],
    password: Option<Password>,
) -> Result<(), Report> {
    let toy = page.hub.state().toy.clone();
    launch(page, job, words, toy, password)
}

fn launch(
    page: &Arc<Page>,
    job: Job,
    words: &[&str],
    toy: Option<Toy>,
    password: Option<Password>,
) -> Result<(), Report> {
    let cli = page.base.line(words, toy.is_some())?;
    let Some(stop) = page.hub.begin(job, toy.clone()) else {
        return Err(Report::new(code::FAILED, "A run is under way already.")
            .next("Look at it, or stop it first."));
    };
    let hub = Arc::clone(&page.hub);
    let person = Arc::new(AtPage(Arc::clone(&hub)));
    let address = toy.as_ref().map(|toy| toy.address.clone());
    let sink: Sink = {
        let hub = Arc::clone(&hub);
        Arc::new(move |object: &Value| {
            if let Some(toy) = &toy {
                toy.feels(object);
            }
            hub.hear(object);
        })
    };
    let errand = Errand { cli, sink, person, address, password, stop };
    let page = Arc::clone(page);
    tokio::spawn(async move {
        let _ = look_safe(&page).await;
        let done = tokio::task::spawn_blocking(move || errand.carry_out()).await;
        if done.is_err() {
            // Even then the last good backup is out of its reach.
            hub.hear(&failure(&Report::new(code::FAILED, "Unstuck made a mistake and stopped.")));
        }
        hub.end();
        let _ = look_safe(&page).await;
    });
    Ok(())
}

/// Nobody who tries it out waits for a restart as long as with a real iPhone.
fn quick() -> [String; 1] {
    ["restart_s=4".to_owned()]
}

/// Finds the newest proven version: what is safe whatever happens.
pub(super) async fn look_safe(page: &Page) -> Option<()> {
    let is_toy = page.hub.state().toy.is_some();
    let place = page.base.place(is_toy)?;
    let place = place.to_string_lossy();
    let objects = ask(&page.base, &["versions", "list", "--in", &place], None).await;
    let proven = objects.iter().filter(|o| o["soundness"] == "proven");
    let newest = proven.max_by_key(|o| o["version"].as_str().map(str::to_owned));
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let safe = newest.map(|o| (text(&o["version"]), text(&o["proven"])));
    page.hub.change(|state| state.safe = safe);
    Some(())
}

/// How often the daemon is asked who is in reach.
const GAP: Duration = Duration::from_secs(1);

/// Notices by itself when a phone is plugged in.
pub(super) async fn watch_phones(page: Arc<Page>) {
    let _ = look_safe(&page).await;
    let Ok(address) = MuxAddress::from_environment() else { return };
    let muxer = Muxer::new(address, Deadlines::default());
    let mut turn = 0_u32;
    loop {
        let found = muxer.list().await.ok();
        let mut udids = found.map(|all| all.into_iter().map(|one| one.udid).collect::<Vec<_>>());
        if let Some(udids) = &mut udids {
            udids.sort_unstable();
            udids.dedup();
        }
        let (is_new, is_known) = {
            let state = page.hub.state();
            (state.phones != udids, state.seen.as_ref().is_some_and(|seen| seen.trust == "trusted"))
        };
        let one = udids.as_ref().is_some_and(|udids| udids.len() == 1);
        if is_new {
            page.hub.change(|state| {
                state.phones = udids;
                state.seen = None;
            });
        }
        // A run asks it everything itself, and a phone that is known stays who it is.
        let is_running = page.hub.state().is_running;
        if one && !is_running && (is_new || !is_known && turn.is_multiple_of(4)) {
            look_who(&page).await;
        }
        turn += 1;
        tokio::time::sleep(GAP).await;
    }
}

/// Looks who is plugged in, so that the first screen shows this phone.
async fn look_who(page: &Page) {
    let objects = ask(&page.base, &["devices"], None).await;
    let seen = of_type(&objects, "device").map(|object| Seen {
        name: text(&object["name"]),
        model: text(&object["model"]),
        trust: text(&object["trust"]),
    });
    let is_new = page.hub.state().seen != seen;
    if is_new && seen.is_some() {
        page.hub.change(|state| state.seen = seen);
    }
}
