use std::collections::BTreeSet;

use super::{Rule, all, ask};
use crate::case::CaseFile;
use crate::cause::Cause;
use crate::diagnosis::{Options, diagnose};
use crate::knowledge::codes::{self, Code, Family};
use crate::knowledge::weights::Weight;
use crate::reading::{Reading, signatures};

/// Blocks of a page that begin with three backticks, `json` and this word.
fn stories(rule: &Rule, kind: &str) -> Vec<&'static str> {
    let mark = format!("```json {kind}\n");
    let blocks = rule.page.split(mark.as_str()).skip(1);
    blocks.map(|rest| rest.split("```").next().unwrap_or_default()).collect()
}

fn speaks(rule: &Rule, story: &str) -> bool {
    let parsed: Result<serde_json::Value, _> = serde_json::from_str(story);
    assert!(parsed.is_ok(), "{}: this story is no JSON: {story}", rule.id);
    let case = CaseFile::read(story.as_bytes()).into_case();
    ask(&Reading::of(&case)).iter().any(|finding| finding.rule == rule.id)
}

#[test]
fn every_rule_has_stories_and_keeps_to_them() {
    let mut broken = Vec::new();
    for rule in all() {
        let (fires, misses) = (stories(rule, "fires"), stories(rule, "near-miss"));
        assert!(!fires.is_empty() && !misses.is_empty(), "{} lacks a story", rule.id);
        for story in fires.into_iter().filter(|story| !speaks(rule, story)) {
            broken.push(format!("{} does not speak: {story}", rule.id));
        }
        for story in misses.into_iter().filter(|story| speaks(rule, story)) {
            broken.push(format!("{} speaks: {story}", rule.id));
        }
    }
    assert!(broken.is_empty(), "{}", broken.join("\n"));
}

#[test]
fn every_rule_has_a_page_with_its_headings() {
    for rule in all() {
        let title = format!("# {} {}\n", rule.id, rule.name);
        assert!(rule.page.starts_with(&title), "{}", rule.id);
        for heading in ["Meaning", "Impact", "How we know", "What to do", "Sources", "Stories"] {
            let there = rule.page.contains(&format!("\n## {heading}\n"));
            assert!(there, "{}: no {heading}", rule.id);
        }
    }
}

#[test]
fn ids_and_names_are_given_once() {
    let count = all().count();
    assert_eq!(all().map(|rule| rule.id).collect::<BTreeSet<_>>().len(), count);
    assert_eq!(all().map(|rule| rule.name).collect::<BTreeSet<_>>().len(), count);
}

/// The likeliest cause that is one, of a case with this one line.
fn leads_to(line: &str, tool: Option<&str>) -> Cause {
    let mut case = serde_json::json!({ "log": [line] });
    if let Some(tool) = tool {
        case["tool"] = tool.into();
    }
    let case = CaseFile::read(case.to_string().as_bytes()).into_case();
    let found = diagnose(&case, &Options::default());
    let causes = found.causes.iter().map(|likely| likely.cause);
    causes.into_iter().find(|cause| *cause != Cause::Unknown).unwrap_or(Cause::Unknown)
}

/// How a code stands in a log.
fn as_a_line(code: &Code) -> Option<String> {
    let (number, symbol) = (code.number, code.symbol);
    Some(match code.family {
        Family::BackupService => format!("it said (MBErrorDomain/{number})"),
        Family::Lockdown => format!("ERROR: Could not connect to lockdownd, error code {number}"),
        Family::BackupClient => format!("ERROR: Could not receive from mobilebackup2 ({number})"),
        Family::Connection => format!("IDEVICE_E_{symbol}"),
        Family::Usbmux => format!("usbmuxd result {number}"),
        Family::DeviceLink => format!("\"DLFileErrorCode\" = x; DLFileErrorCode = {number};"),
        Family::IdeviceCrate => format!("Error: IdeviceError::{symbol}"),
        Family::Afc => format!("AFC error {number}"),
        Family::AppleHost if number >= 0xE800_0000 => format!("AMDevice: 0x{number:X}"),
        Family::AppleHost => format!("an unknown error occurred ({number})."),
        Family::Url => format!("Error Domain=NSURLErrorDomain Code={number}"),
        Family::CloudKit => format!("<CKError 0x1068e: \"Failed\" ({number}/999); \"x\">"),
        Family::CloudKitInternal => format!("<CKError 0x1068e: \"Failed\" (1/{number}); \"x\">"),
        Family::Cocoa => format!("Error Domain=NSCocoaErrorDomain Code={number}"),
        Family::Errno => format!("OSError: [Errno {number}] x"),
        Family::Libusb => return None,
    })
}

#[test]
fn every_code_alone_leads_where_its_table_says() {
    let mut astray = Vec::new();
    for code in codes::all() {
        let meant = code.causes.first().map(|(cause, _)| *cause);
        let Some(meant) = meant.filter(|cause| *cause != Cause::Unknown) else { continue };
        let tool = (code.family == Family::AppleHost).then_some("itunes");
        let Some(line) = as_a_line(code) else { continue };
        let found = leads_to(&line, tool);
        // Where a table names two alike, either will do.
        let loudest = code.causes.iter().map(|(_, weight)| *weight).max();
        let alike = code.causes.iter().filter(|(_, weight)| Some(*weight) == loudest);
        if found != meant && alike.into_iter().all(|(cause, _)| *cause != found) {
            astray.push(format!("{line} means {}, led to {}", meant.id(), found.id()));
        }
    }
    assert!(astray.is_empty(), "{} astray:\n{}", astray.len(), astray.join("\n"));
}

#[test]
fn every_line_alone_leads_where_its_table_says() {
    let mut astray = Vec::new();
    for signature in signatures() {
        let loud = signature.causes.iter().filter(|(_, weight)| *weight >= Weight::Moderate);
        let meant: Vec<Cause> = loud.map(|(cause, _)| *cause).collect();
        if meant.is_empty() {
            continue;
        }
        for line in &signature.examples {
            let found = leads_to(line, None);
            if !meant.contains(&found) && !meant.contains(&Cause::Unknown) {
                let meant = meant[0].id();
                astray.push(format!(
                    "{} {line} means {meant}, led to {}",
                    signature.id,
                    found.id()
                ));
            }
        }
    }
    assert!(astray.is_empty(), "{} astray:\n{}", astray.len(), astray.join("\n"));
}
