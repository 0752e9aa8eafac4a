//! The page, served by the real binary, with or without a simulated iPhone at the cable.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::{Child, Stdio};
use std::time::Instant;

use serde_json::Value;

use crate::driver::Kind;
use crate::room::{Room, Simulator};
use crate::window::{LIMIT, Window};

/// A page that is served until the test is over.
pub(crate) struct Served {
    child: Child,
    /// The address that opens once.
    pub(crate) address: String,
    /// `127.0.0.1:PORT`.
    pub(crate) host: String,
    token: String,
    /// iPhones at the cable.
    _phone: Option<Simulator>,
    _room: Room,
}

impl Served {
    /// Without any iPhone in reach of this computer.
    pub(crate) fn alone() -> Self {
        Self::start(Room::new(), None, "1")
    }

    /// The same, and whoever waits there waits a twentieth of the time.
    pub(crate) fn hasty() -> Self {
        Self::start(Room::new(), None, "0.05")
    }

    /// With a simulated iPhone at the cable, which the page takes for a real one.
    pub(crate) fn with_phone(scenario: &str, set: &[&str]) -> Self {
        let room = Room::new();
        let phone = room.simulator(scenario, set);
        Self::start(room, Some(phone), "1")
    }

    fn start(room: Room, phone: Option<Simulator>, patience: &str) -> Self {
        let mut command = room.command(&["--json", "--patience", patience, "serve"]);
        if let Some(phone) = &phone {
            command.env("USBMUXD_SOCKET_ADDRESS", &phone.address);
        }
        let mut child = command.stderr(Stdio::null()).spawn().unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let object: Value = serde_json::from_str(&line).unwrap();
        let address = object["address"].as_str().unwrap().to_owned();
        let host = address.trim_start_matches("http://").split('/').next().unwrap().to_owned();
        let token = object["api_token"].as_str().unwrap().to_owned();
        Self { child, address, host, token, _phone: phone, _room: room }
    }

    /// A window that was let in.
    pub(crate) fn window(&self) -> Window {
        self.window_of(Kind::default())
    }

    pub(crate) fn window_of(&self, kind: Kind<'_>) -> Window {
        let window = Window::open(kind);
        self.enter(&window);
        window
    }

    /// Opens the address that Unstuck printed.
    pub(crate) fn enter(&self, window: &Window) {
        window.go(&self.address);
        // The page behind it comes by itself.
        let end = Instant::now() + LIMIT;
        while !window.source().contains("<main") {
            assert!(Instant::now() < end, "{}", window.source());
        }
    }

    /// The whole address of a page.
    pub(crate) fn page(&self, path: &str) -> String {
        format!("http://{}{path}", self.host)
    }

    /// What the API says, as a program asks it.
    pub(crate) fn state(&self) -> Value {
        let mut stream = TcpStream::connect(&self.host).unwrap();
        self.request(&mut stream, "/api/v1/state");
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        let body = answer.split("\r\n\r\n").nth(1).unwrap_or_default();
        serde_json::from_str(body).unwrap_or_default()
    }

    fn request(&self, stream: &mut TcpStream, path: &str) {
        let (host, token) = (&self.host, &self.token);
        write!(
            stream,
            "GET {path} HTTP/1.1\r\nHost: {host}\r\nAuthorization: Bearer {token}\r\n\
             Connection: close\r\n\r\n"
        )
        .unwrap();
    }

    /// Looks whenever a window would be told of a change, until something is so.
    pub(crate) fn until(&self, what: &str, is_so: impl Fn(&Value) -> bool) -> Value {
        let mut window = TcpStream::connect(&self.host).unwrap();
        self.request(&mut window, "/events");
        let told = BufReader::new(window).lines().map(Result::unwrap);
        for _ in told.filter(|line| line.starts_with("data:")).take(600) {
            let state = self.state();
            if is_so(&state) {
                return state;
            }
        }
        panic!("never: {what}: {}", self.state());
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
