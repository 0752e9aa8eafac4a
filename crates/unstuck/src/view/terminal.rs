//! Words and a bar for people. Progress and notices go to standard error, answers and the
//! outcome to standard output. Without a terminal there is no bar but a line now and then.

use std::io::Write;
use std::time::{Duration, Instant};

use indicatif::{MultiProgress, ProgressBar, ProgressDrawTarget, ProgressStyle};
use serde_json::Value;
use unstuck_backup::restore::{RestoreOutcome, RestorePhase};
use unstuck_backup::{Notice, Outcome, Phase, Progress, Verdict};

use super::outcome::{self, Published, Told};
use super::restored::{self, Restored};
use super::watched::Watched;
use super::{Ending, PhoneLabel, Rows, View, Working, words};
use crate::report::Report;
use crate::time::{counted, human_bytes, human_time};
use crate::words::{self as tongue, Words};

/// Without a terminal, lines about progress are at least this far apart.
const LINE_GAP: Duration = Duration::from_secs(10);
/// Nor is anybody who watches left without a word for longer than five seconds.
const WATCH_GAP: Duration = Duration::from_secs(4);
/// Steps of the bar: tenths of a percent.
const STEPS: u64 = 1000;

/// The view.
pub(super) struct Terminal {
    bar: Option<ProgressBar>,
    fancy: bool,
    phase: Phase,
    /// What goes on, in two words.
    short: &'static str,
    last_line: Instant,
    last_pulse: Option<String>,
    /// One of several phones, named in front of every line.
    label: Option<String>,
    /// The bars of several phones.
    bars: MultiProgress,
    bars_used: bool,
    /// The person's language.
    words: &'static Words,
}

impl Terminal {
    pub(super) fn new(is_terminal: bool) -> Self {
        let fancy = is_terminal && std::env::var_os("NO_COLOR").is_none_or(|v| v.is_empty());
        let bar = is_terminal.then(|| {
            let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::stderr_with_hz(8));
            begin(bar)
        });
        Self {
            bar,
            fancy,
            phase: Phase::Connecting,
            short: words::phase_short(Phase::Connecting),
            last_line: Instant::now(),
            last_pulse: None,
            label: None,
            bars: MultiProgress::with_draw_target(ProgressDrawTarget::stderr_with_hz(8)),
            bars_used: false,
            words: tongue::terminal(),
        }
    }

    /// A line on standard error, above the bar.
    fn line(&mut self, text: &str) {
        self.last_line = Instant::now();
        let text = self.words.say(text);
        let text = match &self.label {
            Some(label) => text.lines().map(|line| format!("{label}: {line}")).collect(),
            None => vec![text],
        };
        let text = text.join("\n");
        match &self.bar {
            Some(bar) => bar.suspend(|| put(&mut std::io::stderr(), &text)),
            None => put(&mut std::io::stderr(), &text),
        }
    }

    fn worth_a_line(&mut self, notice: &Notice, loud: bool) {
        if let Some(text) = words::notice(notice) {
            let text = if loud { self.bold(&text) } else { text };
            self.line(&text);
        }
    }

    fn bold(&self, text: &str) -> String {
        if self.fancy { format!("\x1b[1m{text}\x1b[0m") } else { text.to_owned() }
    }

    fn set_phase(&mut self, phase: Phase) {
        self.phase = phase;
        self.short = words::phase_short(phase);
        self.last_pulse = None;
        if phase == Phase::Done {
            return;
        }
        let text = words::phase(phase);
        let text = if phase == Phase::WaitingPasscode { self.bold(text) } else { text.to_owned() };
        self.line(&text);
        if let Some(bar) = &self.bar {
            bar.set_message(self.words.say(words::phase_short(phase)));
        }
    }

    fn set_restore_phase(&mut self, phase: RestorePhase) {
        self.short = words::restore_phase_short(phase);
        self.last_pulse = None;
        let text = words::restore_phase(phase);
        let loud = phase == RestorePhase::WaitingPasscode;
        let text = if loud { self.bold(text) } else { text.to_owned() };
        self.line(&text);
        if let Some(bar) = &self.bar {
            bar.set_message(self.words.say(self.short));
        }
    }

    fn progress(&mut self, progress: &Progress) {
        let text = progress_line(progress, self.words);
        if let Some(bar) = &self.bar {
            if let Some(percent) = progress.percent {
                if bar.length().is_none() {
                    bar.set_length(STEPS);
                    bar.set_style(full_bar(self.label.is_some()));
                }
                bar.set_position((percent / 100.0 * STEPS as f64) as u64);
            }
            bar.set_message(format!("{} · {text}", self.words.say(self.short)));
        } else if self.last_line.elapsed() >= LINE_GAP {
            let percent = progress.percent.map(|percent| format!("{percent:.0} % · "));
            self.line(&format!("  {}{text}", percent.unwrap_or_default()));
        }
    }

    /// Work of our own goes on: beside the bar at once, without one now and then.
    fn long_work(&mut self, text: &str) {
        let text = self.words.say(text);
        match &self.bar {
            Some(bar) => bar.set_message(text),
            None if self.last_line.elapsed() >= LINE_GAP => self.line(&format!("  {text}")),
            None => {}
        }
    }

    /// Text for standard output; the bar has done its work.
    fn last_word(&mut self, text: &str) {
        if let Some(bar) = self.bar.take() {
            bar.finish_and_clear();
        }
        let text = self.words.say(text);
        let print = || put_raw(&mut std::io::stdout(), &text);
        match self.bars_used {
            true => self.bars.suspend(print),
            false => print(),
        }
    }

    fn told(&mut self, told: &Told) {
        let say = |text: &str| self.words.say(text);
        let headline = match &self.label {
            Some(label) => format!("{label}: {}", say(&told.headline)),
            None => say(&told.headline),
        };
        let mut text = format!("\n{}\n", self.bold(&headline));
        for line in &told.lines {
            text.push_str(&format!("  {}\n", say(line)));
        }
        for (number, step) in told.next.iter().enumerate() {
            let label = if number == 0 { say("Next") } else { String::new() };
            text.push_str(&format!("  {label:4}  {}  {}\n", number + 1, say(step)));
        }
        self.last_word(&text);
    }
}

impl View for Terminal {
    fn say(&mut self, text: &str, _object: Option<Value>) {
        self.line(text);
    }

    fn remark(&mut self, text: &str) {
        self.line(text);
    }

    fn notice(&mut self, notice: &Notice) {
        match notice {
            Notice::Phase(phase) => self.set_phase(*phase),
            Notice::RestorePhase(phase) => self.set_restore_phase(*phase),
            Notice::Progress(progress) => self.progress(progress),
            Notice::Pulse(pulse) => {
                let text = words::pulse(pulse);
                if let (Some(bar), Some(text)) = (&self.bar, &text) {
                    bar.set_message(self.words.say(text));
                }
                // On a terminal the bar shows the seconds; a line is worth it when something
                // changed, and without a bar now and then.
                let changed = self.last_pulse.as_deref() != Some(pulse.verdict.word());
                // The phase said already that the passcode is waited for; a scan is calm.
                let calm = match pulse.verdict {
                    Verdict::Preparing => self.bar.is_some(),
                    Verdict::WaitingForPerson => changed && self.phase == Phase::WaitingPasscode,
                    _ => false,
                };
                let due = changed || (self.bar.is_none() && self.last_line.elapsed() >= LINE_GAP);
                self.last_pulse = Some(pulse.verdict.word().to_owned());
                if let Some(text) = text.filter(|_| due && !calm) {
                    self.line(&text);
                } else if pulse.verdict == Verdict::Moving {
                    self.long_work(self.short);
                }
            }
            Notice::Lost { waiting_for, .. } => {
                self.worth_a_line(notice, true);
                if let Some(bar) = &self.bar {
                    let what = format!("waiting for {}", words::waiting_for(*waiting_for));
                    bar.set_message(self.words.say(&what));
                }
            }
            Notice::Stall { .. } | Notice::BatteryLow { .. } => self.worth_a_line(notice, true),
            Notice::Origin(_)
            | Notice::Resumed { .. }
            | Notice::FileError(_)
            | Notice::NotSent(_)
            | Notice::LeftAlone { .. }
            | Notice::Refused { .. }
            | Notice::UnknownMessage(_)
            | Notice::SpaceMissing { .. } => self.worth_a_line(notice, false),
            Notice::Proving { files, bytes } => {
                let (files, bytes) = (counted(*files, "entry", "entries"), human_bytes(*bytes));
                self.long_work(&format!("checking · {files} · {bytes} read back"));
            }
            Notice::Cloning { files } => {
                self.long_work(&format!("taking over {}", counted(*files, "file", "files")));
            }
        }
    }

    fn ending(&mut self, ending: &Ending) {
        if ending.word != "backed-up" {
            self.line(&ending.line);
        }
        if let (Some(page), Some(case)) = (&ending.page, &ending.case) {
            self.line(&format!("A page to print or to show to somebody: {}", page.display()));
            self.line(&format!("The case, without anything private: {}", case.display()));
        }
    }

    fn outcome(&mut self, outcome: &Outcome, published: Option<&Published>) {
        self.told(&outcome::tell(outcome, published));
    }

    fn restored(&mut self, outcome: &RestoreOutcome, about: &Restored) {
        self.told(&restored::tell(outcome, about));
    }

    fn failure(&mut self, report: &Report) {
        let Report { headline, details, next, .. } = report.clone();
        self.told(&Told { headline, lines: details, next });
    }

    fn working(&mut self, working: &Working) {
        self.long_work(&working.text());
    }

    fn watched(&mut self, watched: &Watched<'_>) {
        let text = watched.text();
        if let Some(bar) = &self.bar {
            bar.set_message(self.words.say(&text));
        }
        let due = self.bar.is_none() && self.last_line.elapsed() >= WATCH_GAP;
        if watched.changed || due {
            let text = if watched.is_loud() { self.bold(&text) } else { text };
            self.line(&text);
        }
    }

    fn rows(&mut self) -> Rows {
        if let Some(bar) = self.bar.take() {
            bar.finish_and_clear();
        }
        Rows::new(false)
    }

    fn answer(&mut self, text: &str, _objects: Vec<Value>) {
        self.last_word(text);
    }

    fn beside(&mut self, phone: &PhoneLabel) -> Box<dyn View> {
        // The bars take the place of the one that was for all.
        let bar = self.bar.take().inspect(ProgressBar::finish_and_clear).is_some();
        let is_terminal = bar || self.bars_used;
        self.bars_used |= bar;
        let bar = is_terminal.then(|| {
            let bar = begin(self.bars.add(ProgressBar::no_length()));
            bar.set_style(spinner_of_one());
            bar.with_prefix(phone.name.clone())
        });
        let bars = self.bars.clone();
        let label = Some(phone.name.clone());
        Box::new(Self { bar, label, bars, bars_used: true, last_pulse: None, ..*self })
    }
}

fn progress_line(progress: &Progress, words: &Words) -> String {
    let mut parts = vec![counted(progress.files, "file", "files"), human_bytes(progress.bytes)];
    if progress.bytes_per_second >= 1.0 {
        parts.push(format!("{}/s", human_bytes(progress.bytes_per_second as u64)));
    }
    if let Some((low, high)) = progress.eta {
        parts.push(format!("{} to {} left", human_time(low), human_time(high)));
    }
    let parts: Vec<String> = parts.iter().map(|part| words.say(part)).collect();
    parts.join(" · ")
}

fn spinner() -> ProgressStyle {
    style("{spinner} {elapsed_precise} {wide_msg}")
}

/// The same for one of several.
fn spinner_of_one() -> ProgressStyle {
    style("{prefix:20!} {spinner} {elapsed_precise} {wide_msg}")
}

fn full_bar(of_one: bool) -> ProgressStyle {
    let template = match of_one {
        true => "{prefix:20!} {bar:16} {percent:>3} % {wide_msg}",
        false => "{bar:24} {percent:>3} % {wide_msg}",
    };
    style(template).progress_chars("━━╌")
}

/// A bar that shows life from now on.
fn begin(bar: ProgressBar) -> ProgressBar {
    bar.set_style(spinner());
    bar.enable_steady_tick(Duration::from_millis(250));
    bar
}

fn style(template: &str) -> ProgressStyle {
    ProgressStyle::with_template(template).unwrap_or_else(|_| ProgressStyle::default_bar())
}

/// A reader that went away is not our problem.
fn put(out: &mut dyn Write, text: &str) {
    put_raw(out, &format!("{text}\n"));
}

fn put_raw(out: &mut dyn Write, text: &str) {
    let _ = out.write_all(text.as_bytes()).and_then(|()| out.flush());
}
