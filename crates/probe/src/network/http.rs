//! One small page, asked for without any library: is it the page, or somebody in between?

use std::time::{Duration, Instant, UNIX_EPOCH};

use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::time::timeout;

use super::dns::Answer;
use super::plan::Plan;
use crate::here::Here;
use crate::probe::Failure;
use crate::recorder::Recorder;

/// A small page comes within a second or two even over a bad line.
const TIME_MAX: Duration = Duration::from_secs(4);
/// The page has 68 bytes; a sign-in page need not be read whole.
const PAGE_BYTES_MAX: u64 = 16 << 10;

/// Asks for the page that answers "Success" to everybody who is online.
pub(super) async fn portal(here: &Here, plan: &Plan, out: &Recorder) -> Result<(), Failure> {
    let Some(page) = page(plan, TIME_MAX).await else {
        return Err(format!("{} does not answer", plan.portal.0));
    };
    let head = page.split("\r\n\r\n").next().unwrap_or_default();
    let sound = head.split(' ').nth(1) == Some("200") && page.contains("Success");
    out.fact("here.net_sign_in_page", !sound);
    // The clock of somebody in between is nobody's.
    let date = head.lines().find_map(|line| line.strip_prefix("Date: ")).filter(|_| sound);
    let theirs = date.and_then(seconds_of);
    let ours = here.now().duration_since(UNIX_EPOCH).map_or(0.0, |since| since.as_secs_f64());
    if let Some(theirs) = theirs {
        out.fact("here.clock_off_by_seconds", (ours - theirs).round());
    }
    Ok(())
}

/// The page with its head; `None` when nothing comes in time.
pub(super) async fn page(plan: &Plan, limit: Duration) -> Option<String> {
    timeout(limit, fetch(plan)).await.ok().flatten()
}

async fn fetch(plan: &Plan) -> Option<String> {
    let (host, port) = &plan.portal;
    let Answer::Addresses(addresses) = plan.resolver.ask(host).await else { return None };
    let mut stream = TcpStream::connect((*addresses.first()?, *port)).await.ok()?;
    let ask = format!(
        "GET /hotspot-detect.html HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\
         User-Agent: unstuck\r\n\r\n"
    );
    stream.write_all(ask.as_bytes()).await.ok()?;
    let mut bytes = Vec::new();
    stream.take(PAGE_BYTES_MAX).read_to_end(&mut bytes).await.ok()?;
    (!bytes.is_empty()).then(|| String::from_utf8_lossy(&bytes).into_owned())
}

/// Sends so many bytes and waits until they were taken; how long that took.
pub(super) async fn send<S>(
    stream: &mut S,
    host: &str,
    path: &str,
    bytes: usize,
) -> Option<Duration>
where
    S: AsyncRead + AsyncWrite + Unpin,
{
    let head = format!(
        "POST {path} HTTP/1.1\r\nHost: {host}\r\nContent-Type: application/octet-stream\r\n\
         Content-Length: {bytes}\r\nUser-Agent: unstuck\r\n\r\n"
    );
    let begun = Instant::now();
    stream.write_all(head.as_bytes()).await.ok()?;
    let piece = [0; 8192];
    let mut left = bytes;
    while left > 0 {
        let length = left.min(piece.len());
        stream.write_all(&piece[..length]).await.ok()?;
        left -= length;
    }
    stream.flush().await.ok()?;
    let mut answer = [0; 512];
    let length = stream.read(&mut answer).await.ok()?;
    // Whatever it says, it says it when it has everything; but not to refuse.
    let taken = answer[..length].starts_with(b"HTTP/1.1 2");
    taken.then(|| begun.elapsed())
}

/// `Wed, 25 Nov 2026 03:12:54 GMT` as seconds since 1970 (RFC 9110, section 5.6.7).
fn seconds_of(date: &str) -> Option<f64> {
    const MONTHS: &str = "JanFebMarAprMayJunJulAugSepOctNovDec";
    let words: Vec<&str> = date.split([' ', ':']).collect();
    let number = |at: usize| words.get(at)?.parse::<i64>().ok();
    let (day, year) = (number(1)?, number(3)?);
    let month = MONTHS.find(*words.get(2)?)? as i64 / 3 + 1;
    let (hours, minutes, seconds) = (number(4)?, number(5)?, number(6)?);
    if !(1970..=9999).contains(&year) || !(1..=31).contains(&day) {
        return None;
    }
    // Days from the civil calendar, March first so that the leap day is the last.
    let (y, m) = if month > 2 { (year, month - 3) } else { (year - 1, month + 9) };
    let era_days = 365 * y + y / 4 - y / 100 + y / 400 + (153 * m + 2) / 5 + day - 1;
    let days = era_days - 719_468;
    Some((days * 86_400 + hours * 3600 + minutes * 60 + seconds) as f64)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_read() {
        assert_eq!(seconds_of("Thu, 01 Jan 1970 00:00:00 GMT"), Some(0.0));
        assert_eq!(seconds_of("Sun, 06 Nov 1994 08:49:37 GMT"), Some(784_111_777.0));
        assert_eq!(seconds_of("Tue, 29 Feb 2028 23:59:59 GMT"), Some(1_835_481_599.0));
        for wrong in ["", "yesterday", "Sun, 06 Nov 0 08:49:37", "Sun, 99 Nov 1994 1:2:3 GMT"] {
            assert_eq!(seconds_of(wrong), None);
        }
    }
}
