use proptest::prelude::*;

use super::text;
use crate::case::CaseFile;

#[test]
fn what_happened_stays() {
    let kept = [
        "ErrorCode 105: Insufficient free disk space on drive to back up (MBErrorDomain/105)",
        "Could not perform backup protocol version exchange, error code -1",
        "[=====     ]  38% Finished",
        "usb 1-2: reset high-speed USB device number 18 using xhci_hcd",
        "My iPhone 13 on iOS 17.1.2 hangs and iTunes 12.6.1.25 is no help",
        "Negotiated Protocol Version 2.1",
        "10:11:12 started, 0xE8000084 at the end",
        "gateway.icloud.com cannot be reached",
        "Insufficient free disk space on device to restore (44526002176 < 51895967372)",
    ];
    for line in kept {
        assert_eq!(text(line), line);
    }
}

#[test]
fn private_things_go() {
    let cases = [
        ("Sending '00008030-001D35093EF2402E/Status.plist' (189 Bytes)", "001D35093EF2402E"),
        ("find: /Users/ada/Library/Application Support/MobileSync/Backup: no", "ada"),
        ("find: /Users/ada/Library/Application Support/MobileSync/Backup: no", "/ada/"),
        (r"saved to C:\Users\Ada Lovelace\AppData\Roaming", "Lovelace"),
        ("Aug 7 12:52:05 Greg-iPhone BackupAgent2[328]: x", "Greg"),
        ("could not back up \u{201c}Zelda\u{201d}, Zelda Fitzgerald's iPhone", "Fitzgerald"),
        ("joined SSID: Villa Kunterbunt, channel 6", "Kunterbunt"),
        ("Connected to network \"Villa Kunterbunt\" at last", "Kunterbunt"),
        ("mail me at ada.l@example.org please", "ada.l"),
        ("call +49 151 2345678 or (555) 123-4567", "123-4567"),
        ("call +49 151 2345678 or (555) 123-4567", "2345678"),
        ("from 192.168.17.4:62078 and fe80::1c2a:3bff:fe4d%en0", "192.168"),
        ("from 192.168.17.4:62078 and fe80::1c2a:3bff:fe4d%en0", "fe80"),
        ("a4:83:e7:12:34:56@fe80::1", "a4:83"),
        ("ecid 7241234567890123, serial F2LW41ABJCLP", "F2LW41"),
        ("ecid 7241234567890123, serial F2LW41ABJCLP", "72412345"),
        ("nas-of-ada.local does not answer", "ada"),
    ];
    for (line, secret) in cases {
        let shown = text(line);
        assert!(!shown.contains(secret), "{secret} in {shown}");
    }
}

#[test]
fn private_facts_are_replaced_as_a_whole() {
    let file = br#"{"facts":{"device_name":"Ada","udid":"x1","ip_address":"10.0.0.1",
        "free_bytes":12345678901234567,"target_path":"/Users/ada/x","vpn":true},
        "device":"iPhone 13"}"#;
    let shared = CaseFile::read(file).into_case().shareable().to_json();
    let facts = &shared["facts"];
    for name in ["device_name", "udid", "ip_address"] {
        assert_eq!(facts[name], "‹private›");
    }
    assert_eq!(facts["free_bytes"], 12345678901234567u64 as f64);
    assert_eq!(facts["vpn"], true);
    assert_eq!(shared["device"], "iPhone 13");
    assert!(!shared.to_string().contains("ada"));
}

fn hex(length: usize) -> impl Strategy<Value = String> {
    // One digit at least: a word of letters only is no identifier.
    proptest::string::string_regex(&format!("[0-9][0-9a-f]{{{}}}", length - 1)).expect("a pattern")
}

fn secret() -> impl Strategy<Value = String> {
    prop_oneof![
        hex(40),
        (hex(8), hex(16)).prop_map(|(a, b)| format!("{}-{}", a.to_uppercase(), b.to_uppercase())),
        "[1-9][0-9]{14,15}",
        "[A-Z0-9]{3}[0-9][A-Z0-9]{8}"
            .prop_filter("not all digits", |s| { s.bytes().any(|byte| byte.is_ascii_uppercase()) }),
        "[0-9a-f]{2}(:[0-9a-f]{2}){5}",
        any::<[u8; 4]>().prop_map(|[a, b, c, d]| format!("{a}.{b}.{c}.{d}")),
        "[a-z]{3,8}[.][a-z]{3,8}@[a-z]{3,8}[.](org|com|net)",
        "[+][1-9][0-9] [0-9]{3} [0-9]{7}",
        "[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{11}[0-9]",
        "/Users/[a-z]{4,9}/[A-Z][a-z]{4,9}",
        "C:\\\\Users\\\\[a-z]{4,9}\\\\[A-Z][a-z]{4,9}",
        "[A-Z][a-z]{4,9}['\u{2019}]s iPhone",
    ]
}

proptest! {
    #[test]
    fn no_secret_is_left(
        secret in secret(),
        before in "(Device |error at |Found |\\(|'|\"|: |)",
        after in "( is gone|, retrying|\\)|'|\"|\\.|: no|)",
        in_fact in any::<bool>(),
    ) {
        // A path in brackets or quotes ends at the bracket that opened it or goes on; both hide.
        let line = format!("{before}{secret}{after}");
        let file = if in_fact {
            serde_json::json!({ "facts": { "seen": line } })
        } else {
            serde_json::json!({ "report": line.clone(), "log": [line] })
        };
        let shared = CaseFile::read(file.to_string().as_bytes()).into_case().shareable();
        let shown = shared.to_json().to_string();
        let hidden = secret.replace('\\', "\\\\");
        prop_assert!(!shown.contains(&hidden), "{secret} in {shown}");
        for part in ["/Users/", "C:\u{5c}Users\u{5c}"] {
            if let Some(name) = secret.strip_prefix(part) {
                let user = name.split(['/', '\\']).next().unwrap_or_default();
                prop_assert!(!shown.contains(user), "{user} in {shown}");
            }
        }
    }

    #[test]
    fn any_text_can_be_looked_through(words in "\\PC{0,200}") {
        let once = text(&words);
        prop_assert_eq!(words.lines().count(), once.lines().count());
    }
}
