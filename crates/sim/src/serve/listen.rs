//! Sockets to be found at.

use std::fmt;
use std::io;
use std::net::SocketAddr;
use std::str::FromStr;

use thiserror::Error;
use tokio::net::TcpListener;

use super::Server;

/// Where a server listens.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Address {
    /// A TCP address; port 0 takes any that is free.
    Tcp(SocketAddr),
    /// A Unix socket.
    Unix(String),
}

/// Not an address.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("{text:?} is no address: use 127.0.0.1:PORT or UNIX:PATH")]
pub struct AddressFault {
    /// What was given.
    pub text: String,
}

impl FromStr for Address {
    type Err = AddressFault;

    fn from_str(text: &str) -> Result<Self, AddressFault> {
        let fault = || AddressFault { text: text.into() };
        if let Some(path) = text.strip_prefix("UNIX:").or(text.strip_prefix("unix:")) {
            return if path.is_empty() { Err(fault()) } else { Ok(Self::Unix(path.into())) };
        }
        if text.starts_with('/') {
            return Ok(Self::Unix(text.into()));
        }
        text.parse().map(Self::Tcp).map_err(|_| fault())
    }
}

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Tcp(address) => fmt::Display::fmt(address, f),
            Self::Unix(path) => write!(f, "UNIX:{path}"),
        }
    }
}

impl Server {
    /// Listens, and tells where before the first client is taken. Ends with an error only.
    ///
    /// # Errors
    /// The address cannot be listened on.
    pub async fn listen(&self, address: &Address, ready: impl FnOnce(&Address)) -> io::Result<()> {
        match address {
            Address::Tcp(address) => {
                let listener = TcpListener::bind(address).await?;
                ready(&Address::Tcp(listener.local_addr()?));
                loop {
                    let (stream, _) = listener.accept().await?;
                    stream.set_nodelay(true)?;
                    let server = self.clone();
                    tokio::spawn(async move { server.serve(stream).await });
                }
            }
            Address::Unix(path) => self.listen_unix(path, ready).await,
        }
    }

    #[cfg(unix)]
    async fn listen_unix(&self, path: &str, ready: impl FnOnce(&Address)) -> io::Result<()> {
        // A socket nobody listens on any more may be left from a run before.
        if tokio::net::UnixStream::connect(path).await.is_err() {
            let _ = std::fs::remove_file(path);
        }
        let listener = tokio::net::UnixListener::bind(path)?;
        ready(&Address::Unix(path.into()));
        loop {
            let (stream, _) = listener.accept().await?;
            let server = self.clone();
            tokio::spawn(async move { server.serve(stream).await });
        }
    }

    #[cfg(not(unix))]
    async fn listen_unix(&self, _path: &str, _ready: impl FnOnce(&Address)) -> io::Result<()> {
        let text = "this system has no Unix sockets: use 127.0.0.1:PORT";
        Err(io::Error::new(io::ErrorKind::Unsupported, text))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_read_as_other_usbmux_programs_write_them() {
        assert_eq!("UNIX:/run/x".parse(), Ok(Address::Unix("/run/x".into())));
        assert_eq!("/run/x".parse(), Ok(Address::Unix("/run/x".into())));
        assert!(matches!("127.0.0.1:27015".parse(), Ok(Address::Tcp(_))));
        assert!("localhost".parse::<Address>().is_err());
    }
}
