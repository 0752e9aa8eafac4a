//! Where the usbmux daemon is found.

use std::fmt;
use std::io;
use std::str::FromStr;

use thiserror::Error;
use tokio::net::TcpStream;

use crate::error::Fault;
use crate::stream::Stream;

/// Address of a usbmux daemon, in every form other clients understand
/// (docs/protocol.md 2.1).
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum MuxAddress {
    /// A Unix socket.
    Unix(String),
    /// Host (name, IPv4, or IPv6 in brackets) and port.
    Tcp(String),
}

/// Not an address.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("USBMUXD_SOCKET_ADDRESS is {text:?}; expected HOST:PORT, UNIX:/path or /path")]
pub struct AddressFault {
    /// What was given.
    pub text: String,
}

impl MuxAddress {
    /// What `USBMUXD_SOCKET_ADDRESS` says, or where this system has its daemon.
    ///
    /// # Errors
    /// The variable is set to something that is no address.
    pub fn from_environment() -> Result<Self, AddressFault> {
        match std::env::var("USBMUXD_SOCKET_ADDRESS") {
            Ok(text) if !text.is_empty() => text.parse(),
            _ => Ok(Self::default()),
        }
    }

    /// Opens a connection to the daemon.
    ///
    /// # Errors
    /// [`Fault::NoDaemon`]
    pub async fn connect(&self) -> Result<Box<dyn Stream>, Fault> {
        let connected: io::Result<Box<dyn Stream>> = match self {
            Self::Tcp(address) => match TcpStream::connect(address.as_str()).await {
                Ok(stream) => {
                    // A message goes out as one write; waiting for more costs 40 ms each.
                    stream.set_nodelay(true).map(|()| Box::new(stream) as Box<dyn Stream>)
                }
                Err(error) => Err(error),
            },
            Self::Unix(path) => connect_unix(path).await,
        };
        connected.map_err(|source| Fault::NoDaemon { address: self.to_string(), source })
    }
}

#[cfg(unix)]
async fn connect_unix(path: &str) -> io::Result<Box<dyn Stream>> {
    Ok(Box::new(tokio::net::UnixStream::connect(path).await?))
}

#[cfg(not(unix))]
async fn connect_unix(_path: &str) -> io::Result<Box<dyn Stream>> {
    Err(io::Error::new(io::ErrorKind::Unsupported, "this system has no Unix sockets"))
}

impl Default for MuxAddress {
    /// Apple Mobile Device Service listens on a TCP port on Windows; everything else has a
    /// Unix socket.
    fn default() -> Self {
        if cfg!(windows) {
            Self::Tcp("127.0.0.1:27015".into())
        } else {
            Self::Unix("/var/run/usbmuxd".into())
        }
    }
}

impl FromStr for MuxAddress {
    type Err = AddressFault;

    fn from_str(text: &str) -> Result<Self, AddressFault> {
        let fault = || AddressFault { text: text.into() };
        if text.get(..5).is_some_and(|prefix| prefix.eq_ignore_ascii_case("unix:")) {
            let path = &text[5..];
            return if path.is_empty() { Err(fault()) } else { Ok(Self::Unix(path.into())) };
        }
        if text.starts_with('/') {
            return Ok(Self::Unix(text.into()));
        }
        let (host, port) = text.rsplit_once(':').ok_or_else(fault)?;
        let bracketed = host.starts_with('[') && host.ends_with(']');
        let sane = !host.is_empty() && (bracketed || !host.contains(':'));
        if !sane || port.parse::<u16>().is_err() {
            return Err(fault());
        }
        Ok(Self::Tcp(text.into()))
    }
}

impl fmt::Display for MuxAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unix(path) => f.write_str(path),
            Self::Tcp(address) => f.write_str(address),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_five_forms_of_other_clients_are_read() {
        let unix = |path: &str| Ok(MuxAddress::Unix(path.into()));
        let tcp = |address: &str| Ok(MuxAddress::Tcp(address.into()));
        assert_eq!("UNIX:/run/mux".parse(), unix("/run/mux"));
        assert_eq!("/run/mux".parse(), unix("/run/mux"));
        assert_eq!("127.0.0.1:27015".parse(), tcp("127.0.0.1:27015"));
        assert_eq!("localhost:27015".parse(), tcp("localhost:27015"));
        assert_eq!("[::1]:27015".parse(), tcp("[::1]:27015"));
    }

    #[test]
    fn what_is_no_address_is_named() {
        for bad in ["", "localhost", "UNIX:", "::1:27015", "host:port", "host:70000", ":1"] {
            assert_eq!(bad.parse::<MuxAddress>().unwrap_err().text, bad);
        }
    }
}
