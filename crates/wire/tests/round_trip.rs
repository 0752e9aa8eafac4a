//! What one end encodes, the other decodes to the same, for messages of any content.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on may stop")]

use plist::{Dictionary, Value};
use proptest::collection::{btree_map, vec};
use proptest::option;
use proptest::prelude::*;
use unstuck_wire::devicelink::messages::{
    CopyItem, CreateDirectory, Disconnect, DownloadFiles, ListDirectory, MoveItems, Ping,
    PurgeDiskSpace, RemoveItems, UploadFiles, VersionExchange,
};
use unstuck_wire::devicelink::{FromHost, FromPhone, Status, listing};
use unstuck_wire::mobilebackup2::RestoreOptions;
use unstuck_wire::{Entry, EntryKind, ErrorCode, ItemStatus, Request, Response, StatusCode};

/// Any text but the one that means "no text".
fn text() -> impl Strategy<Value = String> {
    ".{0,40}".prop_filter("means no text", |text| text != "___EmptyParameterString___")
}

fn progress() -> impl Strategy<Value = Option<f64>> {
    option::of(0.001f64..=100.0)
}

/// Numbers a plist holds.
fn count() -> impl Strategy<Value = u64> {
    0..=u64::try_from(i64::MAX).unwrap()
}

fn dictionary() -> impl Strategy<Value = Dictionary> {
    let value = prop_oneof![
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        ".{0,10}".prop_map(Value::from),
        vec(any::<u8>(), 0..20).prop_map(Value::Data),
    ];
    btree_map(".{1,10}", value, 0..6).prop_map(|map| map.into_iter().collect())
}

fn from_phone() -> impl Strategy<Value = FromPhone> {
    use FromPhone as F;
    let moves = btree_map(text(), text(), 0..6).prop_map(|items| items.into_iter().collect());
    prop_oneof![
        (count(), count())
            .prop_map(|(major, minor)| F::VersionExchange(VersionExchange { major, minor })),
        Just(F::DeviceReady),
        Just(F::FreeDiskSpace),
        (vec(text(), 0..6), progress(), count()).prop_map(|(paths, progress, total_bytes)| {
            F::DownloadFiles(DownloadFiles { paths, progress, total_bytes })
        }),
        (progress(), count()).prop_map(|(progress, total_bytes)| {
            F::UploadFiles(UploadFiles { progress, total_bytes })
        }),
        (text(), progress())
            .prop_map(|(path, progress)| F::ListDirectory(ListDirectory { path, progress })),
        (text(), progress())
            .prop_map(|(path, progress)| F::CreateDirectory(CreateDirectory { path, progress })),
        (moves, progress())
            .prop_map(|(items, progress)| F::MoveItems(MoveItems { items, progress })),
        (vec(text(), 0..6), progress())
            .prop_map(|(paths, progress)| F::RemoveItems(RemoveItems { paths, progress })),
        (text(), text(), progress()).prop_map(|(from, to, progress)| F::CopyItem(CopyItem {
            from,
            to,
            progress
        })),
        (count(), count()).prop_map(|(amount_bytes, urgency)| {
            F::PurgeDiskSpace(PurgeDiskSpace { amount_bytes, urgency })
        }),
        dictionary().prop_map(F::Process),
        option::of(text()).prop_map(|reason| F::Disconnect(Disconnect { reason })),
        text().prop_map(|text| F::Ping(Ping { text })),
    ]
}

fn status() -> impl Strategy<Value = Status> {
    let item = (-20i32..0, text()).prop_map(|(code, text)| ItemStatus {
        path: String::new(),
        code: StatusCode(code),
        text,
    });
    let items = btree_map(text(), item, 0..5).prop_map(|items| {
        let named = items.into_iter().map(|(path, item)| ItemStatus { path, ..item });
        Status::items(&named.collect::<Vec<_>>())
    });
    prop_oneof![
        Just(Status::ok()),
        count().prop_map(|bytes| Status::value(bytes.into())),
        dictionary().prop_map(|value| Status::value(value.into())),
        (-20i32..0, text().prop_filter("no text", |text| !text.is_empty()))
            .prop_map(|(code, text)| Status::error(StatusCode(code), text)),
        items,
    ]
}

/// To a phone, no payload and an empty one are the same.
fn with_payload(message: FromHost) -> FromHost {
    match message {
        FromHost::Status(Status { payload: None, code, text }) => {
            FromHost::Status(Status { payload: Some(Dictionary::new().into()), code, text })
        }
        other => other,
    }
}

fn from_host() -> impl Strategy<Value = FromHost> {
    prop_oneof![
        count().prop_map(FromHost::VersionsOk),
        dictionary().prop_map(FromHost::Process),
        status().prop_map(FromHost::Status),
        option::of(text()).prop_map(|reason| FromHost::Disconnect(Disconnect { reason })),
        text().prop_map(|text| FromHost::Ping(Ping { text })),
    ]
}

fn request() -> impl Strategy<Value = Request> {
    let restore = (text(), text(), any::<[bool; 5]>(), option::of(text()));
    let restore = restore.prop_map(|(target, source, flags, password)| {
        let [system_files, no_reboot, no_copy, preserve_settings, remove_items_not_restored] =
            flags;
        let options = RestoreOptions {
            system_files,
            no_reboot,
            no_copy,
            preserve_settings,
            remove_items_not_restored,
            password,
        };
        Request::Restore { target, source, options }
    });
    prop_oneof![
        (text(), option::of(text()), any::<bool>())
            .prop_map(|(target, source, full)| Request::Backup { target, source, full }),
        restore,
        (text(), option::of(text()), option::of(text()))
            .prop_map(|(target, old, new)| Request::ChangePassword { target, old, new }),
        (text(), option::of(text())).prop_map(|(target, source)| Request::Info { target, source }),
    ]
}

/// The body of the one unit that was encoded.
fn body(unit: &[u8]) -> &[u8] {
    let (length, body) = unit.split_first_chunk::<4>().unwrap();
    assert_eq!(u32::from_be_bytes(*length) as usize, body.len());
    body
}

proptest! {
    #[test]
    fn messages_of_the_phone(message in from_phone()) {
        let mut unit = Vec::new();
        message.encode(&mut unit);
        prop_assert_eq!(FromPhone::decode(body(&unit)).unwrap(), message);
    }

    #[test]
    fn messages_of_the_host(message in from_host()) {
        let mut unit = Vec::new();
        message.encode(&mut unit);
        prop_assert_eq!(FromHost::decode(body(&unit)).unwrap(), with_payload(message));
    }

    #[test]
    fn requests(request in request()) {
        prop_assert_eq!(Request::from_dictionary(request.to_dictionary()), request);
    }

    #[test]
    fn responses(
        code in -5i64..600,
        description in option::of(text()),
        content in option::of(text()),
    ) {
        let code = ErrorCode(code);
        let response = Response { code, description, content, protocol_version: None };
        prop_assert_eq!(Response::from_dictionary(&response.to_dictionary()).unwrap(), response);
    }

    #[test]
    fn listings(entries in btree_map(text(), (0u8..3, count(), 0i64..4_000_000_000), 0..8)) {
        let kinds = [EntryKind::Regular, EntryKind::Directory, EntryKind::Unknown];
        let entries: Vec<Entry> = entries
            .into_iter()
            .map(|(name, (kind, bytes, seconds))| Entry {
                name,
                kind: kinds[usize::from(kind)],
                bytes,
                modified: std::time::Duration::from_secs(seconds.unsigned_abs()),
            })
            .collect();
        let value = listing::to_value(&entries);
        prop_assert_eq!(listing::from_value(&value).unwrap(), entries);
    }
}
