//! Receiving: a batch of files from the phone (docs/protocol.md 4.5).

use super::output::{BatchSummary, FileEnd, FileEvent};
use super::policy::Use;
use super::serving::Pending;
use super::{Host, Output, Question, State, Step};
use crate::devicelink::units::{BLOCK_DATA, FILE_IO_ERROR, FILE_OK, Violation};
use crate::devicelink::{ItemStatus, StatusCode};

/// Where in a batch the stream stands.
#[derive(Debug)]
pub(super) struct Receiving {
    part: Part,
    batch: BatchSummary,
    phone_path: String,
    file: File,
    /// The first file that was refused; the batch as a whole fails with it.
    refused: Option<ItemStatus>,
}

#[derive(Debug)]
enum Part {
    /// Path on the phone, or the zero that ends the batch.
    PhoneName,
    /// Path on the host.
    HostName,
    /// Length and code of the next block.
    BlockHead,
    /// Code byte of a block of this length.
    BlockCode(u32),
    /// Data of a block, so many bytes of it to come.
    Data(u32),
    /// Text behind a final code.
    EndText(u8),
}

/// The file at hand.
#[derive(Debug, Default)]
struct File {
    bytes: u64,
    /// Its path was refused: its bytes are skipped to stay in step.
    skipped: bool,
}

impl Receiving {
    pub(super) fn new(announced_bytes: u64) -> Self {
        Self {
            part: Part::PhoneName,
            batch: BatchSummary { announced_bytes, ..BatchSummary::default() },
            phone_path: String::new(),
            file: File::default(),
            refused: None,
        }
    }
}

impl Host {
    /// Takes the batch as far as the received bytes reach.
    pub(super) fn receive(&mut self, mut receiving: Receiving) -> Step {
        let step = match receiving.part {
            Part::PhoneName => self.receive_phone_name(&mut receiving),
            Part::HostName => self.receive_host_name(&mut receiving),
            Part::BlockHead => self.receive_block_head(&mut receiving),
            Part::BlockCode(length) => self.receive_block_code(&mut receiving, length),
            Part::Data(left) => self.receive_data(&mut receiving, left),
            Part::EndText(code) => self.receive_end_text(&mut receiving, code),
        };
        match step {
            Ok(Some(step)) => {
                self.state = State::Receiving(receiving);
                step
            }
            Ok(None) => self.end_of_batch(receiving),
            Err(violation) => self.violation(violation),
        }
    }

    /// A name as a unit; `None` until it is whole.
    fn name(&mut self, what: &'static str) -> Result<Option<u32>, Violation> {
        let Some(bytes) = self.unit.length(&mut self.input) else { return Ok(None) };
        let limits = &self.config.limits;
        if bytes > limits.path_skip_bytes_max {
            return Err(Violation::TooLong { what, bytes, bytes_max: limits.path_skip_bytes_max });
        }
        // One byte more than allowed is kept, so that the check sees it is too long.
        let whole = self.unit.collect(&mut self.input, limits.path_bytes_max + 1);
        Ok(whole.then_some(bytes))
    }

    fn receive_phone_name(&mut self, at: &mut Receiving) -> Result<Option<Step>, Violation> {
        match self.name("a path on the phone")? {
            None => Ok(Some(Step::Wait)),
            Some(0) => Ok(None),
            Some(_) => {
                let shown = self.unit.kept();
                let shown = &shown[..shown.len().min(1024)];
                at.phone_path = String::from_utf8_lossy(shown).into_owned();
                at.part = Part::HostName;
                Ok(Some(Step::Again))
            }
        }
    }

    fn receive_host_name(&mut self, at: &mut Receiving) -> Result<Option<Step>, Violation> {
        match self.name("a path on the host")? {
            None => return Ok(Some(Step::Wait)),
            Some(0) => return Err(Violation::ZeroLength { what: "a path on the host" }),
            Some(_) => {}
        }
        at.part = Part::BlockHead;
        at.file = File::default();
        match self.policy.check(self.unit.kept(), Use::Replace) {
            Ok(path) => {
                at.batch.files += 1;
                let phone_path = std::mem::take(&mut at.phone_path);
                self.queue.push_back(Output::File(FileEvent::Begin { path, phone_path }));
            }
            Err(refused) => {
                at.file.skipped = true;
                let path = refused.shown.clone();
                let status = self.refuse("upload", &path, refused);
                at.refused.get_or_insert(status);
            }
        }
        Ok(Some(Step::Again))
    }

    fn receive_block_head(&mut self, at: &mut Receiving) -> Result<Option<Step>, Violation> {
        let Some(bytes) = self.input.take_length() else { return Ok(Some(Step::Wait)) };
        let bytes_max = self.config.limits.block_bytes_max;
        if bytes == 0 {
            return Err(Violation::ZeroLength { what: "a block" });
        }
        if bytes > bytes_max {
            return Err(Violation::TooLong { what: "a block", bytes, bytes_max });
        }
        at.part = Part::BlockCode(bytes);
        Ok(Some(Step::Again))
    }

    fn receive_block_code(
        &mut self,
        at: &mut Receiving,
        length: u32,
    ) -> Result<Option<Step>, Violation> {
        let range = self.input.take(1);
        let Some(code) = self.input.get(range).first().copied() else {
            return Ok(Some(Step::Wait));
        };
        at.part = if code == BLOCK_DATA {
            Part::Data(length - 1)
        } else {
            self.unit.begin(length - 1);
            Part::EndText(code)
        };
        Ok(Some(Step::Again))
    }

    fn receive_data(&mut self, at: &mut Receiving, left: u32) -> Result<Option<Step>, Violation> {
        if left == 0 {
            at.part = Part::BlockHead;
            return Ok(Some(Step::Again));
        }
        let range = self.input.take(left as usize);
        if range.is_empty() {
            return Ok(Some(Step::Wait));
        }
        let taken = u32::try_from(range.len()).unwrap_or(left);
        at.part = Part::Data(left - taken);
        at.file.bytes += u64::from(taken);
        if at.file.skipped {
            return Ok(Some(Step::Again));
        }
        at.batch.bytes += u64::from(taken);
        Ok(Some(Step::Block(range)))
    }

    fn receive_end_text(
        &mut self,
        at: &mut Receiving,
        code: u8,
    ) -> Result<Option<Step>, Violation> {
        if !self.unit.collect(&mut self.input, self.config.limits.error_text_bytes_max) {
            return Ok(Some(Step::Wait));
        }
        at.part = Part::PhoneName;
        if !at.file.skipped {
            let text = String::from_utf8_lossy(self.unit.kept()).into_owned();
            let end = FileEnd { bytes: at.file.bytes, error: end_error(code, at.file.bytes, text) };
            self.queue.push_back(Output::File(FileEvent::End(end)));
        }
        Ok(Some(Step::Again))
    }

    fn end_of_batch(&mut self, receiving: Receiving) -> Step {
        self.ask(Question::FinishBatch(receiving.batch));
        self.enter(State::AwaitReply(Pending::Batch(receiving.refused)));
        Step::Again
    }
}

/// What a final code means. Some phones end good data with an empty 0x0B: no error.
fn end_error(code: u8, bytes: u64, text: String) -> Option<(StatusCode, String)> {
    match code {
        FILE_OK => None,
        FILE_IO_ERROR if bytes > 0 && text.is_empty() => None,
        _ => Some((StatusCode::from_final_byte(code), text)),
    }
}
