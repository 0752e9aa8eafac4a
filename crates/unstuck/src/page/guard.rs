//! Who may see the page: a browser on this computer that was given the address, and nobody who
//! lures it here from elsewhere.

use std::net::SocketAddr;
use std::sync::Mutex;
use std::sync::PoisonError;

use axum::http::{HeaderMap, Method, header};

use crate::report::{Report, code};

/// Why somebody is turned away.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Refusal {
    /// Another name than this computer's own was asked for: DNS rebinding looks like that.
    Host,
    /// A page from elsewhere sends a form.
    Origin,
    /// Neither cookie nor token.
    Stranger,
    /// The token of the address was used already.
    Used,
    /// A form without its secret.
    Form,
}

/// Secrets of one start.
pub(crate) struct Guard {
    served: SocketAddr,
    /// Good for one opening.
    once: Mutex<Option<String>>,
    once_was: String,
    session: String,
    form: String,
}

impl Guard {
    /// A door for what is served on this address.
    pub(super) fn new(served: SocketAddr) -> Result<Self, Report> {
        let once = secret()?;
        let (session, form) = (secret()?, secret()?);
        Ok(Self { served, once_was: once.clone(), once: Mutex::new(Some(once)), session, form })
    }

    /// The address to open.
    pub(super) fn address(&self) -> String {
        format!("http://{}/?t={}", self.served, self.once_was)
    }

    /// Whether other computers reach it.
    pub(super) fn is_open_to_others(&self) -> bool {
        !self.served.ip().is_loopback()
    }

    /// For programs of others, as a bearer.
    pub(super) fn session(&self) -> &str {
        &self.session
    }

    /// What stands in every form.
    pub(super) fn form(&self) -> &str {
        &self.form
    }

    /// The cookie that takes the place of the token. Cookies know no ports: it is in the name.
    pub(super) fn cookie(&self) -> String {
        format!(
            "unstuck-{}={}; HttpOnly; SameSite=Strict; Path=/",
            self.served.port(),
            self.session
        )
    }

    /// Takes the token of an address, once.
    pub(super) fn take(&self, token: &str) -> Result<(), Refusal> {
        let mut once = self.once.lock().unwrap_or_else(PoisonError::into_inner);
        if once.as_deref().is_some_and(|once| same(once, token)) {
            *once = None;
            return Ok(());
        }
        Err(if same(&self.once_was, token) { Refusal::Used } else { Refusal::Stranger })
    }

    /// Whether the names are this computer's: for everything, pictures included.
    pub(super) fn names(&self, headers: &HeaderMap) -> Result<(), Refusal> {
        let host = text(headers, header::HOST.as_str()).unwrap_or_default();
        let local = || format!("localhost:{}", self.served.port());
        let is_ours = host.eq_ignore_ascii_case(&self.served.to_string())
            || (!self.is_open_to_others() && host.eq_ignore_ascii_case(&local()));
        if !is_ours {
            return Err(Refusal::Host);
        }
        match text(headers, header::ORIGIN.as_str()) {
            Some(origin) if !origin.eq_ignore_ascii_case(&format!("http://{host}")) => {
                Err(Refusal::Origin)
            }
            _ => Ok(()),
        }
    }

    /// Whether somebody was let in before.
    pub(super) fn knows(&self, headers: &HeaderMap) -> bool {
        let name = format!("unstuck-{}", self.served.port());
        let cookies = headers.get_all(header::COOKIE).iter().filter_map(|line| line.to_str().ok());
        let mut pairs = cookies.flat_map(|line| line.split(';')).filter_map(|c| c.split_once('='));
        pairs.any(|(key, value)| key.trim() == name && same(value.trim(), &self.session))
            || self.bears(headers)
    }

    /// A program with the token of the API: no browser adds that by itself.
    pub(super) fn bears(&self, headers: &HeaderMap) -> bool {
        let bearer = text(headers, header::AUTHORIZATION.as_str());
        bearer.and_then(|b| b.strip_prefix("Bearer ")).is_some_and(|b| same(b, &self.session))
    }

    /// Whether a form came from a page of ours.
    pub(super) fn is_ours(&self, secret: &str) -> Result<(), Refusal> {
        if same(secret, &self.form) { Ok(()) } else { Err(Refusal::Form) }
    }
}

/// Whether a method may change anything.
pub(super) fn changes(method: &Method) -> bool {
    !matches!(*method, Method::GET | Method::HEAD | Method::OPTIONS)
}

fn text<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    headers.get(name).and_then(|value| value.to_str().ok())
}

/// Compares without telling by time where they differ.
fn same(one: &str, other: &str) -> bool {
    blake3::hash(one.as_bytes()) == blake3::hash(other.as_bytes())
}

/// 24 random bytes, as letters.
pub(super) fn secret() -> Result<String, Report> {
    let mut bytes = [0u8; 24];
    getrandom::fill(&mut bytes)
        .map_err(|error| Report::new(code::FAILED, "No random numbers.").saw(error.to_string()))?;
    Ok(bytes.iter().map(|byte| format!("{byte:02x}")).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn guard(served: &str) -> Guard {
        Guard::new(served.parse().unwrap()).unwrap()
    }

    #[test]
    fn an_address_opens_once() {
        let guard = guard("127.0.0.1:4000");
        let token = guard.address().split("?t=").nth(1).unwrap().to_owned();
        assert_eq!(guard.take("wrong"), Err(Refusal::Stranger));
        assert_eq!(guard.take(&token), Ok(()));
        assert_eq!(guard.take(&token), Err(Refusal::Used));
    }

    fn asked(guard: &Guard, host: &str, origin: Option<&str>) -> Result<(), Refusal> {
        let mut headers = HeaderMap::new();
        headers.insert(header::HOST, host.parse().unwrap());
        if let Some(origin) = origin {
            headers.insert(header::ORIGIN, origin.parse().unwrap());
        }
        guard.names(&headers)
    }

    #[test]
    fn names_of_others_are_refused() {
        let guard = guard("127.0.0.1:4000");
        let ask = |host, origin| asked(&guard, host, origin);
        assert_eq!(ask("127.0.0.1:4000", Some("http://127.0.0.1:4000")), Ok(()));
        assert_eq!(ask("evil.example:4000", None), Err(Refusal::Host));
        assert_eq!(ask("127.0.0.1:4001", None), Err(Refusal::Host));
        assert_eq!(ask("localhost:4000", Some("http://evil.example")), Err(Refusal::Origin));
        assert_eq!(ask("localhost:4000", Some("null")), Err(Refusal::Origin));
    }

    #[test]
    fn on_an_address_of_the_network_only_its_own_name_counts() {
        let guard = guard("192.0.2.7:4000");
        assert!(guard.is_open_to_others());
        assert_eq!(asked(&guard, "192.0.2.7:4000", Some("http://192.0.2.7:4000")), Ok(()));
        assert_eq!(asked(&guard, "localhost:4000", None), Err(Refusal::Host));
        assert_eq!(asked(&guard, "evil.example:4000", None), Err(Refusal::Host));
        assert_eq!(
            asked(&guard, "192.0.2.7:4000", Some("http://evil.example")),
            Err(Refusal::Origin)
        );
        assert!(guard_v6().address().starts_with("http://[::1]:4000/?t="));
    }

    fn guard_v6() -> Guard {
        guard("[::1]:4000")
    }
}
