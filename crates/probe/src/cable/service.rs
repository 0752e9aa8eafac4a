//! The computer's service for iPhones: there, alive, answering, and which phones it knows.

use std::io::ErrorKind;
use std::time::Instant;

use unstuck_link::mux::Transport;
use unstuck_link::{Fault, Muxer};

use crate::probe::Failure;
use crate::recorder::Recorder;

/// Asks it for the phones it knows.
pub(super) async fn ask(muxer: Muxer, out: Recorder) -> Result<(), Failure> {
    let begun = Instant::now();
    let listed = muxer.list().await;
    let state = match &listed {
        Ok(_) => "answers",
        Err(error) => match &error.fault {
            Fault::NoDaemon { source, .. } => match source.kind() {
                ErrorKind::PermissionDenied => "refused",
                ErrorKind::NotFound | ErrorKind::ConnectionRefused => "absent",
                _ => "unreachable",
            },
            Fault::Timeout { .. } => "silent",
            _ => "confused",
        },
    };
    out.fact("here.service", state);
    let Ok(phones) = listed else { return Ok(()) };
    out.fact("here.service_ms", (begun.elapsed().as_secs_f64() * 1000.0).round());
    let wired = phones.iter().filter_map(|phone| match phone.transport {
        Transport::Usb { bits_per_second } => Some(bits_per_second),
        Transport::Network => None,
    });
    let wired: Vec<Option<u64>> = wired.collect();
    out.fact("here.service_phones", wired.len() as u64);
    out.fact("here.service_phones_wifi", (phones.len() - wired.len()) as u64);
    if let Some(slowest) = wired.into_iter().flatten().min() {
        out.fact("here.service_mbit", slowest as f64 / 1e6);
    }
    Ok(())
}
