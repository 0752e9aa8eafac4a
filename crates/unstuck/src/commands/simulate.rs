use clap::Args;
use serde_json::json;
use tokio::sync::broadcast::error::RecvError;
use tokio::sync::{broadcast, mpsc};
use unstuck_sim::Scenario;
use unstuck_sim::content::{Kind, PhoneFile};
use unstuck_sim::phone::{PhoneEvent, Restored, SharedPhone};
use unstuck_sim::serve::{Address, Server};

use crate::interrupt::Interrupts;
use crate::report::{Report, code};
use crate::simulated::scenario;
use crate::time::{counted, unix_now};
use crate::view::View;

/// Serve simulated iPhones on a usbmux socket, for any program that honours
/// USBMUXD_SOCKET_ADDRESS. Runs until it is interrupted.
#[derive(Debug, Args)]
pub(crate) struct SimulateArgs {
    /// Where to listen: 127.0.0.1:PORT (0 takes a free one) or UNIX:/path.
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1:27015")]
    listen: String,

    /// What the phone is like: a name from --list, or a file ending in .toml.
    #[arg(long, value_name = "NAME|FILE", default_value = "healthy")]
    scenario: String,

    /// Replace one value of the scenario, for example content.changed_permille=20.
    #[arg(long, value_name = "KEY=VALUE")]
    set: Vec<String>,

    /// List the scenarios and end.
    #[arg(long)]
    list: bool,

    /// List what the phone holds, with --json each file with its BLAKE3 hash, and end.
    #[arg(long)]
    contents: bool,
}

pub(super) async fn perform(
    args: &SimulateArgs,
    view: &mut dyn View,
    mut interrupts: Interrupts,
    mdns_port: u16,
) -> Result<u8, Report> {
    if args.list {
        list(view);
        return Ok(code::DONE);
    }
    let scenario = scenario(&args.scenario, &args.set)?;
    if args.contents {
        contents(&scenario, view);
        return Ok(code::DONE);
    }
    let address: Address =
        args.listen.parse().map_err(|fault| Report::new(code::USAGE, format!("{fault}.")))?;
    let server = Server::new(&scenario, unix_now());
    let _announcing = match scenario.announced {
        true => Some(server.announce(mdns_port).await.map_err(failed)?),
        false => None,
    };
    let phones: Vec<String> =
        server.phones().iter().map(|phone| phone.lock().identity.udid.clone()).collect();
    let (tell, mut told) = mpsc::unbounded_channel();
    let listening = tell.clone();
    let ready = move |address: &Address| {
        let _ = listening.send(Happening::Listening(address.to_string()));
    };
    for (number, udid) in phones.iter().enumerate() {
        tokio::spawn(watch(server.events(number), udid.clone(), tell.clone()));
    }
    let serving = server.listen(&address, ready);
    tokio::pin!(serving);
    loop {
        tokio::select! {
            served = &mut serving => return served.map_err(failed).map(|()| code::DONE),
            () = interrupts.next() => return Ok(code::DONE),
            Some(happening) = told.recv() => match happening {
                Happening::Listening(address) => tell_address(&scenario, &address, &phones, view),
                Happening::Restored(udid, restored) => tell_restored(&udid, &restored, view),
            },
        }
    }
}

/// What is worth a line.
enum Happening {
    Listening(String),
    Restored(String, Box<Restored>),
}

/// Passes on that a phone was restored.
async fn watch(
    mut events: broadcast::Receiver<PhoneEvent>,
    udid: String,
    tell: mpsc::UnboundedSender<Happening>,
) {
    loop {
        match events.recv().await {
            Ok(PhoneEvent::Restored(restored)) => {
                let _ = tell.send(Happening::Restored(udid.clone(), restored));
            }
            Ok(_) | Err(RecvError::Lagged(_)) => {}
            Err(RecvError::Closed) => return,
        }
    }
}

fn tell_address(scenario: &Scenario, address: &str, phones: &[String], view: &mut dyn View) {
    let text = format!(
        "Simulated: {} at {address}\n  {}\nUse it with: USBMUXD_SOCKET_ADDRESS={address}",
        scenario.name,
        phones.join("\n  ")
    );
    let object = json!({
        "type": "simulated",
        "scenario": scenario.name,
        "address": address,
        "phones": phones,
    });
    view.say(&text, Some(object));
}

/// What a phone says of a restore it took to its end: every byte held against what it knows.
fn tell_restored(udid: &str, restored: &Restored, view: &mut dyn View) {
    let known = match restored.generation {
        Some(generation) => {
            format!("as it was after {}", counted(u64::from(generation), "backup", "backups"))
        }
        None => "content it never had itself".to_owned(),
    };
    let judged = match restored.fault_count {
        0 => "every byte as expected".to_owned(),
        count => {
            let count = counted(count, "thing", "things");
            format!("{count} not as expected: {}", restored.faults.join("; "))
        }
    };
    let files = counted(restored.files, "file", "files");
    let text = format!("Restored: {udid}, {files}, {known}, {judged}");
    let object = json!({
        "type": "restored",
        "udid": udid,
        "source": restored.source,
        "encrypted": restored.encrypted,
        "files": restored.files,
        "bytes": restored.bytes,
        "folders": restored.folders,
        "links": restored.links,
        "generation": restored.generation,
        "left_out": restored.left_out,
        "as_expected": restored.is_as_expected(),
        "faults": restored.faults,
        "options": restored.options,
        "apps_bytes": restored.apps_bytes,
    });
    view.say(&text, Some(object));
}

fn failed(error: std::io::Error) -> Report {
    Report::new(code::FAILED, "The simulated iPhone cannot be served.")
        .saw(error.to_string())
        .next("Choose another address with --listen.")
}

fn list(view: &mut dyn View) {
    let scenarios: Vec<Scenario> =
        Scenario::names().filter_map(|name| Scenario::named(name).ok()).collect();
    let width = scenarios.iter().map(|scenario| scenario.name.len()).max().unwrap_or(0);
    let lines = scenarios.iter().map(|s| format!("{:width$}  {}\n", s.name, s.about));
    let text: String = lines.collect();
    let objects = scenarios
        .iter()
        .map(|s| json!({ "type": "scenario", "name": s.name, "about": s.about }))
        .collect();
    view.answer(&text, objects);
}

/// What the phone holds, for whoever wants to compare a backup with it.
fn contents(scenario: &Scenario, view: &mut dyn View) {
    for number in 0..scenario.phones.max(1) {
        let phone = SharedPhone::new(scenario, number);
        let content = phone.lock().content.clone();
        let udid = phone.lock().identity.udid.clone();
        for file in content.files() {
            let object = json!({
                "type": "content",
                "udid": udid,
                "domain": file.domain,
                "path": file.path,
                "kind": kind_word(&file.kind),
                "bytes": file.bytes,
                "modified": file.modified,
                "blake3": (file.kind == Kind::File).then(|| digest(&file)),
            });
            view.answer(&format!("{} {}\n", file.domain, file.path), vec![object]);
        }
    }
}

fn kind_word(kind: &Kind) -> &'static str {
    match kind {
        Kind::File => "file",
        Kind::Folder => "folder",
        Kind::Link(_) => "link",
    }
}

fn digest(file: &PhoneFile) -> String {
    let mut hasher = blake3::Hasher::new();
    let mut buffer = vec![0; 64 * 1024];
    let mut at = 0;
    while at < file.bytes {
        let len = usize::try_from(file.bytes - at).unwrap_or(usize::MAX).min(buffer.len());
        file.fill(at, &mut buffer[..len]);
        hasher.update(&buffer[..len]);
        at += len as u64;
    }
    hasher.finalize().to_hex().to_string()
}
