//! iPhones that announce themselves on the local network (docs/protocol.md 7, Wi-Fi).
//!
//! macOS and Windows have daemons that find them; Debian's usbmuxd does not. An announcement is
//! a claim and proves nothing: who a phone is shows when its session opens with the pair record
//! this computer has of it ([`Muxer::look_around`](crate::Muxer::look_around)).

use std::net::{SocketAddr, SocketAddrV4, SocketAddrV6};
use std::time::Duration;

use mdns_sd::{ResolvedService, ScopedIp, ServiceDaemon, ServiceEvent};
use tokio::net::TcpStream;

use crate::error::Fault;
use crate::lockdown::PORT;
use crate::stream::Stream;

/// Port of multicast DNS.
pub const MDNS_PORT: u16 = 5353;
/// What phones announce.
const SERVICE: &str = "_apple-mobdev2._tcp.local.";
/// Nobody has more phones, and a flood of announcements must end.
const ANNOUNCED_MAX: usize = 64;
/// Numbers of phones the daemon does not know; its own are small.
const FIRST_ID: u32 = 0x8000_0000;

/// A phone as it announces itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Announced {
    /// Its Wi-Fi address as it says, lower case; newer phones make one up.
    pub(crate) wifi_address: String,
    /// Where its lockdown listens.
    pub(crate) addresses: Vec<SocketAddr>,
}

/// Listens for announcements for as long as `limit`; hands each to `heard` as it comes, until
/// that has enough. A system without multicast hears nothing.
pub(crate) async fn listen<F, D>(mdns_port: u16, limit: Duration, mut heard: F)
where
    F: FnMut(Announced) -> D,
    D: Future<Output = bool>,
{
    let Ok(daemon) = ServiceDaemon::new_with_port(mdns_port) else { return };
    let Ok(events) = daemon.browse(SERVICE) else { return };
    let listening = async {
        let mut count = 0;
        while let Ok(event) = events.recv_async().await {
            let ServiceEvent::ServiceResolved(service) = event else { continue };
            count += 1;
            if count > ANNOUNCED_MAX || heard(announced(&service)).await {
                return;
            }
        }
    };
    let _ = tokio::time::timeout(limit, listening).await;
    let _ = daemon.shutdown();
}

fn announced(service: &ResolvedService) -> Announced {
    let wifi_address = service.fullname.split('@').next().unwrap_or_default().to_lowercase();
    let mut addresses: Vec<SocketAddr> =
        service.addresses.iter().filter_map(|ip| reachable(ip, service.port)).collect();
    // IPv4 first: a link-local IPv6 address needs the right interface, too.
    addresses.sort_by_key(|address| (address.is_ipv6(), *address));
    Announced { wifi_address, addresses }
}

fn reachable(ip: &ScopedIp, port: u16) -> Option<SocketAddr> {
    match ip {
        ScopedIp::V4(v4) => Some(SocketAddrV4::new(*v4.addr(), port).into()),
        ScopedIp::V6(v6) => {
            Some(SocketAddrV6::new(*v6.addr(), port, 0, v6.scope_id().index).into())
        }
        _ => None,
    }
}

/// Phones found in the air, under numbers of our own.
#[derive(Debug, Default)]
pub(crate) struct Found {
    phones: Vec<InTheAir>,
}

/// One of them.
#[derive(Clone, Debug)]
pub(crate) struct InTheAir {
    pub(crate) device_id: u32,
    pub(crate) udid: String,
    addresses: Vec<SocketAddr>,
}

impl Found {
    /// Takes a phone in, or its new addresses.
    pub(crate) fn put(&mut self, udid: &str, addresses: Vec<SocketAddr>) -> u32 {
        if let Some(known) = self.phones.iter_mut().find(|phone| phone.udid == udid) {
            known.addresses = addresses;
            return known.device_id;
        }
        let last = self.phones.last().map_or(FIRST_ID, |phone| phone.device_id);
        let device_id = last.wrapping_add(1).max(FIRST_ID);
        self.phones.push(InTheAir { device_id, udid: udid.into(), addresses });
        device_id
    }

    /// It was another one.
    pub(crate) fn remove(&mut self, device_id: u32) {
        self.phones.retain(|phone| phone.device_id != device_id);
    }

    /// All of them.
    pub(crate) fn all(&self) -> &[InTheAir] {
        &self.phones
    }

    /// The one with this number.
    pub(crate) fn get(&self, device_id: u32) -> Option<&InTheAir> {
        self.phones.iter().find(|phone| phone.device_id == device_id)
    }
}

impl InTheAir {
    /// A connection to a port of the phone. Lockdown's may stand elsewhere.
    pub(crate) async fn connect(&self, port: u16) -> Result<Box<dyn Stream>, Fault> {
        let mut last = Fault::Refused;
        for address in &self.addresses {
            let mut address = *address;
            if port != PORT {
                address.set_port(port);
            }
            match TcpStream::connect(address).await {
                Ok(stream) => {
                    stream.set_nodelay(true)?;
                    return Ok(Box::new(stream));
                }
                Err(error) => last = Fault::Broken(error),
            }
        }
        Err(last)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_phone_keeps_its_number_when_its_address_changes() {
        let mut found = Found::default();
        let first = found.put("A", vec![]);
        let second = found.put("B", vec![]);
        assert!(first > FIRST_ID && second > first);
        let address: SocketAddr = "192.0.2.1:62078".parse().unwrap();
        assert_eq!(found.put("A", vec![address]), first);
        assert_eq!(found.get(first).unwrap().addresses, [address]);
        found.remove(first);
        assert!(found.get(first).is_none());
        assert_eq!(found.all().len(), 1);
    }
}
