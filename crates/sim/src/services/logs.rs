//! The phone's log, as text (syslog_relay) and structured (os_trace_relay)
//! (docs/protocol.md 7).

use std::time::Duration;

use unstuck_wire::devicelink::units::put_unit;
use unstuck_wire::{Machine, Moment};

use super::Service;
use super::inbox::{Inbox, machine_over_inbox};
use super::plists::dictionary;
use crate::phone::{LogLine, PhoneEvent, SharedPhone};

/// Text lines, each ended by a line break and a zero byte.
pub(super) struct Syslog {
    inbox: Inbox,
    name: String,
    /// Lines of the scenario that are still to come, the next one last.
    story: Vec<(Moment, LogLine)>,
}

impl Syslog {
    /// The log as somebody reads it from now on. The scenario's lines begin with the first who
    /// does; whoever comes later reads what is left.
    pub(super) fn new(now: Moment, phone: &SharedPhone) -> Self {
        let mut phone = phone.lock();
        let began = *phone.log_began.get_or_insert(now);
        let lines = phone.scenario.log_story.iter().map(|line| {
            let at = began + Duration::from_secs_f64(line.after_s);
            let (process, message) = (line.process.clone(), line.text.clone());
            (at, LogLine { process, message, level: 0 })
        });
        let mut story: Vec<(Moment, LogLine)> = lines.filter(|(at, _)| *at >= now).collect();
        story.sort_by_key(|(at, _)| std::cmp::Reverse(*at));
        Self { inbox: Inbox::new(), name: phone.identity.name.replace(' ', "-"), story }
    }

    fn write(&mut self, now: Moment, line: &LogLine) {
        let seconds = now.since_start().as_secs();
        let (hours, minutes, seconds) = (seconds / 3600 % 24, seconds / 60 % 60, seconds % 60);
        let text = format!(
            "Nov  1 {hours:02}:{minutes:02}:{seconds:02} {} {}[321] <Notice>: {}\n\0",
            self.name, line.process, line.message
        );
        self.inbox.out.tail().extend_from_slice(text.as_bytes());
    }
}

impl Machine for Syslog {
    machine_over_inbox!();

    fn handle_received(&mut self, _now: Moment, _len: usize) {}

    fn handle_timeout(&mut self, now: Moment) {
        while self.story.last().is_some_and(|(at, _)| *at <= now) {
            if let Some((_, line)) = self.story.pop() {
                self.write(now, &line);
            }
        }
    }

    fn poll_timeout(&self) -> Option<Moment> {
        self.story.last().map(|(at, _)| *at)
    }
}

impl Service for Syslog {
    fn handle_event(&mut self, now: Moment, event: &PhoneEvent) {
        if let PhoneEvent::Log(line) = event {
            self.write(now, line);
        }
    }
}

/// Structured entries, once a host asked for them.
pub(super) struct OsTrace {
    inbox: Inbox,
    active: bool,
}

impl OsTrace {
    pub(super) fn new() -> Self {
        Self { inbox: Inbox::new(), active: false }
    }
}

impl Machine for OsTrace {
    machine_over_inbox!();

    fn handle_received(&mut self, _now: Moment, len: usize) {
        self.inbox.fill(len);
        while let Some(unit) = self.inbox.take_unit() {
            let request = unstuck_plist::from_bytes(&unit, unstuck_plist::Bounds::MESSAGE).ok();
            let request = request.and_then(plist::Value::into_dictionary).unwrap_or_default();
            let starts = super::plists::text(&request, "Request") == Some("StartActivity");
            self.active |= starts;
            let status = if starts { "RequestSuccessful" } else { "UnknownRequest" };
            let mut body = Vec::new();
            let reply = dictionary([("Status", status.into())]);
            let written = reply.to_writer_xml(&mut body);
            written.expect("writing a plist of our own making into memory cannot fail");
            self.inbox.out.tail().push(0x01);
            put_unit(self.inbox.out.tail(), &body);
        }
    }

    fn handle_timeout(&mut self, _now: Moment) {}

    fn poll_timeout(&self) -> Option<Moment> {
        None
    }
}

impl Service for OsTrace {
    fn handle_event(&mut self, now: Moment, event: &PhoneEvent) {
        if let (true, PhoneEvent::Log(line)) = (self.active, event) {
            let entry = entry(now, line);
            let out = self.inbox.out.tail();
            out.push(0x02);
            let length = u32::try_from(entry.len()).unwrap_or(0);
            out.extend_from_slice(&length.to_le_bytes());
            out.extend_from_slice(&entry);
        }
    }
}

/// One entry: 129 bytes of fixed fields, then texts, each with its zero byte.
fn entry(now: Moment, line: &LogLine) -> Vec<u8> {
    let mut entry = vec![0; 129];
    let put = |entry: &mut Vec<u8>, at: usize, bytes: &[u8]| {
        entry[at..at + bytes.len()].copy_from_slice(bytes);
    };
    let image = format!("/usr/libexec/{}\0", line.process);
    let message = format!("{}\0", line.message);
    let since = now.since_start();
    let seconds = u32::try_from(since.as_secs()).unwrap_or(0);
    put(&mut entry, 9, &321u32.to_le_bytes());
    put(&mut entry, 55, &seconds.to_le_bytes());
    put(&mut entry, 63, &since.subsec_micros().to_le_bytes());
    put(&mut entry, 68, &[line.level]);
    let size = |text: &str| u16::try_from(text.len()).unwrap_or(u16::MAX).to_le_bytes();
    put(&mut entry, 107, &size(&image));
    put(&mut entry, 109, &size(&message));
    entry.extend_from_slice(line.process.as_bytes());
    entry.push(0);
    entry.extend_from_slice(image.as_bytes());
    entry.extend_from_slice(message.as_bytes());
    entry
}
