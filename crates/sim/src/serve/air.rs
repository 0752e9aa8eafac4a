//! Phones reached over the network alone: no daemon lists them, they announce themselves.

use std::io;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};

use mdns_sd::{ServiceDaemon, ServiceInfo};
use tokio::net::TcpListener;

use super::{Server, connection};
use crate::mux::Tunnel;
use crate::phone::Trusted;

/// What phones announce (docs/protocol.md 7).
const SERVICE: &str = "_apple-mobdev2._tcp.local.";
/// All of it stays on this computer.
const HERE: IpAddr = IpAddr::V4(Ipv4Addr::LOCALHOST);
/// Ports opened without a daemon belong to a number no daemon gives.
const NUMBERS: u32 = 0xF000_0000;

/// Announcements, until dropped.
pub struct Announcing {
    daemon: ServiceDaemon,
}

impl std::fmt::Debug for Announcing {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Announcing")
    }
}

impl Drop for Announcing {
    fn drop(&mut self) {
        let _ = self.daemon.shutdown();
    }
}

impl Server {
    /// Serves every phone's lockdown on a port of this computer and announces it by multicast
    /// DNS on `mdns_port`.
    ///
    /// # Errors
    /// No port can be listened on, or the system has no multicast.
    pub async fn announce(&self, mdns_port: u16) -> io::Result<Announcing> {
        let daemon = ServiceDaemon::new_with_port(mdns_port).map_err(io::Error::other)?;
        for (number, phone) in self.phones().into_iter().enumerate() {
            let listener = TcpListener::bind(SocketAddr::new(HERE, 0)).await?;
            let port = listener.local_addr()?.port();
            let address = phone.lock().identity.wifi_address();
            let name = format!("{address}@fe80::1-supportsRP-24");
            let host = format!("phone-{number}.local.");
            let info = ServiceInfo::new(SERVICE, &name, &host, HERE, port, None);
            daemon.register(info.map_err(io::Error::other)?).map_err(io::Error::other)?;
            let server = self.clone();
            tokio::spawn(async move {
                while let Ok((stream, _)) = listener.accept().await {
                    let server = server.clone();
                    let tunnel = lockdown(number);
                    tokio::spawn(async move {
                        connection::serve_tunnel(&server, stream, number, tunnel).await;
                    });
                }
            });
        }
        Ok(Announcing { daemon })
    }

    /// Opens a port of this computer for one connection to a service of a phone in the air.
    pub(super) fn open_air_port(
        &self,
        device_id: u32,
        name: &str,
        host: Option<&Trusted>,
    ) -> io::Result<u16> {
        let listener = std::net::TcpListener::bind(SocketAddr::new(HERE, 0))?;
        listener.set_nonblocking(true)?;
        let port = listener.local_addr()?.port();
        let listener = TcpListener::from_std(listener)?;
        let tunnel = Tunnel {
            device_id,
            service: name.to_owned(),
            host: host.cloned().map(Box::new),
            early: Vec::new(),
        };
        let server = self.clone();
        tokio::spawn(async move {
            if let Ok((stream, _)) = listener.accept().await {
                let _ = stream.set_nodelay(true);
                connection::serve_tunnel(&server, stream, phone_of(device_id), tunnel).await;
            }
        });
        Ok(port)
    }
}

/// Whether this number means a phone in the air.
pub(super) fn is_air(device_id: u32) -> bool {
    device_id >= NUMBERS
}

fn phone_of(device_id: u32) -> usize {
    (device_id - NUMBERS) as usize
}

fn lockdown(number: usize) -> Tunnel {
    let device_id = NUMBERS + u32::try_from(number).unwrap_or(0);
    Tunnel { device_id, service: "lockdown".into(), host: None, early: Vec::new() }
}
