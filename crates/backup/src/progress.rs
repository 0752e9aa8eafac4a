//! How far, how fast, how long still: honest or not at all.

use std::collections::VecDeque;
use std::time::Duration;

use unstuck_wire::Moment;

/// One picture of the progress.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Progress {
    /// 0 to 100, never falling; `None` until the phone or the totals give one.
    pub percent: Option<f64>,
    /// Bytes of files received in this run, interruptions included.
    pub bytes: u64,
    /// Files received.
    pub files: u64,
    /// Over the last seconds.
    pub bytes_per_second: f64,
    /// Time still needed, as a range; `None` while it is too early to say.
    pub eta: Option<(Duration, Duration)>,
}

/// The window over which speed is measured.
const WINDOW: Duration = Duration::from_secs(20);
/// A speed measured for less than this says nothing against it.
const SETTLED_AFTER: Duration = Duration::from_secs(10);
/// No estimate before this much time and progress.
const ETA_AFTER: Duration = Duration::from_secs(8);
const ETA_FROM_PERCENT: f64 = 2.0;

/// What the phone says of a batch: where the whole backup stands once it is over.
#[derive(Clone, Copy, Debug)]
struct Batch {
    from: f64,
    to: f64,
    bytes: u64,
    came: u64,
}

/// Keeps count.
#[derive(Debug)]
pub(crate) struct Meter {
    bytes: u64,
    files: u64,
    percent: Option<f64>,
    /// The phone itself names a percent; our own sums are not needed.
    phone_names_percent: bool,
    /// What the phone said it would send, from its log.
    expected_bytes: Option<u64>,
    /// Bytes known at some moments of the window, oldest first.
    samples: VecDeque<(Moment, u64)>,
    /// The batch at hand: percent before and after it, its bytes, and those that came.
    batch: Option<Batch>,
    /// When the first byte of a file came, and the bytes and percent then.
    began: Option<(Moment, f64)>,
}

impl Meter {
    /// Nothing yet.
    pub(crate) fn new() -> Self {
        Self {
            bytes: 0,
            files: 0,
            percent: None,
            phone_names_percent: false,
            expected_bytes: None,
            samples: VecDeque::new(),
            batch: None,
            began: None,
        }
    }

    /// Bytes of a file came.
    pub(crate) fn add_bytes(&mut self, now: Moment, bytes: u64) {
        self.bytes += bytes;
        if let Some(batch) = &mut self.batch {
            batch.came += bytes;
            let share = (batch.came as f64 / batch.bytes as f64).min(1.0);
            let percent = batch.from + (batch.to - batch.from) * share;
            self.raise_percent(percent);
        }
        if self.began.is_none() {
            self.began = Some((now, self.percent.unwrap_or(0.0)));
        }
        if self.samples.is_empty() {
            // What came before this moment took time nobody measured.
            self.samples.push_back((now, self.bytes - bytes));
        }
        let only = self.samples.len() == 1;
        match self.samples.back_mut() {
            Some((at, known)) if !only && now.since(*at) < Duration::from_millis(500) => {
                *known = self.bytes;
            }
            _ => self.samples.push_back((now, self.bytes)),
        }
        self.forget(now);
    }

    /// A file is whole.
    pub(crate) fn add_file(&mut self) {
        self.files += 1;
    }

    /// The phone says how far it is. A smaller number than before changes nothing.
    pub(crate) fn set_percent(&mut self, percent: f64) {
        self.phone_names_percent = true;
        self.raise_percent(percent);
    }

    /// The phone says how far it will be once `batch_bytes` more have come. In between the
    /// truth lies in between.
    pub(crate) fn set_percent_after(&mut self, percent: f64, batch_bytes: u64) {
        let from = self.percent.unwrap_or(0.0);
        if batch_bytes == 0 || !percent.is_finite() || percent <= from {
            self.batch = None;
            return self.set_percent(percent);
        }
        self.phone_names_percent = true;
        let to = percent.min(100.0);
        self.batch = Some(Batch { from, to, bytes: batch_bytes, came: 0 });
    }

    /// What comes next is measured anew, not with the quiet before it.
    pub(crate) fn pause(&mut self) {
        self.samples.clear();
    }

    fn raise_percent(&mut self, percent: f64) {
        if percent.is_finite() {
            let percent = percent.clamp(0.0, 100.0);
            self.percent = Some(self.percent.map_or(percent, |known| known.max(percent)));
        }
    }

    /// The phone's log says how much it is going to send.
    pub(crate) fn set_expected_bytes(&mut self, bytes: u64) {
        self.expected_bytes = Some(bytes);
    }

    /// Bytes so far.
    pub(crate) fn bytes(&self) -> u64 {
        self.bytes
    }

    /// Files so far.
    pub(crate) fn files(&self) -> u64 {
        self.files
    }

    /// Bytes per second over the window, 0 when nothing came in it.
    pub(crate) fn bytes_per_second(&self, now: Moment) -> f64 {
        let Some((first_at, first)) = self.samples.front() else { return 0.0 };
        let seconds = now.since(*first_at).as_secs_f64();
        if seconds < 0.05 {
            return 0.0;
        }
        (self.bytes - first) as f64 / seconds
    }

    /// The same once it was measured for long enough to say that it is little.
    pub(crate) fn settled_bytes_per_second(&self, now: Moment) -> Option<f64> {
        let (first_at, _) = self.samples.front()?;
        (now.since(*first_at) >= SETTLED_AFTER).then(|| self.bytes_per_second(now))
    }

    fn forget(&mut self, now: Moment) {
        while self.samples.len() > 1 && now.since(self.samples[0].0) > WINDOW {
            self.samples.pop_front();
        }
    }

    /// The picture now.
    pub(crate) fn picture(&mut self, now: Moment) -> Progress {
        self.forget(now);
        if !self.phone_names_percent
            && let Some(expected) = self.expected_bytes.filter(|bytes| *bytes > 0)
        {
            // 98: what comes after the files is not in the phone's sum.
            self.raise_percent((self.bytes as f64 / expected as f64 * 98.0).min(98.0));
        }
        let bytes_per_second = self.bytes_per_second(now);
        Progress {
            percent: self.percent,
            bytes: self.bytes,
            files: self.files,
            bytes_per_second,
            eta: self.eta(now, bytes_per_second),
        }
    }

    /// Between the pace of the whole run and the pace of the last seconds lies the truth;
    /// both ends are widened by a quarter.
    fn eta(&self, now: Moment, recent: f64) -> Option<(Duration, Duration)> {
        let (percent, (began, from)) = (self.percent?, self.began?);
        let elapsed = now.since(began);
        if elapsed < ETA_AFTER || percent - from < ETA_FROM_PERCENT || percent >= 100.0 {
            return None;
        }
        let overall = elapsed.as_secs_f64() / (percent - from) * (100.0 - percent);
        let mean = self.bytes as f64 / elapsed.as_secs_f64();
        if recent <= 0.0 || mean <= 0.0 {
            return None;
        }
        let lately = overall * (mean / recent).clamp(0.1, 10.0);
        let (low, high) = (overall.min(lately) * 0.75, overall.max(lately) * 1.25);
        // A range that spans a factor of six says nothing.
        (high < low * 6.0).then(|| (Duration::from_secs_f64(low), Duration::from_secs_f64(high)))
    }
}

impl Default for Meter {
    fn default() -> Self {
        Self::new()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(seconds: u64) -> Moment {
        Moment::from_millis(seconds * 1000)
    }

    #[test]
    fn percent_never_falls() {
        let mut meter = Meter::new();
        for (said, shown) in [(10.0, 10.0), (5.0, 10.0), (f64::NAN, 10.0), (140.0, 100.0)] {
            meter.set_percent(said);
            assert_eq!(meter.picture(at(1)).percent, Some(shown));
        }
    }

    #[test]
    fn inside_a_large_batch_the_percent_grows_with_its_bytes() {
        let mut meter = Meter::new();
        meter.set_percent_after(80.0, 1000);
        assert_eq!(meter.picture(at(0)).percent, None);
        meter.add_bytes(at(1), 250);
        assert_eq!(meter.picture(at(1)).percent, Some(20.0));
        meter.add_bytes(at(2), 2000);
        assert_eq!(meter.picture(at(2)).percent, Some(80.0));
        // After an interruption the phone counts from where it really is.
        meter.set_percent_after(60.0, 500);
        meter.add_bytes(at(3), 500);
        assert_eq!(meter.picture(at(3)).percent, Some(80.0));
    }

    #[test]
    fn an_estimate_comes_late_as_a_range_and_holds_the_truth() {
        let mut meter = Meter::new();
        for second in 0..=60 {
            if second > 0 {
                meter.add_bytes(at(second), 1_000_000);
                meter.set_percent(second as f64);
            }
            let eta = meter.picture(at(second)).eta;
            assert!(second >= 8 || eta.is_none());
            if second > 20 {
                let (low, high) = eta.unwrap();
                let truth = Duration::from_secs(100 - second);
                assert!(low < truth && truth < high, "{second}: {low:?} {high:?}");
            }
        }
    }

    #[test]
    fn speed_is_that_of_the_last_seconds() {
        let mut meter = Meter::new();
        for second in 0..100 {
            meter.add_bytes(at(second), if second < 50 { 1000 } else { 10 });
        }
        let speed = meter.bytes_per_second(at(99));
        assert!((9.0..12.0).contains(&speed), "{speed}");
    }

    #[test]
    fn speed_is_right_from_the_first_second_and_called_little_only_later() {
        let mut meter = Meter::new();
        for tenth in 0..=200 {
            let now = Moment::from_millis(tenth * 100);
            meter.add_bytes(now, 100_000);
            if tenth > 5 {
                let speed = meter.bytes_per_second(now);
                assert!((0.9e6..1.3e6).contains(&speed), "{tenth}: {speed}");
            }
            assert_eq!(meter.settled_bytes_per_second(now).is_some(), tenth >= 100);
        }
    }

    #[test]
    fn totals_from_the_log_stand_in_for_a_phone_that_names_no_percent() {
        let mut meter = Meter::new();
        meter.set_expected_bytes(1000);
        meter.add_bytes(at(1), 500);
        assert_eq!(meter.picture(at(1)).percent, Some(49.0));
        meter.add_bytes(at(2), 250);
        assert_eq!(meter.picture(at(2)).percent, Some(73.5));
    }
}
