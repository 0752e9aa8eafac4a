//! What remedies do to a simulated phone.

use std::time::Duration;

use unstuck_wire::Moment;

use super::{FaultPlan, LinkPlan, Phone, PhoneEvent};
use crate::scenario::{PasscodeAnswer, Scenario, TrustAnswer};

/// A restart takes so long unless the scenario says otherwise.
const RESTART_S: f64 = 20.0;

impl Phone {
    /// A remedy was carried out on the phone or around it. If it is the cure, all that went
    /// wrong is over; who the phone is, what it holds and whom it trusts stay.
    pub fn remedied(&mut self, remedy: &str) {
        if !self.scenario.cured_by.iter().any(|cure| cure == remedy) {
            return;
        }
        let healthy = Scenario::default();
        self.faults = FaultPlan::default();
        self.link_faults = LinkPlan::default();
        self.battery = 87;
        self.locked = false;
        self.trust.willing();
        let scenario = &mut self.scenario;
        scenario.faults.clear();
        scenario.link_faults.clear();
        scenario.final_error = None;
        scenario.upload_bytes_claimed = None;
        scenario.unreadable = 0;
        scenario.locked = false;
        scenario.wire = healthy.wire;
        scenario.pace = healthy.pace;
        scenario.scan = healthy.scan;
        scenario.passcode.answer = PasscodeAnswer::Typed;
        if scenario.trust.answer != TrustAnswer::Given {
            scenario.trust.answer = TrustAnswer::Trust;
        }
    }

    /// The phone restarts: it goes, comes back locked, and its owner types the passcode.
    pub fn restart(&mut self, now: Moment) {
        self.remedied("normal-restart");
        let time = self.restart_time();
        self.locked = true;
        self.unlocked_at = Some(now + time.mul_f64(1.5));
        self.announce(PhoneEvent::Restarting);
    }

    /// How long it is gone when it restarts.
    pub fn restart_time(&self) -> Duration {
        let seconds = self.scenario.restart_s;
        Duration::from_secs_f64(if seconds > 0.0 { seconds } else { RESTART_S })
    }
}
