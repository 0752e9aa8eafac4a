//! The line itself: how long a small question takes, what gets lost, what it is like under
//! load, how fast it sends.

use std::io::ErrorKind;
use std::net::{IpAddr, Ipv4Addr};
use std::time::{Duration, Instant};

use tokio::net::TcpStream;
use tokio::time::timeout;

use super::dns::Answer;
use super::http;
use super::plan::{Plan, Upload};
use super::ways::{connect, open_tls};
use crate::here::Here;
use crate::probe::Failure;
use crate::recorder::Recorder;

/// Questions asked to know the line at rest.
const QUESTIONS: usize = 10;
/// They take no longer in all.
const AT_REST_MAX: Duration = Duration::from_secs(4);
/// One that takes so much longer than the middle one has lost a packet: systems send again
/// after a second at the earliest when a connection begins (RFC 6298, section 2).
const SENT_AGAIN: Duration = Duration::from_millis(800);
const QUESTION_MAX: Duration = Duration::from_millis(2500);
/// Bytes of the steps upwards; the next one is taken only when it will be quick.
const STEPS: [usize; 3] = [64 << 10, 512 << 10, 2 << 20];
const QUICK: Duration = Duration::from_millis(1500);
const UPWARDS_MAX: Duration = Duration::from_secs(4);
/// Measured once and in a moment, the line may well be slower or a little faster.
const RANGE: (f64, f64) = (0.6, 1.1);

/// Times of answered questions, and how many were lost.
#[derive(Debug, Default)]
struct Sample {
    times: Vec<Duration>,
    lost: usize,
}

impl Sample {
    fn asked(&self) -> usize {
        self.times.len() + self.lost
    }

    fn middle(&self) -> Option<Duration> {
        let mut times = self.times.clone();
        times.sort_unstable();
        times.get(times.len() / 2).copied()
    }

    /// Packets lost, in percent of questions.
    fn lost_percent(&self) -> f64 {
        let middle = self.middle().unwrap_or_default();
        let again = self.times.iter().filter(|time| **time > middle + SENT_AGAIN).count();
        let lost = self.lost + again;
        if self.asked() == 0 { 0.0 } else { 100.0 * lost as f64 / self.asked() as f64 }
    }

    /// How far the times lie apart: between the second fastest and the second slowest.
    fn jitter(&self) -> Option<Duration> {
        let mut times = self.times.clone();
        times.sort_unstable();
        let last = times.len().checked_sub(2).filter(|last| *last > 1)?;
        Some(times[last] - times[1])
    }
}

fn milliseconds(time: Duration) -> f64 {
    (time.as_secs_f64() * 10_000.0).round() / 10.0
}

/// Asks at rest, then sends and asks meanwhile.
pub(super) async fn measure(plan: &Plan, out: &Recorder) -> Result<(), Failure> {
    let rest = at_rest(plan, QUESTIONS, AT_REST_MAX).await;
    let Some(middle) = rest.middle() else {
        return Err(format!("{} does not answer", plan.portal.0));
    };
    out.fact("here.net_ms", milliseconds(middle));
    out.fact("here.net_lost_percent", rest.lost_percent().round());
    if let Some(jitter) = rest.jitter() {
        out.fact("here.net_jitter_ms", milliseconds(jitter));
    }
    let Some(upload) = &plan.upload else { return Ok(()) };
    let (mbit, loaded) = tokio::join!(upwards(plan, upload), at_rest(plan, 4, UPWARDS_MAX));
    if let Some(middle) = loaded.middle() {
        out.fact("here.net_loaded_ms", milliseconds(middle));
    }
    let Some(mbit) = mbit else { return Err(format!("{} takes no bytes", upload.host)) };
    out.fact("here.uplink_mbit", (mbit * 100.0).round() / 100.0);
    if let Some(pending) = plan.pending_bytes {
        let hours = |share: f64| {
            let hours = pending * 8.0 / (mbit * share * 1e6) / 3600.0;
            (hours * 10.0).round() / 10.0
        };
        out.fact("here.hours_low", hours(RANGE.1));
        out.fact("here.hours_high", hours(RANGE.0));
    }
    Ok(())
}

async fn at_rest(plan: &Plan, questions: usize, limit: Duration) -> Sample {
    let begun = Instant::now();
    let mut sample = Sample::default();
    while sample.asked() < questions && begun.elapsed() < limit {
        let asked = Instant::now();
        match http::page(plan, QUESTION_MAX).await {
            Some(_) => sample.times.push(asked.elapsed()),
            None => sample.lost += 1,
        }
    }
    sample
}

/// Megabits a second, from the largest step that was sent.
async fn upwards(plan: &Plan, upload: &Upload) -> Option<f64> {
    let Answer::Addresses(addresses) = plan.resolver.ask(&upload.host).await else { return None };
    let stream = connect(&addresses, upload.port).await?;
    if upload.tls {
        let (mut stream, _) = open_tls(stream, &upload.host).await?;
        return steps(&mut stream, upload).await;
    }
    let mut stream = stream;
    steps(&mut stream, upload).await
}

async fn steps<S>(stream: &mut S, upload: &Upload) -> Option<f64>
where
    S: tokio::io::AsyncRead + tokio::io::AsyncWrite + Unpin,
{
    let mut best = None;
    for bytes in STEPS {
        let expected = best.map_or(0.0, |mbit: f64| bytes as f64 * 8.0 / (mbit * 1e6));
        if expected > QUICK.as_secs_f64() {
            break;
        }
        // On a line that became slower meanwhile the step before still counts.
        let limit = if best.is_none() { UPWARDS_MAX } else { QUICK * 2 };
        let sent = http::send(stream, &upload.host, &upload.path, bytes);
        let Some(took) = timeout(limit, sent).await.ok().flatten() else { break };
        best = Some(bytes as f64 * 8.0 / took.as_secs_f64().max(1e-6) / 1e6);
    }
    best
}

/// The nearest box: what is lost on the way there is lost in the house.
pub(super) async fn gateway(here: &Here, out: &Recorder) -> Result<(), Failure> {
    let routes = here.text("/proc/net/route").unwrap_or_default();
    let Some(gateway) = gateway_of(&routes) else { return Ok(()) };
    let mut sample = Sample::default();
    for _ in 0..QUESTIONS {
        let asked = Instant::now();
        match timeout(QUESTION_MAX, TcpStream::connect((IpAddr::V4(gateway), 53))).await {
            Ok(Ok(_)) => sample.times.push(asked.elapsed()),
            // A refusal is an answer, and as quick as one.
            Ok(Err(error)) if error.kind() == ErrorKind::ConnectionRefused => {
                sample.times.push(asked.elapsed());
            }
            _ => sample.lost += 1,
        }
        // Boxes that keep silent to strangers tell nothing.
        if sample.lost >= 2 && sample.times.is_empty() {
            return Err("the router does not answer such questions".to_owned());
        }
    }
    if let Some(middle) = sample.middle() {
        out.fact("here.gateway_ms", milliseconds(middle));
        out.fact("here.gateway_lost_percent", sample.lost_percent().round());
    }
    Ok(())
}

/// The default route's gateway in `/proc/net/route`: hexadecimal, lowest byte first.
fn gateway_of(routes: &str) -> Option<Ipv4Addr> {
    routes.lines().skip(1).find_map(|line| {
        let mut words = line.split_whitespace().skip(1);
        let (to, gateway) = (words.next()?, words.next()?);
        let gateway = u32::from_str_radix(gateway, 16).ok()?;
        (to == "00000000" && gateway != 0).then(|| Ipv4Addr::from(gateway.swap_bytes()))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_takes_a_second_longer_was_lost_once() {
        let ms = Duration::from_millis;
        let times = vec![ms(30), ms(31), ms(1035), ms(33), ms(29)];
        let sample = Sample { times, lost: 0 };
        assert_eq!(sample.lost_percent(), 20.0);
        assert_eq!(sample.middle(), Some(ms(31)));
        let slow = Sample { times: vec![ms(900), ms(950), ms(980)], lost: 0 };
        assert_eq!(slow.lost_percent(), 0.0);
        assert_eq!(Sample::default().lost_percent(), 0.0);
    }

    #[test]
    fn the_gateway_is_read_from_the_table() {
        let table = "Iface Destination Gateway Flags\neth0 00000000 0101A8C0 0003 0 0 0\n";
        assert_eq!(gateway_of(table), Some(Ipv4Addr::new(192, 168, 1, 1)));
        assert_eq!(gateway_of("Iface\neth0 0000A8C0 00000000 1\n"), None);
    }
}
