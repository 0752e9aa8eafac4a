//! The network, as far as this computer shares it with the phone: asked only when the person
//! wants it, with small and bounded probes, and only of the hosts named in a [`Plan`].
//!
//! What cannot be seen from here: a VPN or filter on the phone itself.

mod dns;
mod http;
mod line;
mod plan;
mod routes;
mod ways;

pub use dns::Resolver;
pub use plan::{Plan, Upload, Way};

use std::sync::Arc;
use std::time::Duration;

use crate::here::Here;
use crate::probe::Probe;

/// Every wait within is shorter; this ends what hangs all the same.
const TIME_MAX: Duration = Duration::from_secs(9);

/// Everything about the network.
pub fn probes(here: &Here, plan: Plan) -> Vec<Probe> {
    let plan = Arc::new(plan);
    let (local, ways, portal, line) = (here.clone(), plan.clone(), plan.clone(), plan);
    let (clock, gateway) = (here.clone(), here.clone());
    vec![
        Probe::blocking("routes", TIME_MAX, move |out| {
            routes::look(&local, out);
            Ok(())
        }),
        Probe::new(
            "ways_to_apple",
            TIME_MAX,
            move |out| async move { ways::walk(&ways, &out).await },
        ),
        Probe::new("sign_in_page", TIME_MAX, move |out| async move {
            http::portal(&clock, &portal, &out).await
        }),
        Probe::new(
            "gateway",
            TIME_MAX,
            move |out| async move { line::gateway(&gateway, &out).await },
        ),
        Probe::new("line", TIME_MAX, move |out| async move { line::measure(&line, &out).await }),
    ]
}
