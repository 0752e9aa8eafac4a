//! The phone's log as lines of text (docs/protocol.md 7).
//!
//! Read here and not by the crate, whose reader grows without bound when no line ends.

use tokio::io::AsyncReadExt;

use crate::error::{Fault, LinkError};
use crate::phone::Phone;
use crate::stream::Stream;

/// Longer lines are cut.
const LINE_BYTES_MAX: usize = 8 * 1024;

/// One line of the log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LogLine {
    /// The process that wrote it.
    pub process: String,
    /// What it wrote, without the head.
    pub text: String,
    /// The whole line.
    pub line: String,
}

/// The running log of a phone.
#[derive(Debug)]
pub struct PhoneLog {
    stream: Box<dyn Stream>,
    buffer: Box<[u8]>,
    filled: std::ops::Range<usize>,
    line: Vec<u8>,
}

impl PhoneLog {
    /// Opens the log.
    ///
    /// # Errors
    /// Whatever broke.
    pub async fn open(phone: &mut Phone) -> Result<Self, LinkError> {
        let stream = phone.open_service("com.apple.syslog_relay", false).await?;
        Ok(Self::on(stream))
    }

    fn on(stream: Box<dyn Stream>) -> Self {
        let buffer = vec![0; 16 * 1024].into_boxed_slice();
        Self { stream, buffer, filled: 0..0, line: Vec::new() }
    }

    /// The text of the next line that the process `process` wrote; it may take for ever.
    ///
    /// # Errors
    /// The log ended.
    pub async fn next_of(&mut self, process: &str) -> Result<String, Fault> {
        loop {
            let line = self.next_line().await?;
            if let Some(text) = text_of(&line, process) {
                return Ok(text.to_owned());
            }
        }
    }

    /// The next line of which somebody wants the process and the text; it may take for ever.
    ///
    /// # Errors
    /// The log ended.
    pub async fn next_wanted(
        &mut self,
        wanted: impl Fn(&str, &str) -> bool,
    ) -> Result<LogLine, Fault> {
        loop {
            let line = self.next_line().await?;
            if let Some((process, text)) = parts_of(&line)
                && wanted(process, text)
            {
                let (process, text) = (process.to_owned(), text.to_owned());
                return Ok(LogLine { process, text, line });
            }
        }
    }

    async fn next_line(&mut self) -> Result<String, Fault> {
        self.line.clear();
        loop {
            for at in self.filled.by_ref() {
                match self.buffer[at] {
                    b'\n' | 0 if self.line.is_empty() => {}
                    b'\n' | 0 => return Ok(String::from_utf8_lossy(&self.line).into_owned()),
                    byte if self.line.len() < LINE_BYTES_MAX => self.line.push(byte),
                    _ => {}
                }
            }
            let len = self.stream.read(&mut self.buffer).await?;
            if len == 0 {
                return Err(Fault::Broken(std::io::ErrorKind::UnexpectedEof.into()));
            }
            self.filled = 0..len;
        }
    }
}

/// The text of a line that `process` wrote.
fn text_of<'a>(line: &'a str, process: &str) -> Option<&'a str> {
    parts_of(line).filter(|(name, _)| *name == process).map(|(_, text)| text)
}

/// Process and text of `… process[pid] <level>: text`, or `… process(library)[pid] <level>: text`.
fn parts_of(line: &str) -> Option<(&str, &str)> {
    let (head, text) = line.split_once(">: ")?;
    let name = head.rsplit_once('[')?.0;
    let name = name.split_once('(').map_or(name, |(name, _)| name);
    Some((name.rsplit(' ').next()?, text))
}

#[cfg(test)]
mod tests {
    use tokio::io::AsyncWriteExt;

    use super::*;

    #[tokio::test]
    async fn lines_of_one_process_are_picked_and_endless_ones_cut() {
        let (mut phone, host) = tokio::io::duplex(1 << 20);
        let mut log = PhoneLog::on(Box::new(host));
        phone.write_all(b"Nov  1 09:00:00 A SpringBoard[1] <Notice>: no\n\0").await.unwrap();
        phone.write_all(&[b'x'; 100_000]).await.unwrap();
        phone
            .write_all(b"\n\0Nov  1 09:00:01 A BackupAgent2(Lib)[2] <Error>: Scanned in 2 s\n\0")
            .await
            .unwrap();
        assert_eq!(log.next_of("BackupAgent2").await.unwrap(), "Scanned in 2 s");
        drop(phone);
        assert!(log.next_of("BackupAgent2").await.is_err());
    }
}
