//! The service of this computer that speaks to phones, restarted.

use std::process::Stdio;
use std::time::Duration;

use tokio::process::Command;
use tokio::time::{sleep, timeout};
use unstuck_diagnosis::climb::Settled;

use crate::commands::Context;

/// A service that takes longer to restart hangs.
const LIMIT: Duration = Duration::from_secs(30);
/// After it, phones need a moment to be found again.
const SETTLES: Duration = Duration::from_secs(3);

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

/// Restarts it. A service that was chosen by its address is somebody else's.
pub(super) async fn restart(context: &Context<'_>) -> Settled {
    if context.simulated || std::env::var_os("USBMUXD_SOCKET_ADDRESS").is_some() {
        let why = "the service in use was chosen by its address and is not this computer's own";
        return Settled::Unable(why.to_owned());
    }
    let mut command = Command::new(COMMAND[0]);
    command.args(&COMMAND[1..]).stdin(Stdio::null()).kill_on_drop(true);
    match timeout(LIMIT, command.output()).await {
        Ok(Ok(output)) if output.status.success() => {
            sleep(SETTLES).await;
            Settled::Done
        }
        Ok(Ok(output)) => {
            let said = String::from_utf8_lossy(&output.stderr);
            let said = said.lines().next().unwrap_or("it gave no reason").trim();
            Settled::Unable(format!("the system did not allow it: {said}"))
        }
        Ok(Err(error)) => Settled::Unable(format!("{} cannot be run: {error}", COMMAND[0])),
        Err(_) => Settled::Unable("the service did not restart within 30 s".to_owned()),
    }
}
