//! Is it moving? Verdict and patience from several vital signs.
//!
//! No bytes is not one state but many: the phone scans, the person is asked, the agent
//! hangs, the cable is out, our own disk is slow. One stream cannot tell them apart, so
//! the signs of all side channels are judged together (docs/protocol.md 8).

use std::time::Duration;

use unstuck_wire::{Moment, Waiting};

use crate::deadlines::Deadlines;
use crate::phase::Phase;

/// What can be said of a run at one moment. The words are those of the JSON notices.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Verdict {
    /// Bytes flow.
    Moving,
    /// Bytes flow, but hardly.
    Slow,
    /// Quiet, and the signs say the phone is at work.
    Preparing,
    /// Somebody is asked for something.
    WaitingForPerson,
    /// Nothing moves although it should.
    Stalled,
}

impl Verdict {
    /// The word of the JSON notices.
    pub fn word(self) -> &'static str {
        match self {
            Self::Moving => "moving",
            Self::Slow => "slow",
            Self::Preparing => "preparing",
            Self::WaitingForPerson => "waiting-for-person",
            Self::Stalled => "stalled",
        }
    }
}

/// What would move things on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum WaitingFor {
    /// The phone to go on sending.
    MoreBytes,
    /// The backup service on the phone to start.
    AgentStart,
    /// The phone to finish looking through itself.
    Scan,
    /// The phone to finish sorting what it sent.
    PhoneWork,
    /// In a restore: the phone to read the lists of the backup.
    ReadingLists,
    /// In a restore: the phone to put in its places what it was sent.
    PuttingInPlace,
    /// In a restore: the phone to ask for more.
    NextRequest,
    /// The passcode to be typed on the phone.
    Passcode,
    /// The phone to be unlocked.
    Unlock,
    /// Trust to be given on the phone.
    Trust,
    /// The phone to be plugged in again.
    Phone,
    /// The phone to come back into reach of the Wi-Fi, or to wake up.
    PhoneNearby,
    /// The phone to take what we send it.
    PhoneToRead,
    /// Our own disk.
    Disk,
    /// Another program to let go of the phone.
    OtherProgram,
}

/// The vital signs of a run.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Signs {
    /// Last byte in either direction.
    pub(crate) last_byte: Moment,
    /// Last log line of the backup agent.
    pub(crate) last_agent_log: Option<Moment>,
    /// Last answer of the phone on another service (lockdown, heartbeat).
    pub(crate) last_answer: Option<Moment>,
    /// A question on another service went unanswered since then.
    pub(crate) unanswered_since: Option<Moment>,
    /// The phone is attached.
    pub(crate) present: bool,
    /// The passcode sheet is on the screen since then.
    pub(crate) prompt_since: Option<Moment>,
    /// The phone says it is locked.
    pub(crate) locked: Option<bool>,
    /// Nothing is read from the phone, because the disk has not taken what came before.
    pub(crate) held_by_disk: bool,
    /// The oldest act of our own disk that is not done yet began then.
    pub(crate) disk_since: Option<Moment>,
    /// The last time [`TRICKLE_BYTES`] had come since the time before.
    pub(crate) last_flow: Moment,
    /// Bytes per second lately, once that is measured for long enough.
    pub(crate) bytes_per_second: Option<f64>,
}

impl Signs {
    /// The signs of a connection that begins now.
    pub(crate) fn fresh(now: Moment) -> Self {
        Self {
            last_byte: now,
            last_agent_log: None,
            last_answer: None,
            unanswered_since: None,
            present: true,
            prompt_since: None,
            locked: None,
            held_by_disk: false,
            disk_since: None,
            last_flow: now,
            bytes_per_second: None,
        }
    }
}

/// One judgement.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Pulse {
    /// What can be said.
    pub verdict: Verdict,
    /// Time since the last byte.
    pub silent: Duration,
    /// The longest silence that is ordinary here.
    pub normal: Duration,
    /// What would move things on.
    pub waiting_for: WaitingFor,
    /// Patience has run out, for this reason.
    pub give_up: Option<GiveUp>,
}

/// Why a connection is given up. The working tree stays, the run resumes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum GiveUp {
    /// The backup service did not start.
    NoHandshake,
    /// Silence in the middle of a message or file.
    DeadStream,
    /// The phone answers, its backup service does not go on.
    AgentStalled,
    /// The phone answers nowhere any more.
    PhoneSilent,
    /// Nobody typed the passcode.
    NoPasscode,
    /// Bytes come, but hardly any.
    Trickle,
}

/// Below this many bytes a second files do not come in, they drip.
const SLOW_BYTES_PER_SECOND: f64 = 64.0 * 1024.0;
/// Less than this in [`Deadlines::trickle`] is no progress: at 218 bytes a second a photo takes
/// hours and a phone years.
pub(crate) const TRICKLE_BYTES: u64 = 64 * 1024;
/// Silence shorter than this is none.
const BREATH: Duration = Duration::from_secs(5);
/// A log line of the agent is a sign of life for this long.
const LOG_FRESH: Duration = Duration::from_secs(60);

/// Judges the signs.
pub(crate) fn judge(
    signs: &Signs,
    phase: Phase,
    waiting: Waiting,
    now: Moment,
    deadlines: &Deadlines,
) -> Pulse {
    let silent = now.since(signs.last_byte);
    let (verdict, waiting_for, give_up) = read(signs, phase, waiting, now, silent, deadlines);
    Pulse { verdict, silent, normal: phase.normal_silence(), waiting_for, give_up }
}

type Reading = (Verdict, WaitingFor, Option<GiveUp>);

fn read(
    signs: &Signs,
    phase: Phase,
    waiting: Waiting,
    now: Moment,
    silent: Duration,
    deadlines: &Deadlines,
) -> Reading {
    if let Some(since) = signs.disk_since
        && now.since(since) >= BREATH
    {
        let slow = now.since(since) >= deadlines.disk_warning;
        let verdict = if slow { Verdict::Slow } else { Verdict::Moving };
        return (verdict, WaitingFor::Disk, None);
    }
    if signs.held_by_disk && silent >= BREATH {
        return (Verdict::Slow, WaitingFor::Disk, None);
    }
    if let Some(since) = signs.prompt_since {
        let given_up = now.since(since) >= deadlines.passcode;
        let give_up = given_up.then_some(GiveUp::NoPasscode);
        return (Verdict::WaitingForPerson, WaitingFor::Passcode, give_up);
    }
    if silent < BREATH {
        let drips = phase == Phase::Receiving
            && signs.bytes_per_second.is_some_and(|speed| speed < SLOW_BYTES_PER_SECOND);
        let trickles = phase == Phase::Receiving && now.since(signs.last_flow) >= deadlines.trickle;
        let verdict = match (trickles, drips) {
            (true, _) => Verdict::Stalled,
            (false, true) => Verdict::Slow,
            (false, false) => Verdict::Moving,
        };
        return (verdict, WaitingFor::MoreBytes, trickles.then_some(GiveUp::Trickle));
    }
    if !signs.present {
        // The daemon says it is gone; the stream may not have noticed yet.
        return (Verdict::Stalled, WaitingFor::Phone, Some(GiveUp::PhoneSilent));
    }
    match waiting {
        Waiting::Handshake => {
            let give_up = (silent >= deadlines.handshake).then_some(GiveUp::NoHandshake);
            let verdict = if give_up.is_some() { Verdict::Stalled } else { Verdict::Preparing };
            (verdict, WaitingFor::AgentStart, give_up)
        }
        Waiting::RestOfUnit | Waiting::PhoneToRead => {
            let give_up = (silent >= deadlines.block_gap).then_some(GiveUp::DeadStream);
            let what = match waiting {
                Waiting::PhoneToRead => WaitingFor::PhoneToRead,
                _ => WaitingFor::MoreBytes,
            };
            (Verdict::Stalled, what, give_up)
        }
        // The phone waits for our answer, and that for the disk, however many small acts it is.
        Waiting::Ourselves => (Verdict::Slow, WaitingFor::Disk, None),
        _ => between_messages(signs, phase, now, silent, deadlines),
    }
}

/// Silence between two messages: legitimate, or the agent hangs, or the phone is gone.
fn between_messages(
    signs: &Signs,
    phase: Phase,
    now: Moment,
    silent: Duration,
    deadlines: &Deadlines,
) -> Reading {
    let preparing = phase <= Phase::Preparing;
    let waiting_for = match (signs.locked, preparing) {
        // Before the first message a locked phone may want its passcode without our
        // hearing of the sheet.
        (Some(true), true) => WaitingFor::Unlock,
        (_, true) => WaitingFor::Scan,
        (_, false) => WaitingFor::PhoneWork,
    };
    let at_work = signs.last_agent_log.is_some_and(|at| now.since(at) < LOG_FRESH);
    if at_work {
        let give_up = (silent >= deadlines.logged_quiet).then_some(GiveUp::AgentStalled);
        return (Verdict::Preparing, waiting_for, give_up);
    }
    if signs.unanswered_since.is_some_and(|since| now.since(since) >= deadlines.unanswered) {
        return (Verdict::Stalled, WaitingFor::Phone, Some(GiveUp::PhoneSilent));
    }
    let quiet = if preparing { deadlines.quiet_preparing } else { deadlines.quiet_working };
    let give_up = (silent >= quiet).then_some(GiveUp::AgentStalled);
    let verdict = match waiting_for {
        WaitingFor::Unlock => Verdict::WaitingForPerson,
        _ if silent < phase.normal_silence() => Verdict::Preparing,
        _ => Verdict::Stalled,
    };
    (verdict, waiting_for, give_up)
}

#[cfg(test)]
mod tests {
    use super::*;

    const START: Moment = Moment::START;

    fn at(seconds: u64) -> Moment {
        Moment::from_millis(seconds * 1000)
    }

    fn pulse(signs: &Signs, phase: Phase, waiting: Waiting, now: Moment) -> Pulse {
        judge(signs, phase, waiting, now, &Deadlines::default())
    }

    fn given_up(signs: &Signs, phase: Phase, waiting: Waiting, ms: u64) -> Option<GiveUp> {
        pulse(signs, phase, waiting, Moment::from_millis(ms)).give_up
    }

    #[test]
    fn each_limit_holds_to_the_millisecond() {
        let signs = Signs::fresh(START);
        let cases = [
            (Phase::Receiving, Waiting::RestOfUnit, 60_000, GiveUp::DeadStream),
            (Phase::Connecting, Waiting::Handshake, 30_000, GiveUp::NoHandshake),
            (Phase::Receiving, Waiting::NextMessage, 300_000, GiveUp::AgentStalled),
            (Phase::Preparing, Waiting::FirstMessage, 1_800_000, GiveUp::AgentStalled),
        ];
        for (phase, waiting, limit_ms, reason) in cases {
            assert_eq!(given_up(&signs, phase, waiting, limit_ms - 1), None, "{reason:?}");
            assert_eq!(given_up(&signs, phase, waiting, limit_ms), Some(reason));
        }
    }

    #[test]
    fn a_quiet_scan_of_ten_minutes_is_no_stall_with_or_without_log_lines() {
        let mut signs = Signs::fresh(START);
        for now in [30, 300, 599] {
            let quiet = pulse(&signs, Phase::Preparing, Waiting::FirstMessage, at(now));
            assert_eq!(quiet.verdict, Verdict::Preparing);
            assert_eq!(quiet.give_up, None);
        }
        signs.last_agent_log = Some(at(3000));
        let logged = pulse(&signs, Phase::Preparing, Waiting::FirstMessage, at(3030));
        assert_eq!((logged.verdict, logged.give_up), (Verdict::Preparing, None));
    }

    #[test]
    fn the_passcode_sheet_makes_it_the_persons_turn() {
        let signs = Signs { prompt_since: Some(at(10)), ..Signs::fresh(START) };
        let waits = pulse(&signs, Phase::Preparing, Waiting::Person, at(1000));
        assert_eq!(waits.verdict, Verdict::WaitingForPerson);
        assert_eq!((waits.waiting_for, waits.give_up), (WaitingFor::Passcode, None));
        let never = pulse(&signs, Phase::Preparing, Waiting::Person, at(10 + 35 * 60));
        assert_eq!(never.give_up, Some(GiveUp::NoPasscode));
    }

    #[test]
    fn our_own_slow_disk_is_never_blamed_on_the_phone() {
        let signs = Signs { disk_since: Some(START), ..Signs::fresh(START) };
        let slow = pulse(&signs, Phase::Receiving, Waiting::Ourselves, at(400));
        assert_eq!((slow.verdict, slow.waiting_for), (Verdict::Slow, WaitingFor::Disk));
        assert_eq!(slow.give_up, None);
        let held = Signs { held_by_disk: true, ..Signs::fresh(START) };
        let held = pulse(&held, Phase::Receiving, Waiting::RestOfUnit, at(400));
        assert_eq!((held.verdict, held.waiting_for), (Verdict::Slow, WaitingFor::Disk));
        let fresh = Signs::fresh(START);
        let busy = pulse(&fresh, Phase::Removing, Waiting::Ourselves, at(400));
        assert_eq!((busy.verdict, busy.waiting_for), (Verdict::Slow, WaitingFor::Disk));
        assert_eq!(held.give_up, None);
    }

    #[test]
    fn a_phone_that_is_gone_is_told_at_once() {
        let signs = Signs { present: false, ..Signs::fresh(START) };
        let gone = pulse(&signs, Phase::Receiving, Waiting::RestOfUnit, at(5));
        assert_eq!(gone.give_up, Some(GiveUp::PhoneSilent));
        let unanswered = Signs { unanswered_since: Some(at(20)), ..Signs::fresh(START) };
        let phase = Phase::Receiving;
        assert_eq!(given_up(&unanswered, phase, Waiting::NextMessage, 79_999), None);
        let gone = given_up(&unanswered, phase, Waiting::NextMessage, 80_000);
        assert_eq!(gone, Some(GiveUp::PhoneSilent));
    }

    #[test]
    fn a_locked_phone_that_says_nothing_is_asked_to_be_unlocked() {
        let signs = Signs { locked: Some(true), ..Signs::fresh(START) };
        let locked = pulse(&signs, Phase::Preparing, Waiting::FirstMessage, at(20));
        assert_eq!(locked.verdict, Verdict::WaitingForPerson);
        assert_eq!(locked.waiting_for, WaitingFor::Unlock);
    }

    #[test]
    fn a_trickle_is_given_up_to_the_millisecond_and_only_while_files_come() {
        let limit_ms = 300_000;
        for (phase, ms, given_up) in [
            (Phase::Receiving, limit_ms - 1, None),
            (Phase::Receiving, limit_ms, Some(GiveUp::Trickle)),
            (Phase::Moving, limit_ms, None),
        ] {
            let now = Moment::from_millis(ms);
            let signs = Signs { last_byte: now, ..Signs::fresh(START) };
            assert_eq!(pulse(&signs, phase, Waiting::RestOfUnit, now).give_up, given_up);
        }
    }

    #[test]
    fn dripping_bytes_are_slow_and_not_moving() {
        let mut signs = Signs { bytes_per_second: Some(50.0), ..Signs::fresh(at(99)) };
        let drips = pulse(&signs, Phase::Receiving, Waiting::RestOfUnit, at(100));
        assert_eq!(drips.verdict, Verdict::Slow);
        signs.bytes_per_second = Some(1e6);
        let flows = pulse(&signs, Phase::Receiving, Waiting::RestOfUnit, at(100));
        assert_eq!(flows.verdict, Verdict::Moving);
    }
}
