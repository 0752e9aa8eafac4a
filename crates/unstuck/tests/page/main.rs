//! The page as a browser speaks with it, over plain HTTP, through the real binary.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on may stop")]

mod backups;
mod care;
#[path = "../cli/room.rs"]
#[allow(dead_code, reason = "shared with the tests of the command line")]
mod room;
mod tongues;

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, Stdio};

use serde_json::Value;

/// A page that is served until the test is over.
struct Served {
    child: Child,
    host: String,
    token: String,
    bearer: String,
    _home: Option<tempfile::TempDir>,
}

impl Served {
    fn start() -> Self {
        let home = tempfile::tempdir().unwrap();
        let mut served = Self::start_in(home.path());
        served._home = Some(home);
        served
    }

    /// With a home that somebody else keeps.
    fn start_in(home: &Path) -> Self {
        Self::start_with(home, &[])
    }

    /// With options of `serve`.
    fn start_with(home: &Path, options: &[&str]) -> Self {
        let mut child = Command::new(env!("CARGO_BIN_EXE_unstuck"))
            .args(["--json", "--patience", "0.05", "serve"])
            .args(options)
            .env("UNSTUCK_HOME", home)
            .env("USBMUXD_SOCKET_ADDRESS", "127.0.0.1:1")
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let object: Value = serde_json::from_str(&line).unwrap();
        let address = object["address"].as_str().unwrap();
        let (host, token) = address.trim_start_matches("http://").split_once("/?t=").unwrap();
        Self {
            host: host.to_owned(),
            token: token.to_owned(),
            bearer: format!("Authorization: Bearer {}", object["api_token"].as_str().unwrap()),
            child,
            _home: None,
        }
    }

    /// Asks; the whole answer as text.
    fn ask(&self, what: &str, headers: &[&str], body: &str) -> String {
        let mut stream = TcpStream::connect(&self.host).unwrap();
        let mut lines: Vec<String> = headers.iter().map(|line| (*line).to_owned()).collect();
        if !lines.iter().any(|line| line.starts_with("Host:")) {
            lines.push(format!("Host: {}", self.host));
        }
        let lines = lines.join("\r\n");
        let length = body.len();
        write!(
            stream,
            "{what} HTTP/1.1\r\n{lines}\r\nConnection: close\r\n\
             Content-Length: {length}\r\n\r\n{body}"
        )
        .unwrap();
        let mut answer = Vec::new();
        // A server that refuses a body need not read it.
        let _ = stream.read_to_end(&mut answer);
        String::from_utf8_lossy(&answer).into_owned()
    }

    /// Asks, and once more as long as the page says that a list is being read.
    fn get(&self, path: &str) -> String {
        let mut answer = String::new();
        for _ in 0..600 {
            answer = self.ask(&format!("GET {path}"), &[&self.bearer], "");
            if !answer.contains("http-equiv=\"refresh\" content=\"1\"") {
                break;
            }
        }
        answer
    }

    fn form(&self, path: &str, body: &str) -> String {
        let kind = "Content-Type: application/x-www-form-urlencoded";
        self.ask(&format!("POST {path}"), &[&self.bearer, kind], body)
    }

    /// A form as a browser sends it when there are files in it.
    fn multipart(&self, path: &str, fields: &[(&str, &str)]) -> String {
        let mut body = String::new();
        for (name, value) in fields {
            let file = if *name == "file" { "; filename=\"own.log\"" } else { "" };
            let head = format!("Content-Disposition: form-data; name=\"{name}\"{file}");
            body += &format!("--limit\r\n{head}\r\n\r\n{value}\r\n");
        }
        body += "--limit--\r\n";
        let kind = "Content-Type: multipart/form-data; boundary=limit";
        self.ask(&format!("POST {path}"), &[&self.bearer, kind], &body)
    }

    /// Tells what is seen; where the answer is.
    fn tell(&self, fields: &[(&str, &str)]) -> String {
        let csrf = self.csrf();
        let all = [&[("csrf", csrf.as_str())], fields].concat();
        place_of(&self.multipart("/tell", &all))
    }

    fn json(&self, path: &str, body: &str) -> String {
        self.ask(&format!("POST {path}"), &[&self.bearer, "Content-Type: application/json"], body)
    }

    /// The secret of its forms.
    fn csrf(&self) -> String {
        let page = self.get("/");
        let rest = page.split("name=\"csrf\" value=\"").nth(1).unwrap();
        rest.split('"').next().unwrap().to_owned()
    }

    /// Looks whenever a window would be told of a change, until something is so.
    fn until(&self, what: &str, is_so: impl Fn(&Value) -> bool) -> Value {
        let mut window = TcpStream::connect(&self.host).unwrap();
        let (host, bearer) = (&self.host, &self.bearer);
        write!(window, "GET /events HTTP/1.1\r\nHost: {host}\r\n{bearer}\r\n\r\n").unwrap();
        let told = BufReader::new(window).lines().map(Result::unwrap);
        for _ in told.filter(|line| line.starts_with("data:")).take(2_000) {
            let answer = self.get("/api/v1/state");
            let body = answer.split("\r\n\r\n").nth(1).unwrap_or_default();
            let state: Value = serde_json::from_str(body).unwrap_or_default();
            if is_so(&state) {
                return state;
            }
        }
        panic!("never: {what}");
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn status(answer: &str) -> &str {
    answer.get(9..12).unwrap_or(answer)
}

#[test]
fn only_whoever_has_the_address_comes_in_and_once() {
    let served = Served::start();
    let stranger = served.ask("GET /", &[], "");
    assert_eq!(status(&stranger), "403");
    assert!(stranger.contains("Open the address that Unstuck printed"), "{stranger}");
    assert_eq!(status(&served.ask("GET /?t=wrong", &[], "")), "403");
    assert_eq!(status(&served.ask("GET /api/v1/state", &[], "")), "401");

    let opening = format!("GET /?t={}", served.token);
    let opened = served.ask(&opening, &[], "");
    assert_eq!(status(&opened), "200");
    let cookie = opened.lines().find_map(|line| line.strip_prefix("set-cookie: ")).unwrap();
    assert!(cookie.contains("HttpOnly") && cookie.contains("SameSite=Strict"));
    let cookie = format!("Cookie: {}", cookie.split(';').next().unwrap());
    assert_eq!(status(&served.ask("GET /", &[&cookie], "")), "200");
    let again = served.ask(&opening, &[], "");
    assert!(status(&again) == "403" && again.contains("opened once already"), "{again}");
}

#[test]
fn names_and_forms_of_others_are_refused_and_answers_are_sealed() {
    let served = Served::start();
    let foreign = served.ask("GET /", &[&served.bearer, "Host: evil.example"], "");
    assert!(status(&foreign) == "403" && foreign.contains("not the one Unstuck gave you"));
    let origin = served.ask("POST /stop", &[&served.bearer, "Origin: http://evil.example"], "");
    assert_eq!(status(&origin), "403");
    assert_eq!(status(&served.form("/stop", "csrf=wrong")), "403");
    assert_eq!(status(&served.get("/start")), "405");
    let page = served.get("/");
    for line in [
        "content-security-policy: default-src 'none'",
        "cache-control: no-store",
        "x-content-type-options: nosniff",
    ] {
        assert!(page.contains(line), "{line}");
    }
    assert!(
        !page.contains(&served.token) && !page.contains(" style=") && !page.contains("onclick")
    );
}

#[test]
fn every_address_at_once_is_none_to_serve_on() {
    let home = tempfile::tempdir().unwrap();
    let mut command = Command::new(env!("CARGO_BIN_EXE_unstuck"));
    let command = command.args(["serve", "--listen", "0.0.0.0"]).env("UNSTUCK_HOME", home.path());
    let output = command.output().unwrap();
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    assert_eq!(output.status.code(), Some(1), "{said}");
    assert!(said.contains("Name the one address with --listen"), "{said}");
}

// Other systems have no further address of their own.
#[cfg(target_os = "linux")]
#[test]
fn another_address_is_served_under_its_own_name_only() {
    let home = tempfile::tempdir().unwrap();
    let mut served = Served::start_with(home.path(), &["--listen", "127.0.0.2"]);
    assert!(served.host.starts_with("127.0.0.2:"), "{}", served.host);
    assert_eq!(status(&served.get("/api/v1/state")), "200");
    let own = served.host.replace("127.0.0.2", "127.0.0.1");
    let reached = std::mem::replace(&mut served.host, own);
    assert!(TcpStream::connect(&served.host).is_err(), "it was told to serve elsewhere");
    served.host = reached;
}

#[test]
fn every_page_is_small_and_in_every_language() {
    let served = Served::start();
    let paths = ["/", "/tell", "/backups", "/restart?model=iphone+13+mini", "/methods", "/explain"];
    for path in paths {
        for (tag, word) in [("en", "Language"), ("de", "Sprache"), ("es", "Idioma"), ("zh", "语言")]
        {
            let language = format!("Accept-Language: {tag}");
            let page = served.ask(&format!("GET {path}"), &[&served.bearer, &language], "");
            assert_eq!(status(&page), "200", "{path}");
            assert!(page.contains(word), "{path} {tag}");
            assert!(page.len() < 150_000, "{path}: {} bytes", page.len());
        }
    }
}

#[test]
fn the_way_that_is_recommended_is_named_before_its_reason() {
    let served = Served::start();
    let page = served.get("/methods");
    let named = page.find("Take: Unstuck by cable").unwrap();
    assert!(page[named..].contains("It is the only one that proves what it made"), "{page}");
}

#[test]
fn words_get_an_answer_and_a_case_to_keep() {
    let served = Served::start();
    let place = served.tell(&[("words", "the iphone is locked <script>"), ("log", "nonsense")]);
    let page = served.get(&place);
    assert!(page.contains("Next step:") && !page.contains("<script>"), "{page}");
    let case = served.get(&format!("{place}/case.json"));
    assert!(case.contains("content-disposition: attachment"), "{case}");
    assert!(!page.contains("Only the last"), "{page}");
}

#[test]
fn a_huge_log_is_read_at_its_end_and_what_is_no_text_is_said() {
    let served = Served::start();
    let mut log = "nothing of note\n".repeat(1_500_000);
    log += "the iphone is locked, the passcode was not typed\n";
    let page = served.get(&served.tell(&[("file", &log)]));
    assert!(page.contains("Only the last 10 MB") && page.contains("Next step:"), "{page}");
    let page = served.get(&served.tell(&[("file", "\u{1}\0\0\u{2}PNG\0\0"), ("words", "stuck")]));
    assert!(page.contains("The file is no text"), "{page}");
    assert_eq!(status(&served.form("/tell", "words=x")), "400");
    let foreign = served.multipart("/tell", &[("words", "x")]);
    assert_eq!(status(&foreign), "403", "{foreign}");
    let unsaid = served.multipart("/tell", &[("csrf", "wrong"), ("words", "x")]);
    assert_eq!(status(&unsaid), "403", "{unsaid}");
}

#[test]
fn answers_and_attempts_lead_on_and_nothing_is_asked_or_offered_twice() {
    let served = Served::start();
    let csrf = served.csrf();
    let words = "the backup in Finder stops half way and says the iphone disconnected";
    let place = served.tell(&[("words", words)]);
    let page = served.get(&place);
    let question = "Does another cable, in another port and without a hub, change anything?";
    assert!(page.contains(question) && page.contains("/explain/cable-port-hub"), "{page}");
    let body = format!("csrf={csrf}&answer=yes");
    let place = place_of(&served.form(&format!("{place}/more"), &body));
    let surer = served.get(&place);
    assert!(!surer.contains(&format!("lang=\"en\">{question}")), "{surer}");
    assert!(percent(&surer) > percent(&page) + 10, "{} {}", percent(&surer), percent(&page));
    // The step did not help: another is next.
    let step = next_step(&surer);
    let body = format!("csrf={csrf}&tried=true");
    let page = served.get(&place_of(&served.form(&format!("{place}/more"), &body)));
    assert_ne!(next_step(&page), step, "{page}");
    let forged = served.form(&format!("{place}/more"), "csrf=wrong&tried=true");
    assert_eq!(status(&forged), "403");
}

/// Where an answer leads.
fn place_of(answer: &str) -> String {
    assert_eq!(status(answer), "303", "{answer}");
    answer.lines().find_map(|line| line.strip_prefix("location: ")).unwrap().to_owned()
}

/// How sure it is.
fn percent(page: &str) -> u32 {
    let rest = page.split("How sure: ").nth(1).unwrap();
    rest.split(' ').next().unwrap().parse().unwrap()
}

/// The headline of the next step.
fn next_step(page: &str) -> String {
    page.split("Next step:").nth(1).unwrap().split("</h2>").next().unwrap().to_owned()
}

#[test]
fn a_run_goes_on_whoever_looks_and_ends_proven() {
    let served = Served::start();
    assert_eq!(status(&served.json("/api/v1/start", r#"{"scenario":"../x"}"#)), "404");
    let csrf = served.csrf();
    assert_eq!(status(&served.form("/start", &format!("csrf={csrf}&with=healthy"))), "303");
    assert_eq!(status(&served.json("/api/v1/start", r#"{"scenario":"healthy"}"#)), "409");
    let state = served.until("a run that ends", |state| state["running"] == false);
    assert_eq!(state["run"]["result"]["outcome"], "complete", "{state}");
    let page = served.get("/");
    assert!(page.contains("Your backup is made and proven."), "{page}");
    assert!(page.contains("Nothing has been lost: your backup of"), "{page}");
    assert!(served.get("/backups").contains("Proven, last "));
}

#[cfg(target_os = "linux")]
#[test]
fn without_a_display_it_says_what_look_says_and_how_to_go_on() {
    let home = tempfile::tempdir().unwrap();
    let said = Command::new(env!("CARGO_BIN_EXE_unstuck"))
        .env("UNSTUCK_HOME", home.path())
        .env("USBMUXD_SOCKET_ADDRESS", "127.0.0.1:1")
        .env_remove("DISPLAY")
        .env_remove("WAYLAND_DISPLAY")
        .output()
        .unwrap();
    let text = [said.stderr, said.stdout].concat();
    let text = String::from_utf8_lossy(&text);
    assert!(text.contains("unstuck rescue") && text.contains("unstuck serve"), "{text}");
    assert!(text.contains("Next"), "{text}");
}

#[test]
fn a_wrong_password_and_a_stop_are_told_plainly() {
    let served = Served::start();
    assert_eq!(status(&served.json("/api/v1/start", r#"{"scenario":"encrypted"}"#)), "202");
    let state = served.until("a question", |state| state["question"]["kind"] == "password");
    let id = &state["question"]["id"];
    let page = served.get("/");
    assert!(page.contains("The backups of this iPhone have a password."));
    assert!(!page.contains("http-equiv=\"refresh\""), "nobody's typing is swept away");
    let answer = format!(r#"{{"id":{id},"say":"password","password":"not it"}}"#);
    assert_eq!(status(&served.json("/api/v1/answer", &answer)), "200");
    assert_eq!(status(&served.json("/api/v1/answer", &answer)), "409");
    let state = served.until("an end or a step", |state| {
        state["running"] == false || state["question"].is_object()
    });
    assert!(!state.to_string().contains("not it"), "{state}");
    assert_eq!(status(&served.json("/api/v1/stop", "{}")), "200");
    served.until("an end", |state| state["running"] == false);
}
