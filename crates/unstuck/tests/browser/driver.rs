//! chromedriver, spoken to as W3C WebDriver says: JSON over loopback. The protocol is small, so
//! this is all of it that is needed here and no crate.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use serde_json::{Value, json};

/// No single request takes longer, however busy the machine is.
const ANSWER_LIMIT: Duration = Duration::from_secs(90);

/// A driver with one browser, until dropped.
pub(crate) struct Driver {
    child: Child,
    port: u16,
    session: String,
    _profile: tempfile::TempDir,
}

/// What the browser is like.
#[derive(Clone, Copy, Default)]
pub(crate) struct Kind<'a> {
    /// What it asks pages for; English without it.
    pub(crate) language: Option<&'a str>,
    /// Pages may run no script.
    pub(crate) scriptless: bool,
}

/// What a request to the driver came to: its value, or the name of the error with its message.
pub(crate) type Answer = Result<Value, (String, String)>;

impl Driver {
    pub(crate) fn start(kind: Kind<'_>) -> Self {
        let profile = tempfile::tempdir().unwrap();
        let mut command = Command::new("chromedriver");
        command.arg("--port=0").stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::null());
        // A group of its own: whatever the browser starts ends with it.
        #[cfg(unix)]
        std::os::unix::process::CommandExt::process_group(&mut command, 0);
        let mut child = match command.spawn() {
            Ok(child) => child,
            Err(error) => panic!("chromedriver cannot be run ({error}): ./test installs it"),
        };
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let port = lines.by_ref().map(Result::unwrap).find_map(|line| port_of(&line));
        // What it says later must not fill the pipe.
        std::thread::spawn(move || lines.for_each(drop));
        let port = port.expect("chromedriver says its port");
        let mut driver = Self { child, port, session: String::new(), _profile: profile };
        driver.open(kind);
        driver
    }

    fn open(&mut self, kind: Kind<'_>) {
        let profile = format!("--user-data-dir={}", self._profile.path().display());
        let language = kind.language.unwrap_or("en");
        let mut preferences = json!({ "intl.accept_languages": language });
        if kind.scriptless {
            preferences["profile.managed_default_content_settings.javascript"] = 2.into();
        }
        let arguments = [
            "--headless=new",
            "--no-sandbox",
            "--disable-dev-shm-usage",
            "--disable-gpu",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--window-size=1280,900",
            // Names are asked of nobody outside.
            "--host-resolver-rules=MAP unstuck.test 127.0.0.1, MAP * ~NOTFOUND, \
             EXCLUDE 127.0.0.1, EXCLUDE localhost",
            &profile,
        ];
        let capabilities = json!({ "capabilities": { "alwaysMatch": {
            "browserName": "chrome",
            "goog:chromeOptions": { "args": arguments, "prefs": preferences },
            "timeouts": { "script": 60_000, "pageLoad": 60_000 },
        } } });
        let made = self.ask("POST", "/session", &capabilities).expect("a browser that starts");
        self.session = format!("/session/{}", made["sessionId"].as_str().unwrap());
    }

    /// Asks for something of the session.
    pub(crate) fn of_session(&self, method: &str, path: &str, body: &Value) -> Answer {
        self.ask(method, &format!("{}{path}", self.session), body)
    }

    fn ask(&self, method: &str, path: &str, body: &Value) -> Answer {
        let broken = |error: std::io::Error| ("no answer".to_owned(), error.to_string());
        let (status, text) = http(self.port, method, path, body).map_err(broken)?;
        let mut answer: Value = serde_json::from_str(&text).unwrap_or_default();
        let value = answer["value"].take();
        if status == "200" {
            return Ok(value);
        }
        let part = |key: &str| value[key].as_str().unwrap_or_default().to_owned();
        Err((part("error"), part("message")))
    }
}

impl Drop for Driver {
    fn drop(&mut self) {
        // Asked first: then it closes the browser itself and leaves nothing behind.
        let _ = self.of_session("DELETE", "", &Value::Null);
        let _ = self.child.kill();
        let _ = self.child.wait();
        #[cfg(unix)]
        {
            let group = format!("-{}", self.child.id());
            let mut kill = Command::new("kill");
            kill.args(["-KILL", "--", &group]).stderr(Stdio::null());
            let _ = kill.status();
        }
    }
}

/// The port, from the line in which the driver says it.
fn port_of(line: &str) -> Option<u16> {
    let rest = line.split("started successfully on port ").nth(1)?;
    rest.trim_end_matches('.').parse().ok()
}

/// One request and its answer: status and body.
fn http(port: u16, method: &str, path: &str, body: &Value) -> std::io::Result<(String, String)> {
    let mut stream = TcpStream::connect(("127.0.0.1", port))?;
    stream.set_read_timeout(Some(ANSWER_LIMIT))?;
    let body = if body.is_null() { String::new() } else { body.to_string() };
    let head = format!(
        "{method} {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nConnection: close\r\n\
         Content-Type: application/json\r\nContent-Length: {}\r\n\r\n",
        body.len()
    );
    stream.write_all(format!("{head}{body}").as_bytes())?;
    let mut reader = BufReader::new(stream);
    let mut line = String::new();
    reader.read_line(&mut line)?;
    let status = line.split(' ').nth(1).unwrap_or_default().to_owned();
    let mut length = 0;
    loop {
        line.clear();
        reader.read_line(&mut line)?;
        if line.trim().is_empty() {
            break;
        }
        let (name, value) = line.split_once(':').unwrap_or_default();
        if name.eq_ignore_ascii_case("content-length") {
            length = value.trim().parse().unwrap_or(0);
        }
    }
    let mut text = vec![0; length];
    reader.read_exact(&mut text)?;
    Ok((status, String::from_utf8_lossy(&text).into_owned()))
}
