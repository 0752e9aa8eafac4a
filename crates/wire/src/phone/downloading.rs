//! Downloading: files from the host, strictly in the order asked for.

use std::collections::VecDeque;

use super::{Phone, PhoneOutput, State, Step};
use crate::devicelink::StatusCode;
use crate::devicelink::units::{BLOCK_DATA, FILE_OK};

/// How far a download is.
#[derive(Debug)]
pub(super) struct Downloading {
    expected: VecDeque<String>,
    part: Part,
}

#[derive(Debug)]
enum Part {
    Name,
    BlockHead,
    BlockCode(u32),
    Data(u32),
    EndText(u8),
}

impl Downloading {
    pub(super) fn new(paths: Vec<String>) -> Self {
        Self { expected: paths.into(), part: Part::Name }
    }
}

impl Phone {
    pub(super) fn download(&mut self, mut at: Downloading) -> Step {
        let step = match at.part {
            Part::Name => self.download_name(&mut at),
            Part::BlockHead => self.download_block_head(&mut at),
            Part::BlockCode(length) => self.download_block_code(&mut at, length),
            Part::Data(left) => self.download_data(&mut at, left),
            Part::EndText(code) => self.download_end(&mut at, code),
        };
        match step {
            Ok(Some(step)) => {
                self.state = State::Downloading(at);
                step
            }
            Ok(None) => {
                self.state = State::ExpectStatus;
                Step::Again
            }
            Err(fault) => self.violation(fault),
        }
    }

    fn download_name(&mut self, at: &mut Downloading) -> Result<Option<Step>, String> {
        let Some(bytes) = self.unit.length(&mut self.input) else { return Ok(Some(Step::Wait)) };
        if bytes > 64 * 1024 {
            return Err(format!("a path of {bytes} bytes"));
        }
        if !self.unit.collect(&mut self.input, bytes) {
            return Ok(Some(Step::Wait));
        }
        if bytes == 0 {
            return match at.expected.front() {
                None => Ok(None),
                Some(path) => Err(format!("{path} was asked for and not sent")),
            };
        }
        let path = String::from_utf8_lossy(self.unit.kept()).into_owned();
        if at.expected.pop_front().as_deref() != Some(path.as_str()) {
            return Err(format!("{path} was sent and not asked for"));
        }
        self.queue.push_back(PhoneOutput::FileBegin { path });
        at.part = Part::BlockHead;
        Ok(Some(Step::Again))
    }

    fn download_block_head(&mut self, at: &mut Downloading) -> Result<Option<Step>, String> {
        let Some(bytes) = self.input.take_length() else { return Ok(Some(Step::Wait)) };
        if bytes == 0 {
            return Err("Empty response".into());
        }
        if bytes > self.config.block_bytes_max {
            return Err(format!("killed by the memory limiter: a block of {bytes} bytes"));
        }
        at.part = Part::BlockCode(bytes);
        Ok(Some(Step::Again))
    }

    fn download_block_code(
        &mut self,
        at: &mut Downloading,
        length: u32,
    ) -> Result<Option<Step>, String> {
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

    fn download_data(&mut self, at: &mut Downloading, left: u32) -> Result<Option<Step>, String> {
        if left == 0 {
            at.part = Part::BlockHead;
            return Ok(Some(Step::Again));
        }
        let range = self.input.take(left as usize);
        if range.is_empty() {
            return Ok(Some(Step::Wait));
        }
        at.part = Part::Data(left - u32::try_from(range.len()).unwrap_or(left));
        Ok(Some(Step::Block(range)))
    }

    fn download_end(&mut self, at: &mut Downloading, code: u8) -> Result<Option<Step>, String> {
        if !self.unit.collect(&mut self.input, 4096) {
            return Ok(Some(Step::Wait));
        }
        let text = String::from_utf8_lossy(self.unit.kept()).into_owned();
        let error = (code != FILE_OK).then(|| (StatusCode::from_final_byte(code), text));
        self.queue.push_back(PhoneOutput::FileEnd { error });
        at.part = Part::Name;
        Ok(Some(Step::Again))
    }
}
