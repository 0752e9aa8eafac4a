//! Cable and port: what the bus says of the phone, what the kernel met with it, and whether the
//! service for iPhones knows it too.

mod kernel;
mod service;

use std::time::Duration;

use unstuck_link::Muxer;

use crate::here::Here;
use crate::probe::{Failure, Probe};
use crate::recorder::Recorder;
use crate::system::{self, BusPhone};

/// Reading the bus takes milliseconds on Linux, up to two seconds on Windows.
const BUS_TIME_MAX: Duration = Duration::from_secs(8);
/// The service answers within milliseconds (docs/protocol.md 8 allows it five seconds).
const SERVICE_TIME_MAX: Duration = Duration::from_secs(5);

/// Everything between phone and computer.
pub fn probes(here: &Here, muxer: &Muxer) -> Vec<Probe> {
    let (bus_here, log_here, muxer) = (here.clone(), here.clone(), muxer.clone());
    vec![
        Probe::blocking("usb_bus", BUS_TIME_MAX, move |out| bus(&bus_here, out)),
        Probe::blocking("kernel_log", BUS_TIME_MAX, move |out| kernel::read(&log_here, out)),
        Probe::new("service", SERVICE_TIME_MAX, move |out| service::ask(muxer, out)),
    ]
}

fn bus(here: &Here, out: &Recorder) -> Result<(), Failure> {
    let system = system::of(here);
    if let Some(runs) = system.service_runs(here) {
        out.fact("here.service_runs", runs);
    }
    let phones = system.phones(here)?;
    out.fact("here.bus_phones", phones.len() as u64);
    // The worst of several is told: which of them is meant nobody knows yet.
    let slowest = phones.iter().filter_map(|phone| phone.mbit).reduce(f64::min);
    if let Some(mbit) = slowest {
        out.fact("here.usb_mbit", mbit);
    }
    if let Some(hubs) = phones.iter().map(|phone| phone.hubs).max() {
        out.fact("here.hubs_between", hubs);
    }
    let data: Vec<bool> = phones.iter().filter_map(|phone| phone.data).collect();
    if !data.is_empty() {
        out.fact("here.bus_data", !data.contains(&false));
    }
    let recovering =
        |phone: &BusPhone| phone.product.is_some_and(|product| !matches!(product, 0x1290..=0x12af));
    if phones.iter().any(recovering) {
        out.fact("here.bus_recovery", true);
    }
    if let Some(trouble) = phones.into_iter().find_map(|phone| phone.trouble) {
        out.fact("here.driver_says", trouble);
    }
    Ok(())
}
