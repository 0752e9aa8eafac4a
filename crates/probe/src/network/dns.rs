//! Names to addresses: through the system, or by asking one server, which tells a refusal from
//! silence.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::time::Duration;

use tokio::net::UdpSocket;
use tokio::time::timeout;

/// Who is asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Resolver {
    /// The system, as every program does.
    System,
    /// This server, over UDP.
    Server(SocketAddr),
}

/// What came of a name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Answer {
    Addresses(Vec<IpAddr>),
    /// There is no such name, or it is refused: said at once.
    Refused,
    /// Nobody answered.
    Silent,
}

/// A name is answered within milliseconds, over a bad line within a second or two.
const TIME_MAX: Duration = Duration::from_secs(3);

impl Resolver {
    pub(super) async fn ask(self, host: &str) -> Answer {
        match self {
            Self::System => match timeout(TIME_MAX, tokio::net::lookup_host((host, 0))).await {
                Err(_) => Answer::Silent,
                Ok(Err(_)) => Answer::Refused,
                Ok(Ok(found)) => known(found.map(|address| address.ip()).collect()),
            },
            Self::Server(server) => match timeout(TIME_MAX, query(server, host)).await {
                Ok(Some(answer)) => answer,
                Ok(None) | Err(_) => Answer::Silent,
            },
        }
    }
}

fn known(addresses: Vec<IpAddr>) -> Answer {
    if addresses.is_empty() { Answer::Refused } else { Answer::Addresses(addresses) }
}

/// Whether an answer to a public name cannot be true: filters answer with addresses of nobody,
/// of this computer, or of a box in the house.
pub(super) fn is_lie(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(v4) => {
            v4.is_unspecified() || v4.is_loopback() || v4.is_private() || v4.is_link_local()
        }
        IpAddr::V6(v6) => v6.is_unspecified() || v6.is_loopback() || v6.is_unique_local(),
    }
}

const ID: [u8; 2] = [0x55, 0x4e];

/// Asks for IPv4 addresses (RFC 1035, section 4).
async fn query(server: SocketAddr, host: &str) -> Option<Answer> {
    let socket = UdpSocket::bind((Ipv4Addr::UNSPECIFIED, 0)).await.ok()?;
    socket.connect(server).await.ok()?;
    let mut message = vec![ID[0], ID[1], 1, 0, 0, 1, 0, 0, 0, 0, 0, 0];
    for label in host.split('.') {
        message.push(u8::try_from(label.len()).ok().filter(|length| *length < 64)?);
        message.extend_from_slice(label.as_bytes());
    }
    message.extend_from_slice(&[0, 0, 1, 0, 1]);
    socket.send(&message).await.ok()?;
    let mut answer = [0; 1500];
    let length = socket.recv(&mut answer).await.ok()?;
    read(&answer[..length], message.len())
}

/// The addresses in an answer whose question is as long as asked.
fn read(answer: &[u8], mut at: usize) -> Option<Answer> {
    let count = |at: usize| Some(u16::from_be_bytes(answer.get(at..at + 2)?.try_into().ok()?));
    if answer.get(..2)? != ID {
        return None;
    }
    if answer.get(3)? & 0x0f != 0 {
        return Some(Answer::Refused);
    }
    let mut addresses = Vec::new();
    for _ in 0..count(6)?.min(64) {
        // A name is labels, or ends with a pointer of two bytes.
        loop {
            match *answer.get(at)? {
                0 => break at += 1,
                length if length >= 0xc0 => break at += 2,
                length => at += usize::from(length) + 1,
            }
        }
        let (kind, length) = (count(at)?, usize::from(count(at + 8)?));
        let data = answer.get(at + 10..at + 10 + length)?;
        if let (1, Ok(bytes)) = (kind, <[u8; 4]>::try_from(data)) {
            addresses.push(IpAddr::from(bytes));
        }
        at += 10 + length;
    }
    Some(known(addresses))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn answers_are_read_and_hostile_ones_survived() {
        let mut answer = vec![0x55, 0x4e, 0x81, 0x80, 0, 1, 0, 1, 0, 0, 0, 0];
        answer.extend_from_slice(&[1, b'a', 0, 0, 1, 0, 1]);
        let question = answer.len();
        answer.extend_from_slice(&[0xc0, 12, 0, 1, 0, 1, 0, 0, 0, 9, 0, 4, 17, 2, 3, 4]);
        let right = Answer::Addresses(vec![[17, 2, 3, 4].into()]);
        assert_eq!(read(&answer, question), Some(right));
        for cut in 0..answer.len() {
            let _ = read(&answer[..cut], question);
        }
        answer[3] = 0x83;
        assert_eq!(read(&answer, question), Some(Answer::Refused));
        answer[0] = 0;
        assert_eq!(read(&answer, question), None);
    }

    #[test]
    fn addresses_of_nobody_and_of_the_house_are_lies() {
        for lie in ["0.0.0.0", "127.0.0.1", "192.168.1.1", "::", "::1", "fd00::1"] {
            assert!(is_lie(lie.parse().unwrap()), "{lie}");
        }
        assert!(!is_lie("17.253.1.1".parse().unwrap()));
    }
}
