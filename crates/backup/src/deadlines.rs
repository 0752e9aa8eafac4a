//! How long a run waits for what, each with a name (docs/protocol.md 8).

use std::time::Duration;

use unstuck_wire::Timers;

/// Every wait of a run. `--patience` scales them all together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Deadlines {
    /// No answer while the agent is started: after it the connection is given up.
    pub handshake: Duration,
    /// In the middle of a message or a file not one byte came: the connection is dead.
    pub block_gap: Duration,
    /// No byte, no log line of the agent, but the phone answers: the agent is stalled.
    /// While it prepares, it may scan that long without a word.
    pub quiet_preparing: Duration,
    /// The same while files come in, move or go.
    pub quiet_working: Duration,
    /// Files come in, but in this time hardly any: it would take for ever.
    pub trickle: Duration,
    /// No byte, although the agent writes its log: some phones scan for hours.
    pub logged_quiet: Duration,
    /// No byte and the phone does not answer on its other services either.
    pub unanswered: Duration,
    /// A passcode sheet nobody answers. The phone gives up itself, after 3 to 30 minutes.
    pub passcode: Duration,
    /// An unplugged phone is expected back that long.
    pub phone_return: Duration,
    /// An act of our own disk is worth a word after that long.
    pub disk_warning: Duration,
}

impl Default for Deadlines {
    fn default() -> Self {
        let (second, minute) = (Duration::from_secs(1), Duration::from_secs(60));
        Self {
            handshake: 30 * second,
            block_gap: minute,
            quiet_preparing: 30 * minute,
            quiet_working: 5 * minute,
            trickle: 5 * minute,
            logged_quiet: 6 * 60 * minute,
            unanswered: minute,
            passcode: 35 * minute,
            phone_return: 5 * minute,
            disk_warning: 30 * second,
        }
    }
}

impl Deadlines {
    /// The deadlines for a phone reached over Wi-Fi, which may nap.
    pub fn for_wifi() -> Self {
        let base = Self::default();
        Self { block_gap: base.block_gap * 2, unanswered: base.unanswered * 2, ..base }
    }

    /// Every deadline multiplied by `factor`.
    pub fn scaled(self, factor: f64) -> Self {
        let scale = |duration: Duration| duration.mul_f64(factor);
        Self {
            handshake: scale(self.handshake),
            block_gap: scale(self.block_gap),
            quiet_preparing: scale(self.quiet_preparing),
            quiet_working: scale(self.quiet_working),
            trickle: scale(self.trickle),
            logged_quiet: scale(self.logged_quiet),
            unanswered: scale(self.unanswered),
            passcode: scale(self.passcode),
            phone_return: scale(self.phone_return),
            disk_warning: scale(self.disk_warning),
        }
    }

    /// The same waits as the conversation names them. Its notices are told early: whether
    /// to give up is judged with more signs than the one stream has.
    pub fn timers(&self) -> Timers {
        Timers {
            handshake: self.handshake,
            block_gap: self.block_gap,
            person: self.passcode,
            ..Timers::default()
        }
    }
}
