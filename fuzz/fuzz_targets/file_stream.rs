//! The stream of files a phone sends: however the bytes are cut, the host hears the same, and it
//! never holds more than its limits allow.

#![no_main]

use libfuzzer_sys::fuzz_target;
use unstuck_wire::{
    FileEvent, Host, HostConfig, Machine, Moment, Output, Phone, PhoneOutput, Question, Reply,
    Request, StatusCode, feed,
};

fuzz_target!(|bytes: &[u8]| {
    let Some((&cut, stream)) = bytes.split_first() else { return };
    let whole = heard(stream, usize::MAX);
    let cut = heard(stream, usize::from(cut) + 1);
    assert_eq!(whole, cut);
});

/// What a host tells its owner of this stream, given in pieces.
fn heard(stream: &[u8], piece_bytes: usize) -> Vec<String> {
    let now = Moment::START;
    let config = HostConfig { folder: Some("U".into()), ..HostConfig::default() };
    let (mut host, mut phone) = (Host::with_config(now, config), Phone::new(now));
    let mut told = Vec::new();
    let mut asked = false;
    while !asked {
        let taken = feed(&mut phone, now, host.transmit());
        host.handle_transmitted(now, taken);
        if let Some(PhoneOutput::Request(_)) = phone.poll_output() {
            phone.begin_upload(None, 0);
            asked = true;
        }
        let said = phone.transmit().to_vec();
        give(&mut host, &said, usize::MAX, &mut told);
        phone.handle_transmitted(now, said.len());
    }
    give(&mut host, stream, piece_bytes, &mut told);
    told
}

fn give(host: &mut Host, mut bytes: &[u8], piece_bytes: usize, told: &mut Vec<String>) {
    let now = Moment::START;
    while !bytes.is_empty() && !host.is_finished() {
        let piece = bytes.len().min(piece_bytes);
        let taken = feed(host, now, &bytes[..piece]);
        listen(host, told);
        if taken == 0 && !host.wants_input() {
            return;
        }
        bytes = &bytes[taken..];
    }
}

fn listen(host: &mut Host, told: &mut Vec<String>) {
    let now = Moment::START;
    loop {
        let reply = match host.poll_output() {
            None => return,
            Some(Output::Ready { .. }) => {
                let request = Request::Backup { target: "U".into(), source: None, full: false };
                host.request(now, request);
                continue;
            }
            Some(Output::Ask(question)) => {
                told.push(format!("{question:?}"));
                match question {
                    Question::OpenFile(_) => Reply::Error(StatusCode::NOT_FOUND, "-".into()),
                    Question::ListDirectory(_) => Reply::Listing(vec![]),
                    Question::MoveItems(_) | Question::RemoveItems(_) => Reply::Items(vec![]),
                    _ => Reply::Done,
                }
            }
            Some(Output::File(FileEvent::Block(bytes))) => {
                note_block(bytes, told);
                continue;
            }
            Some(other) => {
                told.push(format!("{other:?}"));
                continue;
            }
        };
        host.handle_reply(now, reply);
    }
}

/// Blocks may come in any pieces: what counts is the content.
fn note_block(bytes: &[u8], told: &mut Vec<String>) {
    let text: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
    match told.last_mut() {
        Some(last) if last.starts_with("block ") => last.push_str(&text),
        _ => told.push(format!("block {text}")),
    }
}
