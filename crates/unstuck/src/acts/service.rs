//! The service of this computer that speaks to phones, restarted.

use std::process::Stdio;
use std::time::Duration;

use serde_json::json;
use tokio::process::Command;
use tokio::time::{Instant, sleep, timeout};

use super::deed::Deed;
use super::journal::Undo;
use super::{Came, unable};
use crate::commands::Context;

/// A service that takes longer to restart hangs.
const LIMIT: Duration = Duration::from_secs(30);
/// After it, phones need a moment to be found again.
const SETTLES: Duration = Duration::from_secs(3);
/// It answers within this, or the restart did not help.
const ANSWERS_WITHIN: Duration = Duration::from_secs(20);
/// How often it is asked.
const ASK: Duration = Duration::from_millis(300);

/// The command that restarts it, without asking for a password.
#[cfg(target_os = "linux")]
const COMMAND: &[&str] = &["systemctl", "--no-ask-password", "restart", "usbmuxd"];
#[cfg(target_os = "macos")]
const COMMAND: &[&str] = &["killall", "AMPDevicesAgent", "AMPDeviceDiscoveryAgent"];
#[cfg(windows)]
const COMMAND: &[&str] = &[
    "powershell",
    "-NoProfile",
    "-Command",
    "Restart-Service -Name 'Apple Mobile Device Service' -ErrorAction Stop",
];
#[cfg(not(any(target_os = "linux", target_os = "macos", windows)))]
const COMMAND: &[&str] = &["false"];

/// Restarts it. A service that was chosen by its address is somebody else's, unless the one who
/// chose it also said what restarts it.
pub(super) async fn restart(context: &mut Context<'_>) -> Came {
    let own = context.supervisor.clone();
    let chosen = context.simulated || std::env::var_os("USBMUXD_SOCKET_ADDRESS").is_some();
    if chosen && own.is_none() {
        return unable(
            "the service in use was chosen by its address and is not this computer's own",
        );
    }
    let answered = answers(context).await;
    let text = "A restart of the service leaves nothing to take back.".to_owned();
    let before = json!({ "answers": answered });
    let undo = Undo::ByHand { text };
    let deed = match Deed::plan(context, "restart-host-service", None, before, undo) {
        Ok(deed) => deed,
        Err(came) => return came,
    };
    let mut command = match &own {
        Some(program) => Command::new(program),
        None => {
            let mut command = Command::new(COMMAND[0]);
            command.args(&COMMAND[1..]);
            command
        }
    };
    if let Err(why) = run(&mut command).await {
        return deed.unable(why);
    }
    let end = Instant::now() + ANSWERS_WITHIN.mul_f64(context.patience);
    while !answers(context).await {
        if Instant::now() >= end {
            return deed.unable("it was restarted and does not answer");
        }
        sleep(ASK).await;
    }
    if own.is_none() {
        sleep(SETTLES).await;
    }
    deed.done(json!({ "answers": true, "restarted": true }), None)
}

async fn answers(context: &Context<'_>) -> bool {
    context.muxer.list().await.is_ok()
}

/// Runs the command to its end; what it says goes nowhere but into the reason.
async fn run(command: &mut Command) -> Result<(), String> {
    command.stdin(Stdio::null()).stdout(Stdio::null()).kill_on_drop(true);
    let program = command.as_std().get_program().to_string_lossy().into_owned();
    match timeout(LIMIT, command.output()).await {
        Ok(Ok(output)) if output.status.success() => Ok(()),
        Ok(Ok(output)) => {
            let said = String::from_utf8_lossy(&output.stderr);
            let said = said.lines().next().unwrap_or("it gave no reason").trim();
            Err(format!("the system did not allow it: {said}"))
        }
        Ok(Err(error)) => Err(format!("{program} cannot be run: {error}")),
        Err(_) => Err("the service did not restart within 30 s".to_owned()),
    }
}
