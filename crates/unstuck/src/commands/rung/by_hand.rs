//! Finishing a run by hand that was cut off when all of its files had come: on a copy, without
//! the phone. What holds becomes a version; the working tree stays as it is.

use std::sync::Arc;

use serde_json::json;
use unstuck_diagnosis::climb::Settled;
use unstuck_manifest::{Unlock, Verdict};
use unstuck_vault::disk::remove_all;
use unstuck_vault::keep::{finish, plan_finish};
use unstuck_vault::{Disk, Layout, RealDisk, lock};

use crate::acts::journal::Undo;
use crate::acts::{Came, Deed, On};
use crate::commands::Context;
use crate::commands::local::Local;
use crate::commands::source::Source;
use crate::commands::versions::take_in;
use crate::place;
use crate::view::{Unit, Working};

/// Its id.
pub(in crate::commands) const ID: &str = "finish-by-hand";

/// Whether the last run of this phone can be finished so.
pub(in crate::commands) fn is_possible(on: On<'_>, simulated: bool) -> bool {
    let layout = layout(on, simulated);
    layout.is_some_and(|layout| {
        matches!(plan_finish(&RealDisk, &layout.working_backup()), Ok(Some(_)))
    })
}

fn layout(on: On<'_>, simulated: bool) -> Option<Layout> {
    let folder = place::folder(on.to, simulated)?;
    Some(Layout::new(&folder, on.udid?))
}

/// Finishes it, and makes a version of what holds.
pub(in crate::commands) async fn carry_out(on: On<'_>, context: &mut Context<'_>) -> Came {
    let unable = |why: String| Came::from(Settled::Unable(why));
    let Some(layout) = layout(on, context.simulated) else {
        return unable("it is not known which iPhone it is".to_owned());
    };
    let _lock = match lock(&RealDisk, &layout) {
        Ok(Some(lock)) => lock,
        Ok(None) => return unable("a backup of this iPhone is being made".to_owned()),
        Err(error) => return unable(error.to_string()),
    };
    let working = layout.working_backup();
    if !is_possible(on, context.simulated) {
        return unable("no run of this iPhone was cut off with all of its files here".to_owned());
    }
    let source = Source::at(working.clone());
    let password = match &context.password {
        Some(password) => Some(password.clone()),
        None => source.password_if_any().await.ok().flatten(),
    };
    let text = "The cut-off run was not touched; the version that was made of it can go with \
                unstuck versions prune.";
    let undo = Undo::ByHand { text: text.to_owned() };
    let before = json!({ "backup": working });
    let deed = match Deed::plan(context, ID, on.udid, before, undo) {
        Ok(deed) => deed,
        Err(came) => return came,
    };
    let mut local = Local { view: &mut *context.view, interrupts: context.interrupts.clone() };
    let done = local.carry_out(move |teller| {
        let disk: Arc<dyn Disk> = Arc::new(RealDisk);
        let folder = layout.root().join("by-hand");
        let copy = folder.join(layout.udid());
        let words = |error: unstuck_vault::StoreError| error.to_string();
        remove_all(&*disk, &folder).map_err(|error| error.to_string())?;
        std::fs::create_dir_all(&folder).map_err(|error| error.to_string())?;
        let unlock = password.as_ref().map_or(Unlock::Nothing, Unlock::Password);
        let (what, unit) = ("copying", Unit::Bytes);
        let tell = &mut |done| teller.working(Working { what, done, total: None, unit });
        let made =
            finish(&disk, &working, &copy, unlock, tell).map_err(words).and_then(|made| match made
                .report
                .verdict
            {
                Verdict::Complete | Verdict::Unproven { files: 0 } => {
                    take_in(&Source::at(copy), &layout, password.as_ref(), teller)
                }
                verdict => Err(verdict.to_string()),
            });
        // The copy is ours; the version is another.
        let _ = remove_all(&*disk, &folder);
        made.map(|version| {
            let path = layout.version(&version).join(layout.udid());
            json!({ "version": version, "path": path })
        })
    });
    match done.await {
        Ok(Ok(after)) => deed.done(after, None),
        Ok(Err(why)) => deed.unable(why),
        Err(report) => deed.unable(report.headline),
    }
}
