//! One client from its first byte to its last.

use std::io;
use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::sync::broadcast::error::RecvError;
use tokio::sync::{broadcast, watch};
use tokio_rustls::server::TlsStream;
use unstuck_wire::{Closed, feed};

use super::{Server, Stream, air, tls};
use crate::mux::{MuxClient, Tunnel};
use crate::phone::{PhoneEvent, Trusted};
use crate::scenario::LinkFaultKind;
use crate::services::{self, Caller, Lockdown, Service, Turn};

/// Bytes read from a socket at once.
const READ_BYTES: usize = 64 * 1024;
/// lockdown closes a connection that says nothing for this long (docs/protocol.md 3.1).
const LOCKDOWN_IDLE: Duration = Duration::from_secs(10);

/// Serves a client: first as the daemon, then as the phone.
pub(super) async fn serve(server: &Server, mut stream: impl Stream) {
    let mut restarts = server.shared.restarts.subscribe();
    if server.strikes(0, LinkFaultKind::MuxSilent) {
        return swallow(&mut stream).await;
    }
    if server.strikes(0, LinkFaultKind::MuxNonsense) {
        let _ = stream.write_all(&NONSENSE).await;
        return swallow(&mut stream).await;
    }
    let tunnel = tokio::select! {
        tunnel = talk_to_daemon(server, &mut stream) => tunnel,
        _ = restarts.changed() => None,
    };
    let Some(tunnel) = tunnel else { return };
    let found = server.bus().find(tunnel.device_id).map(|one| one.phone);
    let Some(mut phone) = found else { return };
    if tunnel.service == "lockdown" && server.strikes(phone, LinkFaultKind::WrongNumber) {
        phone = (phone + 1) % server.phones().len();
    }
    serve_tunnel(server, stream, phone, tunnel).await;
}

/// Serves a connection to a phone, however it came about.
pub(super) async fn serve_tunnel(
    server: &Server,
    stream: impl Stream,
    phone: usize,
    tunnel: Tunnel,
) {
    let mut link = Link {
        server,
        phone,
        events: server.shared.phone_events[phone].subscribe(),
        cut: server.shared.cuts[phone].subscribe(),
        restarts: server.shared.restarts.subscribe(),
        breaks_after: None,
    };
    let agent = tunnel.service == "com.apple.mobilebackup2";
    let _ = link.serve(stream, tunnel).await;
    if agent {
        server.phones()[phone].lock().said_goodbye();
    }
    server.publish(phone);
}

/// What no peer of ours should ever send.
const NONSENSE: [u8; 64] = [0xFF; 64];
/// Bytes after which a secure connection breaks that is to break.
const TLS_BREAKS_AFTER: u64 = 60_000;

/// Reads and says nothing until the client goes.
async fn swallow(stream: &mut impl Stream) {
    let mut buffer = [0; 4096];
    while stream.read(&mut buffer).await.is_ok_and(|len| len > 0) {}
}

async fn talk_to_daemon(server: &Server, stream: &mut impl Stream) -> Option<Tunnel> {
    let mut client = MuxClient::default();
    let mut events = server.shared.bus_events.subscribe();
    let mut buffer = vec![0; 4096];
    loop {
        let output = client.take_output();
        if !output.is_empty() {
            stream.write_all(&output).await.ok()?;
            stream.flush().await.ok()?;
        }
        if let Some(tunnel) = client.tunnel() {
            return Some(tunnel.clone());
        }
        if client.is_refused() {
            return None;
        }
        tokio::select! {
            read = stream.read(&mut buffer) => match read {
                Ok(len) if len > 0 => client.handle_received(&buffer[..len], &mut server.bus()),
                _ => return None,
            },
            event = events.recv() => match event {
                Ok(event) => client.handle_event(&event, &server.bus()),
                Err(RecvError::Lagged(_)) => {}
                Err(RecvError::Closed) => return None,
            },
        }
    }
}

/// Sends some bytes, or flushes when there are none. Cancelling it loses nothing.
async fn send(writer: &mut (impl AsyncWrite + Unpin), bytes: &[u8]) -> io::Result<usize> {
    if bytes.is_empty() {
        return writer.flush().await.map(|()| 0);
    }
    writer.write(bytes).await
}

/// Why driving a service stopped.
enum Stopped {
    Turn(Turn),
    Over,
}

/// A tunnel to a service of a phone.
struct Link<'a> {
    server: &'a Server,
    phone: usize,
    events: broadcast::Receiver<PhoneEvent>,
    cut: watch::Receiver<u64>,
    restarts: watch::Receiver<u64>,
    /// Bytes until the secure connection breaks.
    breaks_after: Option<u64>,
}

impl Link<'_> {
    fn strikes(&self, kind: LinkFaultKind) -> bool {
        self.server.strikes(self.phone, kind)
    }

    async fn serve(&mut self, stream: impl Stream, tunnel: Tunnel) -> io::Result<()> {
        if tunnel.service == "lockdown" {
            return self.serve_lockdown(stream, tunnel).await;
        }
        let phone = self.server.phones()[self.phone].clone();
        let caller = Caller { phone, connection: self.server.next_connection() };
        let service = services::open(&tunnel.service, self.server.now(), caller);
        let Some(mut service) = service else { return Ok(()) };
        let mut stream = stream;
        match tunnel.host {
            None => self.drive(&mut stream, &mut *service, &tunnel.early, None).await?,
            Some(host) => {
                let mut secure = self.handshake(stream, &host).await?;
                let agent = tunnel.service == "com.apple.mobilebackup2";
                if agent && self.strikes(LinkFaultKind::TlsBreaks) {
                    self.breaks_after = Some(TLS_BREAKS_AFTER);
                }
                // A phone closes without the goodbye of TLS as often as not.
                let stopped = self.drive(&mut secure, &mut *service, &[], None).await?;
                if self.breaks_after == Some(0) {
                    let raw = secure.get_mut().0;
                    raw.write_all(&NONSENSE).await?;
                    raw.flush().await?;
                    swallow(raw).await;
                }
                stopped
            }
        };
        Ok(())
    }

    async fn serve_lockdown(&mut self, stream: impl Stream, tunnel: Tunnel) -> io::Result<()> {
        let (server, device_id) = (self.server.clone(), tunnel.device_id);
        let ports = move |name: &str, host: Option<&Trusted>| match air::is_air(device_id) {
            // Port 0 is one that refuses.
            true => server.open_air_port(device_id, name, host).unwrap_or(0),
            false => server.bus().open_port(device_id, name, host),
        };
        let phone = self.server.phones()[self.phone].clone();
        let mut service = Lockdown::service(self.server.now(), phone, ports);
        let mut stream = stream;
        if self.strikes(LinkFaultKind::LockdownSilent) {
            swallow(&mut stream).await;
            return Ok(());
        }
        if self.strikes(LinkFaultKind::LockdownNonsense) {
            stream.write_all(&NONSENSE).await?;
            swallow(&mut stream).await;
            return Ok(());
        }
        let mut early = tunnel.early;
        loop {
            let idle = Some(LOCKDOWN_IDLE);
            let stopped = self.drive(&mut stream, &mut *service, &early, idle).await?;
            let Stopped::Turn(Turn::StartTls(host)) = stopped else { return Ok(()) };
            let mut secure = self.handshake(stream, &host).await?;
            let stopped = self.drive(&mut secure, &mut *service, &[], idle).await?;
            let Stopped::Turn(Turn::StopTls) = stopped else { return Ok(()) };
            // The host says goodbye to TLS and goes on in the clear.
            let mut rest = [0; 64];
            while secure.read(&mut rest).await? > 0 {}
            secure.shutdown().await?;
            stream = secure.into_inner().0;
            early = Vec::new();
        }
    }

    /// TLS with the host that opened the session.
    async fn handshake<S: Stream>(
        &mut self,
        stream: S,
        host: &Trusted,
    ) -> io::Result<TlsStream<S>> {
        let acceptor = tls::acceptor(host).map_err(io::Error::other)?;
        if self.strikes(LinkFaultKind::TlsRefused) {
            return Err(io::ErrorKind::ConnectionAborted.into());
        }
        if self.strikes(LinkFaultKind::TlsSilent) {
            let mut stream = stream;
            swallow(&mut stream).await;
            return Err(io::ErrorKind::ConnectionAborted.into());
        }
        tokio::select! {
            accepted = acceptor.accept(stream) => accepted,
            _ = self.cut.changed() => Err(io::ErrorKind::ConnectionAborted.into()),
            _ = self.restarts.changed() => Err(io::ErrorKind::ConnectionAborted.into()),
        }
    }

    /// Carries bytes, time and events to and from a service.
    async fn drive(
        &mut self,
        stream: &mut impl Stream,
        service: &mut dyn Service,
        early: &[u8],
        idle: Option<Duration>,
    ) -> io::Result<Stopped> {
        let (mut reader, mut writer) = tokio::io::split(stream);
        let mut buffer = vec![0; READ_BYTES];
        let mut unflushed = false;
        let mut last_byte = self.server.now();
        feed(service, last_byte, early);
        loop {
            self.server.publish(self.phone);
            if !unflushed && let Some(turn) = service.take_turn() {
                return Ok(Stopped::Turn(turn));
            }
            if service.is_finished() && !unflushed {
                return Ok(Stopped::Over);
            }
            let idle_at = idle.map(|idle| last_byte + idle);
            let wake = [service.poll_timeout(), idle_at].into_iter().flatten().min();
            let wake = self.server.instant(wake.unwrap_or(last_byte + Duration::from_secs(3600)));
            let pending = !service.transmit().is_empty();
            tokio::select! {
                biased;
                _ = self.cut.changed() => return Ok(Stopped::Over),
                _ = self.restarts.changed() => return Ok(Stopped::Over),
                event = self.events.recv() => match event {
                    Ok(event) => service.handle_event(self.server.now(), &event),
                    Err(RecvError::Lagged(_)) => {}
                    Err(RecvError::Closed) => return Ok(Stopped::Over),
                },
                sent = send(&mut writer, service.transmit()), if pending || unflushed => {
                    let now = self.server.now();
                    let sent = sent?;
                    service.handle_transmitted(now, sent);
                    if let Some(left) = &mut self.breaks_after {
                        *left = left.saturating_sub(sent as u64);
                        if *left == 0 {
                            return Ok(Stopped::Over);
                        }
                    }
                    (unflushed, last_byte) = (pending, now);
                }
                read = reader.read(&mut buffer), if service.wants_input() => {
                    let now = self.server.now();
                    last_byte = now;
                    match read {
                        Ok(0) | Err(_) => service.handle_closed(now, Closed::Clean),
                        Ok(len) => self.feed_all(service, &buffer[..len]),
                    }
                }
                () = tokio::time::sleep_until(wake) => {
                    let now = self.server.now();
                    if idle_at.is_some_and(|at| at <= now) {
                        return Ok(Stopped::Over);
                    }
                    service.handle_timeout(now);
                }
            }
        }
    }

    fn feed_all(&self, service: &mut dyn Service, mut bytes: &[u8]) {
        while !bytes.is_empty() {
            let taken = feed(service, self.server.now(), bytes);
            if taken == 0 {
                // Only a host that floods its phone gets here.
                return;
            }
            bytes = &bytes[taken..];
        }
    }
}
