//! The simulated phones behind real sockets: a usbmux daemon for any client.
//!
//! ```text
//! socket ─► MuxClient ─ Connect ─► lockdown ─ StartSession ─► TLS ─ StartService ─► port
//!        ─► MuxClient ─ Connect(port) ─► TLS ─► service
//! ```
//!
//! Everything that is said comes from the machines of this crate; here they only get
//! sockets, TLS and the time of day.

mod air;
mod connection;
mod listen;
mod tls;

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::io::{AsyncRead, AsyncWrite};
use tokio::sync::{broadcast, watch};
use tokio::time::Instant;
use unstuck_wire::Moment;

pub use air::Announcing;
pub use listen::{Address, AddressFault};

use crate::mux::{Bus, BusEvent};
use crate::phone::{PhoneEvent, SharedPhone};
use crate::scenario::{LinkFaultKind, Scenario};

/// A phone that is asked to restart answers first.
const ANSWERS_BEFORE_RESTART: Duration = Duration::from_millis(300);

/// Any byte stream a client may come over.
pub trait Stream: AsyncRead + AsyncWrite + Unpin + Send {}

impl<T: AsyncRead + AsyncWrite + Unpin + Send> Stream for T {}

/// A daemon and the phones behind it. Clones are the same daemon.
#[derive(Clone, Debug)]
pub struct Server {
    shared: Arc<Shared>,
}

#[derive(Debug)]
struct Shared {
    started: Instant,
    bus: Mutex<Bus>,
    bus_events: broadcast::Sender<BusEvent>,
    phone_events: Vec<broadcast::Sender<PhoneEvent>>,
    /// Counts up when a phone is pulled or the daemon restarts: connections of before are
    /// cut.
    cuts: Vec<watch::Sender<u64>>,
    restarts: watch::Sender<u64>,
    connections: AtomicU64,
}

impl Server {
    /// The phones of a scenario. `unix_time` is the time of day, in seconds since 1970.
    pub fn new(scenario: &Scenario, unix_time: i64) -> Self {
        let bus = Bus::new(scenario);
        let phones = bus.phones().len();
        for phone in bus.phones() {
            phone.lock().epoch = unix_time;
        }
        let shared = Shared {
            started: Instant::now(),
            bus: Mutex::new(bus),
            bus_events: broadcast::channel(64).0,
            phone_events: (0..phones).map(|_| broadcast::channel(1024).0).collect(),
            cuts: (0..phones).map(|_| watch::channel(0).0).collect(),
            restarts: watch::channel(0).0,
            connections: AtomicU64::new(0),
        };
        Self { shared: Arc::new(shared) }
    }

    /// The phones.
    pub fn phones(&self) -> Vec<SharedPhone> {
        self.bus().phones().to_vec()
    }

    /// What happens on a phone from now on.
    pub fn events(&self, phone: usize) -> broadcast::Receiver<PhoneEvent> {
        self.shared.phone_events[phone].subscribe()
    }

    /// Serves one client until it goes or is cut.
    pub async fn serve(&self, stream: impl Stream) {
        if !self.bus().down {
            connection::serve(self, stream).await;
        }
    }

    fn bus(&self) -> MutexGuard<'_, Bus> {
        self.shared.bus.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Whether a fault on the way to a phone strikes now.
    fn strikes(&self, phone: usize, kind: LinkFaultKind) -> bool {
        let now = self.now();
        let phones = self.phones();
        phones.get(phone).is_some_and(|phone| phone.lock().link_faults.strikes(kind, now))
    }

    fn now(&self) -> Moment {
        Moment::after_start(self.shared.started.elapsed())
    }

    fn instant(&self, at: Moment) -> Instant {
        self.shared.started + at.since_start()
    }

    fn next_connection(&self) -> u64 {
        self.shared.connections.fetch_add(1, Ordering::Relaxed)
    }

    /// Hands on what a phone announced. Must be called after every use of one.
    fn publish(&self, phone: usize) {
        let events = self.bus().phones()[phone].lock().take_events();
        for event in events {
            match &event {
                PhoneEvent::Unplugged { back_after } => self.unplug(phone, *back_after),
                PhoneEvent::Restarting => self.restart_phone(phone),
                PhoneEvent::MuxRestart { back_after } => self.restart(*back_after),
                _ => {}
            }
            // Nobody listening is fine.
            let _ = self.shared.phone_events[phone].send(event);
        }
    }

    /// The phone goes a moment after it answered, and comes back.
    fn restart_phone(&self, phone: usize) {
        let time = self.bus().phones()[phone].lock().restart_time();
        let server = self.clone();
        tokio::spawn(async move {
            tokio::time::sleep(ANSWERS_BEFORE_RESTART).await;
            server.unplug(phone, Some(time));
        });
    }

    fn unplug(&self, phone: usize, back_after: Option<Duration>) {
        let event = self.bus().detach(phone);
        self.shared.cuts[phone].send_modify(|count| *count += 1);
        if let Some(event) = event {
            let _ = self.shared.bus_events.send(event);
        }
        if let Some(back_after) = back_after {
            let server = self.clone();
            tokio::spawn(async move {
                tokio::time::sleep(back_after).await;
                server.plug_in(phone);
            });
        }
    }

    fn plug_in(&self, phone: usize) {
        let event = self.bus().attach(phone);
        let _ = self.shared.bus_events.send(event);
    }

    /// The daemon goes: every connection breaks. When it is back, phones have new numbers.
    fn restart(&self, back_after: Duration) {
        self.bus().down = true;
        self.shared.restarts.send_modify(|count| *count += 1);
        let server = self.clone();
        tokio::spawn(async move {
            tokio::time::sleep(back_after).await;
            let mut bus = server.bus();
            let phones: Vec<usize> = bus.attached().iter().map(|one| one.phone).collect();
            for phone in phones {
                bus.detach(phone);
                bus.attach(phone);
            }
            bus.down = false;
        });
    }
}
