//! A stream that does not believe lengths, put below clients that do.
//!
//! The `idevice` crate allocates whatever length the phone announces, unfolds any plist and
//! subtracts header lengths without looking. The guard reads each frame itself, with bounds,
//! looks at it, and only then hands it on.

use std::io;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use unstuck_plist::Bounds;

use crate::stream::Stream;

/// How frames look on a stream.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Framing {
    /// `u32be` length, plist.
    Plist,
    /// AFC packets: 40 bytes of header with two lengths in it.
    Afc,
}

/// No answer of the services used is longer. Info about all apps of a phone is a few MB.
const FRAME_BYTES_MAX: usize = 32 << 20;
const AFC_HEADER_BYTES: usize = 40;

/// The stream.
#[derive(Debug)]
pub(crate) struct Guarded {
    stream: Box<dyn Stream>,
    framing: Framing,
    /// The frame at hand: received so far, and how much of it was handed on.
    frame: Vec<u8>,
    handed: usize,
    checked: bool,
}

impl Guarded {
    pub(crate) fn new(stream: Box<dyn Stream>, framing: Framing) -> Self {
        Self { stream, framing, frame: Vec::new(), handed: 0, checked: false }
    }

    /// Bytes the frame needs, as far as can be said: its header first.
    fn needed(&self) -> io::Result<usize> {
        let refuse = |what: String| Err(io::Error::new(io::ErrorKind::InvalidData, what));
        let number = |at: usize| {
            let mut bytes = [0; 8];
            bytes.copy_from_slice(&self.frame[at..at + 8]);
            usize::try_from(u64::from_le_bytes(bytes)).unwrap_or(usize::MAX)
        };
        let needed = match self.framing {
            Framing::Plist if self.frame.len() < 4 => 4,
            Framing::Plist => {
                let mut length = [0; 4];
                length.copy_from_slice(&self.frame[..4]);
                4 + u32::from_be_bytes(length) as usize
            }
            Framing::Afc if self.frame.len() < AFC_HEADER_BYTES => AFC_HEADER_BYTES,
            Framing::Afc => {
                let (whole, this) = (number(8), number(16));
                if this < AFC_HEADER_BYTES || whole < this {
                    return refuse(format!("an AFC packet of {whole} and {this} bytes"));
                }
                whole
            }
        };
        if needed > FRAME_BYTES_MAX {
            return refuse(format!("an answer of {needed} bytes"));
        }
        Ok(needed)
    }

    /// Looks at a whole frame.
    fn check(&mut self) -> io::Result<()> {
        if self.framing == Framing::Plist {
            let body = &mut self.frame[4..];
            if !body.starts_with(b"bplist") {
                // Old phones put control characters into XML.
                for byte in body.iter_mut().filter(|byte| **byte < 0x20) {
                    if !matches!(byte, b'\t' | b'\n' | b'\r') {
                        *byte = b' ';
                    }
                }
            }
            unstuck_plist::check(body, Bounds::MESSAGE)
                .map_err(|fault| io::Error::new(io::ErrorKind::InvalidData, fault.to_string()))?;
        }
        self.checked = true;
        Ok(())
    }
}

impl AsyncRead for Guarded {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let this = &mut *self;
        loop {
            if this.checked && this.handed < this.frame.len() {
                let rest = &this.frame[this.handed..];
                let len = rest.len().min(buffer.remaining());
                buffer.put_slice(&rest[..len]);
                this.handed += len;
                return Poll::Ready(Ok(()));
            }
            if this.checked {
                this.frame.clear();
                (this.handed, this.checked) = (0, false);
            }
            let missing = this.needed()? - this.frame.len();
            if missing == 0 {
                // An empty plist frame is 4 bytes long and checked as such.
                this.check()?;
                continue;
            }
            let mut piece = [0; 16 * 1024];
            let wanted = missing.min(piece.len());
            let mut read = ReadBuf::new(&mut piece[..wanted]);
            ready!(Pin::new(&mut this.stream).poll_read(context, &mut read))?;
            if read.filled().is_empty() {
                return Poll::Ready(Ok(()));
            }
            this.frame.extend_from_slice(read.filled());
        }
    }
}

impl AsyncWrite for Guarded {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.stream).poll_write(context, bytes)
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(context)
    }
}

#[cfg(test)]
mod tests {
    use tokio::io::{AsyncReadExt, AsyncWriteExt};

    use super::*;

    async fn through(framing: Framing, bytes: &[u8]) -> io::Result<Vec<u8>> {
        let (mut phone, host) = tokio::io::duplex(64);
        let bytes = bytes.to_vec();
        tokio::spawn(async move {
            let _ = phone.write_all(&bytes).await;
        });
        let mut guarded = Guarded::new(Box::new(host), framing);
        let mut out = Vec::new();
        guarded.read_to_end(&mut out).await?;
        Ok(out)
    }

    fn plist_frame(body: &[u8]) -> Vec<u8> {
        let mut frame = u32::try_from(body.len()).unwrap().to_be_bytes().to_vec();
        frame.extend_from_slice(body);
        frame
    }

    #[tokio::test]
    async fn honest_frames_pass_and_control_characters_become_spaces() {
        let frame = plist_frame(b"<plist><string>a\x01b</string></plist>");
        let mut two = frame.clone();
        two.extend_from_slice(&frame);
        let out = through(Framing::Plist, &two).await.unwrap();
        assert_eq!(out.len(), two.len());
        assert!(out.windows(3).any(|window| window == b"a b"));
    }

    #[tokio::test]
    async fn lengths_beyond_belief_never_reach_the_client() {
        let huge = through(Framing::Plist, &[0xFF, 0xFF, 0xFF, 0xFF, 1]).await;
        assert_eq!(huge.unwrap_err().kind(), io::ErrorKind::InvalidData);
        let deep = plist_frame("<array>".repeat(1000).as_bytes());
        assert!(through(Framing::Plist, &deep).await.is_err());
        let mut short = b"CFA6LPAA".to_vec();
        for field in [40u64, 12, 0, 1] {
            short.extend_from_slice(&field.to_le_bytes());
        }
        assert!(through(Framing::Afc, &short).await.is_err());
    }
}
