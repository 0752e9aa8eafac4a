//! Whole conversations between the two ends.

mod pair;

use pair::{Act, MemoryHost, converse};
use proptest::prelude::*;
use unstuck_wire::devicelink::status::Status;
use unstuck_wire::{
    Ask, Direction, ErrorCode, Finish, Host, HostConfig, Notice, Output, PathFault, Response,
    StatusCode,
};

fn config() -> HostConfig {
    HostConfig { folder: Some("U".into()), ..HostConfig::default() }
}

fn file(path: &str, data: &[u8]) -> pair::File {
    (path.into(), data.to_vec(), 1000, 0, "")
}

fn small_backup() -> Vec<Act> {
    let big: Vec<u8> = (0..100_000u32).map(|n| n as u8).collect();
    vec![
        Act::Ask(Ask::DownloadFiles(vec!["U/Status.plist".into(), "U/old".into()])),
        Act::Ask(Ask::ListDirectory("U".into())),
        Act::Ask(Ask::FreeSpace),
        Act::Ask(Ask::CreateDirectory("U/Snapshot".into())),
        Act::Upload(vec![
            file("U/Snapshot/aa", b"hi\n"),
            file("U/Snapshot/empty", b""),
            (b"U/Snapshot/big".to_vec(), big, 32 * 1024 - 1, 0, ""),
            (b"U/Snapshot/torn".to_vec(), b"half".to_vec(), 4, 0x0B, "Input/output error"),
            (b"U/Snapshot/quirk".to_vec(), b"whole".to_vec(), 4, 0x0B, ""),
        ]),
        Act::Upload(vec![]),
        Act::Ask(Ask::MoveItems(vec![
            ("U/Snapshot/aa".into(), "U/aa".into()),
            ("U/Snapshot/missing".into(), "U/missing".into()),
        ])),
        Act::Ask(Ask::RemoveItems(vec!["U/old".into(), "U/never-was".into()])),
        Act::Respond(Response::ok()),
    ]
}

fn store() -> MemoryHost {
    let mut store = MemoryHost { free_bytes: 1 << 40, ..MemoryHost::default() };
    store.files.insert("U/old".into(), vec![7; 70_000]);
    store
}

#[test]
fn a_backup_goes_through_and_every_request_gets_its_answer() {
    let ended = converse(store(), config(), small_backup(), || usize::MAX);
    assert_eq!(ended.violation, None);
    assert_eq!(ended.finish, Finish::Response(Response::ok()));
    assert_eq!(ended.statuses.len(), 8);

    // Downloads: one missing, one whole, and the status names the missing one.
    assert_eq!(ended.downloads[0].1, Err((StatusCode::NOT_FOUND, "No such file".into())));
    assert_eq!(ended.downloads[1].1, Ok(vec![7; 70_000]));
    assert_eq!(ended.statuses[0].code, StatusCode::MULTI);
    assert_eq!(ended.statuses[0].item_statuses()[0].path, "U/Status.plist");
    assert_eq!(ended.statuses[2].payload, Some((1i64 << 40).into()));
    assert_eq!(ended.statuses[6].item_statuses()[0].path, "U/Snapshot/missing");

    // Uploads: whole files are there, the torn one is not, the quirk is.
    let files = &ended.store.files;
    assert_eq!(files["U/aa"], b"hi\n");
    assert_eq!(files["U/Snapshot/empty"], b"");
    assert_eq!(files["U/Snapshot/big"].len(), 100_000);
    assert_eq!(files["U/Snapshot/quirk"], b"whole");
    assert!(!files.contains_key("U/Snapshot/torn") && !files.contains_key("U/old"));
    let told = ended.store.events.iter().find(|event| event.starts_with("bad")).unwrap();
    assert_eq!(told, "bad U/Snapshot/torn -11 Input/output error");
    assert!(ended.notices.contains(&Notice::Progress { percent: 12.5, batch_bytes: 0 }));
}

#[test]
fn hostile_paths_are_refused_in_every_verb_and_the_stream_stays_in_step() {
    let climbing = || "U/../../etc/passwd".to_string();
    let script = vec![
        Act::Ask(Ask::DownloadFiles(vec![climbing(), "V/other".into(), "U/old".into()])),
        Act::Ask(Ask::ListDirectory("/".into())),
        Act::Ask(Ask::CreateDirectory(climbing())),
        Act::Ask(Ask::CopyItem("U/old".into(), climbing())),
        Act::Ask(Ask::MoveItems(vec![(climbing(), "U/x".into()), ("U/old".into(), "U".into())])),
        Act::Ask(Ask::RemoveItems(vec![climbing(), "U".into(), "V".into(), String::new()])),
        Act::Upload(vec![
            file("U/../x", b"evil"),
            (b"U/\xff\xfe".to_vec(), b"evil".to_vec(), 3, 0, ""),
            (vec![b'a'; 5000], b"evil".to_vec(), 3, 0, ""),
            file("U/good", b"good"),
        ]),
        Act::Respond(Response::ok()),
    ];
    let ended = converse(store(), config(), script, || usize::MAX);
    assert_eq!(ended.violation, None);
    assert_eq!(ended.finish, Finish::Response(Response::ok()));
    assert_eq!(ended.downloads[2].1, Ok(vec![7; 70_000]));
    assert!(ended.statuses.iter().all(|status| !status.code.is_ok()));
    assert_eq!(ended.statuses[5].item_statuses().len(), 4);
    assert_eq!(ended.store.files.keys().collect::<Vec<_>>(), ["U/good", "U/old"]);
    let refused = ended.notices.iter().filter(|n| matches!(n, Notice::Refused { .. })).count();
    assert_eq!(refused, 2 + 1 + 1 + 1 + 2 + 4 + 3);
    let faults: Vec<PathFault> = ended
        .notices
        .iter()
        .filter_map(|notice| match notice {
            Notice::Refused { verb: "upload", path } => Some(path.fault),
            _ => None,
        })
        .collect();
    assert_eq!(faults, [PathFault::Climbs, PathFault::NotUtf8, PathFault::TooLong]);
}

#[test]
fn an_unknown_message_and_a_purge_are_answered() {
    let script = vec![
        Act::Ask(Ask::Unknown("DLMessageFromTheFuture".into())),
        Act::Ask(Ask::PurgeSpace { amount_bytes: 5 << 30, urgency: 4 }),
        Act::Respond(Response::error(ErrorCode::HOST_FULL, "Insufficient free disk space")),
    ];
    let ended = converse(store(), config(), script, || usize::MAX);
    assert_eq!(ended.statuses[0].code, StatusCode::NOT_IMPLEMENTED);
    assert_eq!(ended.statuses[1].code, StatusCode::GENERIC);
    let Finish::Response(response) = ended.finish else { panic!("{:?}", ended.finish) };
    assert_eq!(response.code, ErrorCode::HOST_FULL);
}

#[test]
fn a_status_is_read_as_the_c_client_writes_it() {
    // -13 as the unsigned 64-bit number of the same bits.
    let mut body = Vec::new();
    plist::Value::Array(vec![
        "DLMessageStatusResponse".into(),
        18_446_744_073_709_551_603u64.into(),
        "Multi status".into(),
        plist::Dictionary::new().into(),
    ])
    .to_writer_binary(&mut body)
    .unwrap();
    let message = unstuck_wire::devicelink::FromHost::decode(&body).unwrap();
    let unstuck_wire::devicelink::FromHost::Status(Status { code, .. }) = message else {
        panic!("{message:?}")
    };
    assert_eq!(code, StatusCode::MULTI);
}

#[test]
fn a_recorded_conversation_replays_to_the_same_end() {
    let ended = converse(store(), config(), small_backup(), || 4096);
    let bytes = ended.host.transcript().encode();
    let transcript = unstuck_wire::Transcript::decode(&bytes).unwrap();
    assert_eq!(&transcript, ended.host.transcript());

    let mut host = Host::with_config(unstuck_wire::Moment::START, config());
    let mut finish = None;
    let mut blocks = 0;
    transcript.replay(Direction::FromPhone, &mut host, |host, now| {
        loop {
            use unstuck_wire::{Question, Reply};
            match host.poll_output() {
                None => break,
                Some(Output::Ready { .. }) => host.request(
                    now,
                    unstuck_wire::Request::Backup { target: "U".into(), source: None, full: false },
                ),
                Some(Output::Ask(question)) => {
                    let reply = match question {
                        Question::OpenFile(_) => Reply::Error(StatusCode::NOT_FOUND, "-".into()),
                        Question::ListDirectory(_) => Reply::Listing(vec![]),
                        Question::MoveItems(_) | Question::RemoveItems(_) => Reply::Items(vec![]),
                        _ => Reply::Done,
                    };
                    host.handle_reply(now, reply);
                }
                Some(Output::File(unstuck_wire::FileEvent::Block(data))) => blocks += data.len(),
                Some(Output::Done(done)) => finish = Some(done),
                Some(_) => {}
            }
        }
    });
    assert_eq!(finish, Some(Finish::Response(Response::ok())));
    assert_eq!(blocks, 3 + 100_000 + 4 + 5);
}

#[test]
fn a_length_beyond_belief_ends_the_conversation_without_allocating() {
    use unstuck_wire::{Machine, Moment, feed};
    let now = Moment::START;
    let mut host = Host::with_config(now, config());
    feed(&mut host, now, &[0xFF, 0xFF, 0xFF, 0xFF, 1, 2, 3]);
    let Some(Output::Done(Finish::Violation(violation))) = host.poll_output() else { panic!() };
    assert!(violation.to_string().contains("4294967295"), "{violation}");
    assert!(host.poll_output().is_none() && host.is_finished());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn any_split_of_the_stream_gives_the_same_outputs(
        sizes in proptest::collection::vec(1usize..3000, 1..40),
    ) {
        let whole = converse(store(), config(), small_backup(), || usize::MAX);
        let mut sizes = sizes.iter().cycle();
        let split = converse(store(), config(), small_backup(), || *sizes.next().unwrap());
        prop_assert_eq!(split.finish, whole.finish);
        prop_assert_eq!(split.store.files, whole.store.files);
        prop_assert_eq!(split.store.events, whole.store.events);
        prop_assert_eq!(split.notices, whole.notices);
        prop_assert_eq!(split.downloads, whole.downloads);
        prop_assert_eq!(split.statuses, whole.statuses);
    }

    #[test]
    fn garbage_after_the_handshake_never_panics(
        bytes in proptest::collection::vec(any::<u8>(), 0..3000),
        at in 0usize..9,
    ) {
        use unstuck_wire::{Machine, Moment, feed};
        let now = Moment::START;
        let ended = converse(store(), config(), small_backup(), || usize::MAX);
        let mut host = Host::with_config(now, config());
        let records = &ended.host.transcript().records;
        let from_phone = records.iter().filter(|r| r.direction == Direction::FromPhone);
        for record in from_phone.take(at) {
            pump(&mut host, &record.bytes);
        }
        pump(&mut host, &bytes);
        host.handle_closed(now, unstuck_wire::Closed::Cut);
        pump(&mut host, &[]);
        prop_assert_eq!(feed(&mut host, now, &[]), 0);
        prop_assert!(host.waiting() == unstuck_wire::Waiting::Nothing);
    }
}

/// Feeds bytes and answers every question with an error.
fn pump(host: &mut Host, bytes: &[u8]) {
    use unstuck_wire::{Machine, Moment, Reply, feed};
    let now = Moment::START;
    let mut rest = bytes;
    loop {
        if host.wants_input() {
            let taken = feed(host, now, rest);
            rest = &rest[taken..];
        }
        let mut asked = false;
        let mut ready = false;
        while let Some(output) = host.poll_output() {
            asked |= matches!(output, Output::Ask(_));
            ready |= matches!(output, Output::Ready { .. });
            if asked || ready {
                break;
            }
        }
        if asked {
            host.handle_reply(now, Reply::Error(StatusCode::GENERIC, "no".into()));
        } else if ready {
            let target = "U".to_string();
            host.request(now, unstuck_wire::Request::Backup { target, source: None, full: false });
        } else if rest.is_empty() || !host.wants_input() {
            break;
        }
        let sent = host.transmit().len();
        host.handle_transmitted(now, sent);
    }
}
