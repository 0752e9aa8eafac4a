use std::collections::BTreeSet;

use super::{Rule, all, ask};
use crate::case::CaseFile;
use crate::reading::Reading;

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
