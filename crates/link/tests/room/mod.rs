//! A simulated phone, its daemon and a client, joined in memory.

use std::future::Future;
use std::pin::Pin;

use tokio::io::DuplexStream;
use unstuck_link::deadline::Deadlines;
use unstuck_link::mux::{Dial, Muxer};
use unstuck_link::{Fault, Stream};
use unstuck_sim::Scenario;
use unstuck_sim::serve::Server;

/// UDID of the phone, when there is one.
pub(crate) const UDID: &str = "00008110-000E4D2A1E83001E";

/// Calls a function with the daemon's end of every new connection.
struct InMemory<F>(F);

impl<F> Dial for InMemory<F>
where
    F: Fn(DuplexStream) -> Pin<Box<dyn Future<Output = ()> + Send>> + Send + Sync,
{
    fn dial(&self) -> Pin<Box<dyn Future<Output = Result<Box<dyn Stream>, Fault>> + Send>> {
        let (near, far) = tokio::io::duplex(256 * 1024);
        tokio::spawn((self.0)(far));
        Box::pin(async move { Ok(Box::new(near) as Box<dyn Stream>) })
    }
}

/// A client of a daemon that does what `daemon` says with each connection.
pub(crate) fn client_of<F, D>(daemon: F) -> Muxer
where
    F: Fn(DuplexStream) -> D + Send + Sync + 'static,
    D: Future<Output = ()> + Send + 'static,
{
    let boxed = move |stream| {
        let served: Pin<Box<dyn Future<Output = ()> + Send>> = Box::pin(daemon(stream));
        served
    };
    Muxer::new(InMemory(boxed), Deadlines::default())
}

/// The phones of a scenario and a client of their daemon.
pub(crate) fn room(scenario: &Scenario) -> (Server, Muxer) {
    let mut scenario = scenario.clone();
    if scenario.phones <= 1 {
        scenario.identity.udid = UDID.into();
    }
    let server = Server::new(&scenario, 1_793_491_200);
    let serving = server.clone();
    let muxer = client_of(move |stream| {
        let server = serving.clone();
        async move { server.serve(stream).await }
    });
    (server, muxer)
}
