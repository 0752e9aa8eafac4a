//! The backup agent of a simulated phone: BackupAgent2 behind mobilebackup2.
//!
//! The agent leads the conversation, so what it does is told as a story from top to bottom
//! ([`backup`]), in an async function. No runtime drives it: [`Agent`] polls the story once
//! after every event, and the story waits on [`Io`] for an answer, for room to send, or for
//! a time. That keeps it deterministic and free of threads and clocks, in a simulated world
//! as behind a real socket.

mod backup;
mod hostile;
mod io;
mod manifest;
mod password;
mod previous;
mod restore;
mod script;
mod story;
mod striking;
mod upload;

use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll, Waker};

use unstuck_wire::{Closed, Machine, Moment, Phone as WirePhone, PhoneOutput};

use crate::phone::SharedPhone;

use io::{Command, Desk, Io};

/// One connection to the backup agent.
pub struct Agent {
    wire: WirePhone,
    desk: Io,
    story: Option<Pin<Box<dyn Future<Output = ()> + Send>>>,
}

/// Bytes that may wait to be sent before more are made.
const BACKLOG_BYTES: usize = 256 * 1024;

impl Agent {
    /// An agent of `phone` for a connection that begins now.
    pub fn new(now: Moment, phone: SharedPhone) -> Self {
        let desk = Io::new(Desk::new(now));
        let story = Box::pin(story::tell(desk.clone(), phone));
        Self { wire: WirePhone::new(now), desk, story: Some(story) }
    }

    /// Goes on with the story as far as it comes.
    fn turn(&mut self, now: Moment) {
        self.desk.lock().now = now;
        loop {
            let heard = self.hear();
            let told = self.tell();
            let done = self.perform();
            if !heard && !told && !done {
                return;
            }
        }
    }

    /// Passes on what the host said.
    fn hear(&mut self) -> bool {
        let mut any = false;
        while let Some(output) = self.wire.poll_output() {
            any = true;
            let mut desk = self.desk.lock();
            match output {
                PhoneOutput::Request(request) => desk.request = Some(request),
                PhoneOutput::Status(status) => desk.status = Some(status),
                PhoneOutput::FileBegin { path } => desk.begin_download(&path),
                PhoneOutput::Block(bytes) => desk.download(bytes),
                PhoneOutput::FileEnd { error } => desk.end_download(error),
                PhoneOutput::Violation(what) => {
                    desk.gone = true;
                    desk.violation = Some(what);
                }
                PhoneOutput::Disconnected { .. } | PhoneOutput::Closed(_) => desk.gone = true,
            }
        }
        any
    }

    /// Lets the story go on; true when it wants something done.
    fn tell(&mut self) -> bool {
        let Some(story) = &mut self.story else { return false };
        self.desk.lock().backlog = self.wire.backlog_bytes();
        let mut context = Context::from_waker(Waker::noop());
        if let Poll::Ready(()) = story.as_mut().poll(&mut context) {
            self.story = None;
        }
        !self.desk.lock().commands.is_empty()
    }

    /// Does what the story wants done.
    fn perform(&mut self) -> bool {
        let commands = std::mem::take(&mut self.desk.lock().commands);
        let any = !commands.is_empty();
        for command in commands {
            let wire = &mut self.wire;
            match command {
                Command::Ask(progress, ask) => wire.ask(progress, ask),
                Command::BeginUpload(progress, total) => wire.begin_upload(progress, total),
                Command::Name(phone_path, host_path) => wire.upload_name(&phone_path, &host_path),
                Command::Made { seed, offset, len } => {
                    wire.upload_block(len, |out| crate::content::bytes::fill(seed, offset, out));
                }
                Command::Bytes(bytes) => {
                    wire.upload_block(bytes.len(), |out| out.copy_from_slice(&bytes));
                }
                Command::EndFile(code, text) => wire.upload_end(code, &text),
                Command::EndUpload => wire.end_upload(),
                Command::Respond(response) => wire.respond(&response),
                Command::Disconnect(reason) => wire.disconnect(Some(reason)),
                Command::Raw(bytes) => wire.send_raw(&bytes),
            }
        }
        any
    }

    /// What the host did that the real agent does not accept, if it did.
    pub fn violation(&self) -> Option<String> {
        self.desk.lock().violation.clone()
    }
}

impl Machine for Agent {
    fn receive_space(&mut self) -> &mut [u8] {
        self.wire.receive_space()
    }

    fn handle_received(&mut self, now: Moment, len: usize) {
        self.wire.handle_received(now, len);
        self.turn(now);
    }

    fn handle_closed(&mut self, now: Moment, how: Closed) {
        self.wire.handle_closed(now, how);
        self.turn(now);
    }

    fn handle_timeout(&mut self, now: Moment) {
        let mut desk = self.desk.lock();
        if desk.wake_at.is_some_and(|at| at <= now) {
            desk.wake_at = None;
        }
        drop(desk);
        self.turn(now);
    }

    fn poll_timeout(&self) -> Option<Moment> {
        self.desk.lock().wake_at
    }

    fn transmit(&self) -> &[u8] {
        self.wire.transmit()
    }

    fn handle_transmitted(&mut self, now: Moment, len: usize) {
        self.wire.handle_transmitted(now, len);
        // While much still waits to be sent the story has nothing to add.
        if self.wire.backlog_bytes() < BACKLOG_BYTES {
            self.turn(now);
        }
    }

    fn wants_input(&self) -> bool {
        self.wire.wants_input()
    }

    fn is_finished(&self) -> bool {
        let desk = self.desk.lock();
        self.wire.is_finished() || (desk.dead && self.wire.transmit().is_empty()) || desk.gone
    }
}

impl fmt::Debug for Agent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Agent").field("wire", &self.wire).finish_non_exhaustive()
    }
}
