//! Which crate may know which (ARCHITECTURE.md).

use std::collections::BTreeMap;

use crate::house::root;

/// Each crate of ours and those it may know.
const ARROWS: [(&str, &[&str]); 10] = [
    ("plist", &[]),
    ("wire", &["plist"]),
    ("manifest", &["plist"]),
    ("vault", &["manifest"]),
    ("backup", &["manifest", "vault", "wire"]),
    ("diagnosis", &[]),
    ("link", &["plist", "wire"]),
    ("probe", &["diagnosis", "link", "manifest"]),
    ("sim", &["backup", "manifest", "plist", "vault", "wire"]),
    ("unstuck", &["backup", "diagnosis", "link", "manifest", "probe", "sim", "vault", "wire"]),
];

#[test]
fn crates_know_only_whom_they_may() {
    let allowed = BTreeMap::from(ARROWS);
    let mut seen = 0;
    for entry in std::fs::read_dir(root().join("crates")).unwrap() {
        let folder = entry.unwrap().path();
        let name = folder.file_name().unwrap().to_str().unwrap().to_owned();
        let text = std::fs::read_to_string(folder.join("Cargo.toml")).unwrap();
        let manifest: toml::Table = text.parse().unwrap();
        let allowed = allowed.get(name.as_str()).unwrap_or_else(|| panic!("{name} is new here"));
        for dependency in manifest["dependencies"].as_table().unwrap().keys() {
            if let Some(known) = dependency.strip_prefix("unstuck-") {
                assert!(allowed.contains(&known), "{name} must not know {known}");
            }
        }
        assert_eq!(manifest["lints"]["workspace"].as_bool(), Some(true), "{name}");
        seen += 1;
    }
    assert_eq!(seen, allowed.len());
}

#[test]
fn nobody_writes_unsafe_code() {
    let text = std::fs::read_to_string(root().join("Cargo.toml")).unwrap();
    let workspace: toml::Table = text.parse().unwrap();
    let lint = &workspace["workspace"]["lints"]["rust"]["unsafe_code"];
    assert_eq!(lint.as_str(), Some("forbid"));
}
