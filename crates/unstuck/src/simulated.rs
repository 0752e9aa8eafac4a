//! An embedded simulated iPhone: the same server that `unstuck simulate` runs, in a thread of
//! this process, reached through a socket like any other.

use std::sync::mpsc;
use std::thread;

use unstuck_link::MuxAddress;
use unstuck_sim::Scenario;
use unstuck_sim::phone::SharedPhone;
use unstuck_sim::serve::{Address, Server};

use crate::report::{Report, code};
use crate::time::unix_now;

/// A server that ends with the process.
pub(crate) struct Simulated {
    /// Where it is found.
    pub(crate) address: MuxAddress,
    /// Its first phone.
    pub(crate) phone: SharedPhone,
}

/// Reads a scenario by its name, or from a file.
pub(crate) fn scenario(name: &str, set: &[String]) -> Result<Scenario, Report> {
    let unusable = |text: String| {
        Report::new(code::USAGE, text).next("See all scenarios with: unstuck simulate --list")
    };
    let text = match Scenario::text(name) {
        Some(text) => text.to_owned(),
        None if name.ends_with(".toml") => std::fs::read_to_string(name)
            .map_err(|error| unusable(format!("{name} cannot be read: {error}.")))?,
        None => return Err(unusable(format!("There is no scenario {name:?}."))),
    };
    Scenario::parse_with(name, &text, set).map_err(|fault| unusable(fault.to_string()))
}

impl Simulated {
    /// Starts a server for a scenario on a free port of this computer.
    pub(crate) fn start(scenario: &Scenario) -> Result<Self, Report> {
        let failed = |text: String| {
            Report::new(code::FAILED, "The simulated iPhone did not start.").saw(text)
        };
        let scenario = scenario.clone();
        let (sender, receiver) = mpsc::channel();
        thread::Builder::new()
            .name("simulated iPhone".into())
            .spawn(move || serve(&scenario, &sender))
            .map_err(|error| failed(error.to_string()))?;
        match receiver.recv() {
            Ok(Ok((address, phone))) => Ok(Self { address: MuxAddress::Tcp(address), phone }),
            Ok(Err(text)) => Err(failed(text)),
            Err(_) => Err(failed("it ended at once".into())),
        }
    }
}

/// Where it listens and its first phone, or why it did not start.
type Ready = Result<(String, SharedPhone), String>;

fn serve(scenario: &Scenario, ready: &mpsc::Sender<Ready>) {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    let served = match runtime {
        Ok(runtime) => runtime.block_on(async {
            let server = Server::new(scenario, unix_now());
            let any_port = Address::Tcp(([127, 0, 0, 1], 0).into());
            let phone = server.phones().swap_remove(0);
            let tell = |address: &Address| {
                let _ = ready.send(Ok((address.to_string(), phone)));
            };
            server.listen(&any_port, tell).await
        }),
        Err(error) => Err(error),
    };
    if let Err(error) = served {
        let _ = ready.send(Err(error.to_string()));
    }
}
