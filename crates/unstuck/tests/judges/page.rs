//! schemathesis reads the document of the page's API and asks everything it allows, and much
//! that it does not: no server error, and no answer that the document does not know.

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};

use serde_json::Value;

use crate::room::{Room, finish};

/// Ends with the test.
struct Serving(Child);

impl Drop for Serving {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

#[test]
fn the_api_of_the_page_is_as_its_document_says() {
    let room = Room::new();
    let mut command = room.command(&["--json", "--patience", "0.05", "serve"]);
    let mut serving = Serving(command.stderr(Stdio::null()).spawn().unwrap());
    let mut line = String::new();
    BufReader::new(serving.0.stdout.take().unwrap()).read_line(&mut line).unwrap();
    let page: Value = serde_json::from_str(&line).unwrap();
    let host = page["address"].as_str().unwrap().split("/?").next().unwrap();
    let token = format!("Authorization: Bearer {}", page["api_token"].as_str().unwrap());

    let programs = Path::new(env!("CARGO_TARGET_TMPDIR")).join("../judges-page/bin");
    let mut judge = Command::new(programs.join("schemathesis"));
    // All of its checks, and the same few hundred questions every time: some seconds.
    judge
        .args(["run", &format!("{host}/api/openapi.json"), "--header", &token])
        .args(["--checks", "all", "--max-examples", "12", "--seed", "7", "--no-color"])
        .args(["--request-timeout", "30"])
        .current_dir(room.path(""))
        .env("HOME", room.path(""))
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    let said = match judge.spawn() {
        Ok(child) => finish(child),
        Err(error) => panic!("schemathesis cannot be run ({error}): ./test installs it"),
    };
    assert_eq!(said.code, 0, "{}\n{}", said.out, said.err);
}
