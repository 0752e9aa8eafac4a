//! A TLS stream with one buffer: records are read into it and decrypted in it.
//!
//! The usual joint of rustls and tokio copies every byte four times and asks the socket for four
//! kilobytes at a time. A backup is hundreds of gigabytes through this one stream, so the joint
//! is made anew over rustls' own interface for callers who bring their buffers.

use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio_rustls::rustls::client::{ClientConnectionData, UnbufferedClientConnection};
use tokio_rustls::rustls::pki_types::ServerName;
use tokio_rustls::rustls::unbuffered::{
    ConnectionState, EncodeError, EncryptError, InsufficientSizeError, UnbufferedStatus,
};
use tokio_rustls::rustls::{ClientConfig, Error};

use crate::stream::Stream;

/// Bytes asked of the socket at once: a dozen records.
const INCOMING_BYTES: usize = 256 * 1024;

/// The client's end of a TLS connection.
pub(super) struct TlsStream {
    stream: Box<dyn Stream>,
    tls: UnbufferedClientConnection,
    incoming: Incoming,
    /// Decrypted and not yet taken.
    plain: Vec<u8>,
    plain_taken: usize,
    outgoing: Vec<u8>,
    outgoing_sent: usize,
    end: Option<End>,
}

/// How the other end stopped sending.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum End {
    /// With the goodbye of TLS.
    Goodbye,
    /// Without it.
    Cut,
}

/// What the connection wants next.
enum Want {
    /// More bytes of the socket.
    Input,
    /// Something was decrypted.
    Take,
    /// Something is to be sent.
    Send,
    /// The other end said goodbye.
    Nothing,
}

impl std::fmt::Debug for TlsStream {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("TlsStream").field("stream", &self.stream).finish_non_exhaustive()
    }
}

impl TlsStream {
    /// Shakes hands over `stream`.
    ///
    /// # Errors
    /// `InvalidData` when the two ends do not understand or know each other; else as the
    /// stream says.
    pub(super) async fn connect(
        config: Arc<ClientConfig>,
        name: ServerName<'static>,
        stream: Box<dyn Stream>,
    ) -> io::Result<Self> {
        let mut this = Self {
            stream,
            tls: UnbufferedClientConnection::new(config, name).map_err(invalid)?,
            incoming: Incoming::new(),
            plain: Vec::new(),
            plain_taken: 0,
            outgoing: Vec::new(),
            outgoing_sent: 0,
            end: None,
        };
        std::future::poll_fn(|context| this.poll_handshake(context)).await?;
        Ok(this)
    }

    fn poll_handshake(&mut self, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        loop {
            let want = self.process(&mut ReadBuf::new(&mut []));
            // An alert that says why we refuse must still go out.
            ready!(self.poll_send(context))?;
            match want? {
                Want::Input if !self.tls.is_handshaking() => {
                    return Pin::new(&mut self.stream).poll_flush(context);
                }
                Want::Input => {
                    ready!(Pin::new(&mut self.stream).poll_flush(context))?;
                    if ready!(self.poll_fill(context))? == 0 {
                        return Poll::Ready(Err(io::ErrorKind::UnexpectedEof.into()));
                    }
                }
                Want::Nothing => return Poll::Ready(Err(io::ErrorKind::UnexpectedEof.into())),
                Want::Take | Want::Send => {}
            }
        }
    }

    /// Lets TLS work on what came until it wants something. What is decrypted goes into `out`,
    /// and what does not fit there waits.
    fn process(&mut self, out: &mut ReadBuf<'_>) -> io::Result<Want> {
        loop {
            let UnbufferedStatus { discard, state, .. } =
                self.tls.process_tls_records(self.incoming.filled());
            let want = match state {
                Ok(ConnectionState::ReadTraffic(mut traffic)) => {
                    while let Some(record) = traffic.next_record() {
                        let payload = record.map_err(invalid)?.payload;
                        let (now, later) = payload.split_at(payload.len().min(out.remaining()));
                        out.put_slice(now);
                        self.plain.extend_from_slice(later);
                    }
                    Some(Want::Take)
                }
                Ok(ConnectionState::EncodeTlsData(mut data)) => {
                    let encoded = append(&mut self.outgoing, |room| data.encode(room));
                    encoded.map_err(|error| io::Error::other(error.to_string()))?;
                    None
                }
                Ok(ConnectionState::TransmitTlsData(data)) => {
                    data.done();
                    Some(Want::Send)
                }
                Ok(ConnectionState::PeerClosed | ConnectionState::Closed) => {
                    self.end = Some(End::Goodbye);
                    Some(Want::Nothing)
                }
                Ok(_) => Some(Want::Input),
                Err(error) => {
                    self.incoming.discard(discard);
                    return self.refused(error);
                }
            };
            self.incoming.discard(discard);
            if let Some(want) = want {
                return Ok(want);
            }
        }
    }

    /// The other end is not whom or what we expected. TLS has an alert for it, which is put
    /// into `outgoing`.
    fn refused(&mut self, error: Error) -> io::Result<Want> {
        while let UnbufferedStatus { state: Ok(ConnectionState::EncodeTlsData(mut data)), .. } =
            self.tls.process_tls_records(self.incoming.filled())
        {
            if append(&mut self.outgoing, |room| data.encode(room)).is_err() {
                break;
            }
        }
        Err(invalid(error))
    }

    /// Reads from the socket into the free part of the buffer.
    fn poll_fill(&mut self, context: &mut Context<'_>) -> Poll<io::Result<usize>> {
        let mut room = ReadBuf::new(self.incoming.room()?);
        ready!(Pin::new(&mut self.stream).poll_read(context, &mut room))?;
        let len = room.filled().len();
        self.incoming.fill(len);
        Poll::Ready(Ok(len))
    }

    /// Sends what is encrypted.
    fn poll_send(&mut self, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        while self.outgoing_sent < self.outgoing.len() {
            let pending = &self.outgoing[self.outgoing_sent..];
            let len = ready!(Pin::new(&mut self.stream).poll_write(context, pending))?;
            if len == 0 {
                return Poll::Ready(Err(io::ErrorKind::WriteZero.into()));
            }
            self.outgoing_sent += len;
        }
        self.outgoing.clear();
        self.outgoing_sent = 0;
        Poll::Ready(Ok(()))
    }

    /// Hands over what was decrypted before.
    fn take_plain(&mut self, out: &mut ReadBuf<'_>) {
        let waiting = &self.plain[self.plain_taken..];
        let len = waiting.len().min(out.remaining());
        out.put_slice(&waiting[..len]);
        self.plain_taken += len;
        if self.plain_taken == self.plain.len() {
            self.plain.clear();
            self.plain_taken = 0;
        }
    }

    /// Encrypts with whatever `act` does once TLS is ready to send.
    fn encrypt(
        &mut self,
        mut act: impl FnMut(
            &mut tokio_rustls::rustls::unbuffered::WriteTraffic<'_, ClientConnectionData>,
            &mut [u8],
        ) -> Result<usize, EncryptError>,
    ) -> io::Result<()> {
        loop {
            // TLS hands over what came before it lets anybody send.
            match self.process(&mut ReadBuf::new(&mut []))? {
                Want::Take | Want::Send => continue,
                Want::Input | Want::Nothing => {}
            }
            let UnbufferedStatus { discard, state, .. } =
                self.tls.process_tls_records(self.incoming.filled());
            let result = match state {
                Ok(ConnectionState::WriteTraffic(mut traffic)) => {
                    append(&mut self.outgoing, |room| act(&mut traffic, room))
                        .map_err(|error| io::Error::other(error.to_string()))
                }
                _ => Err(io::ErrorKind::BrokenPipe.into()),
            };
            self.incoming.discard(discard);
            return result;
        }
    }
}

impl AsyncRead for TlsStream {
    fn poll_read(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
        out: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let this = self.get_mut();
        let before = out.remaining();
        loop {
            this.take_plain(out);
            // Records that are here already go along, as far as there is room.
            let full = out.remaining() == 0;
            if full || (this.end.is_some() && out.remaining() < before) {
                return Poll::Ready(Ok(()));
            }
            match this.end {
                Some(End::Goodbye) => return Poll::Ready(Ok(())),
                Some(End::Cut) => return Poll::Ready(Err(io::ErrorKind::UnexpectedEof.into())),
                None => {}
            }
            match this.process(out)? {
                Want::Take | Want::Nothing => {}
                // A key update of the phone's wants an answer; it goes with the next write.
                Want::Send => {}
                Want::Input if out.remaining() < before => return Poll::Ready(Ok(())),
                Want::Input => {
                    if ready!(this.poll_fill(context))? == 0 {
                        this.end = Some(End::Cut);
                    }
                }
            }
        }
    }
}

impl AsyncWrite for TlsStream {
    fn poll_write(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        let this = self.get_mut();
        // What was taken before must be out first, or the buffer would grow without end.
        ready!(this.poll_send(context))?;
        let bytes = &bytes[..bytes.len().min(INCOMING_BYTES)];
        this.encrypt(|traffic, room| traffic.encrypt(bytes, room))?;
        // Sent as far as the socket takes it at once; the rest goes with the next call.
        if let Poll::Ready(Err(error)) = this.poll_send(context) {
            return Poll::Ready(Err(error));
        }
        Poll::Ready(Ok(bytes.len()))
    }

    fn poll_flush(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        let this = self.get_mut();
        ready!(this.poll_send(context))?;
        Pin::new(&mut this.stream).poll_flush(context)
    }

    fn poll_shutdown(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        let this = self.get_mut();
        if this.outgoing.is_empty() {
            // A peer that is gone needs no goodbye.
            let _ = this.encrypt(|traffic, room| traffic.queue_close_notify(room));
        }
        ready!(this.poll_send(context))?;
        Pin::new(&mut this.stream).poll_shutdown(context)
    }
}

/// Bytes of the socket that TLS did not use yet.
struct Incoming {
    bytes: Box<[u8]>,
    start: usize,
    end: usize,
}

impl Incoming {
    fn new() -> Self {
        Self { bytes: vec![0; INCOMING_BYTES].into_boxed_slice(), start: 0, end: 0 }
    }

    fn filled(&mut self) -> &mut [u8] {
        &mut self.bytes[self.start..self.end]
    }

    fn discard(&mut self, len: usize) {
        self.start = (self.start + len).min(self.end);
        if self.start == self.end {
            (self.start, self.end) = (0, 0);
        }
    }

    /// Room for more. A record begun is moved to the front: less than 17 KB, once a buffer.
    fn room(&mut self) -> io::Result<&mut [u8]> {
        if self.start > 0 {
            self.bytes.copy_within(self.start..self.end, 0);
            (self.start, self.end) = (0, self.end - self.start);
        }
        if self.end == self.bytes.len() {
            return Err(io::Error::new(io::ErrorKind::InvalidData, "a TLS record without end"));
        }
        Ok(&mut self.bytes[self.end..])
    }

    fn fill(&mut self, len: usize) {
        self.end = (self.end + len).min(self.bytes.len());
    }
}

/// Errors that name the room they need.
trait NamesRoom {
    fn required(&self) -> Option<usize>;
}

impl NamesRoom for EncodeError {
    fn required(&self) -> Option<usize> {
        match self {
            Self::InsufficientSize(InsufficientSizeError { required_size }) => Some(*required_size),
            _ => None,
        }
    }
}

impl NamesRoom for EncryptError {
    fn required(&self) -> Option<usize> {
        match self {
            Self::InsufficientSize(InsufficientSizeError { required_size }) => Some(*required_size),
            _ => None,
        }
    }
}

/// Appends what `write` puts into the room it is given; it is asked again with as much room as
/// it says it needs.
fn append<E: NamesRoom>(
    out: &mut Vec<u8>,
    mut write: impl FnMut(&mut [u8]) -> Result<usize, E>,
) -> Result<(), E> {
    let len = out.len();
    let mut room = 1024;
    loop {
        out.resize(len + room, 0);
        match write(&mut out[len..]) {
            Ok(written) => {
                out.truncate(len + written);
                return Ok(());
            }
            Err(error) => match error.required().filter(|needed| *needed > room) {
                Some(needed) => room = needed,
                None => {
                    out.truncate(len);
                    return Err(error);
                }
            },
        }
    }
}

fn invalid(error: Error) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, error)
}
