//! Both ends in one room: a host that keeps files in memory, a phone that follows a
//! script, and a cable that carries bytes in pieces of any size.

#![allow(dead_code, reason = "each test file uses its part of the room")]
#![expect(clippy::unwrap_used, reason = "a test that cannot go on may stop")]

use std::collections::{BTreeMap, VecDeque};
use std::time::Duration;

use unstuck_wire::devicelink::status::Status;
use unstuck_wire::{
    Ask, Direction, Entry, EntryKind, FileEvent, Finish, Host, HostConfig, HostPath, ItemStatus,
    Machine, Moment, Notice, Output, Phone, PhoneOutput, Question, Recorder, Reply, Request,
    Response, StatusCode, feed,
};

/// Host path, data, block size, final code and text.
pub(crate) type File = (Vec<u8>, Vec<u8>, usize, u8, &'static str);

/// One thing the scripted phone does when it is its turn.
pub(crate) enum Act {
    Ask(Ask),
    Upload(Vec<File>),
    Respond(Response),
}

/// A host that keeps everything in memory.
#[derive(Default)]
pub(crate) struct MemoryHost {
    pub(crate) files: BTreeMap<String, Vec<u8>>,
    pub(crate) events: Vec<String>,
    pub(crate) free_bytes: u64,
    pub(crate) open: Option<(String, Vec<u8>)>,
    pub(crate) read: Option<(Vec<u8>, usize)>,
}

impl MemoryHost {
    fn answer(&mut self, question: Question) -> Reply<'static> {
        self.events.push(format!("{question:?}"));
        match question {
            Question::OpenFile(path) => match self.files.get(path.as_str()) {
                Some(data) => {
                    self.read = Some((data.clone(), 0));
                    Reply::Opened
                }
                None => Reply::Error(StatusCode::NOT_FOUND, "No such file".into()),
            },
            Question::ReadFile { bytes_max } => {
                let (data, at) = self.read.as_mut().unwrap();
                let end = data.len().min(*at + bytes_max);
                let piece = data[*at..end].to_vec();
                *at = end;
                if piece.is_empty() { Reply::End } else { Reply::Data(piece.leak()) }
            }
            Question::ListDirectory(path) => Reply::Listing(self.list(&path)),
            Question::CreateDirectory(_) | Question::CopyItem(..) | Question::FinishBatch(_) => {
                Reply::Done
            }
            Question::MoveItems(items) => Reply::Items(
                items.into_iter().filter_map(|(from, to)| self.rename(&from, &to)).collect(),
            ),
            Question::RemoveItems(paths) => {
                for path in paths {
                    self.files.remove(path.as_str());
                }
                Reply::Items(vec![])
            }
            Question::FreeSpace => Reply::FreeSpace(self.free_bytes),
            Question::PurgeSpace { .. } => {
                Reply::Error(StatusCode::GENERIC, "Operation not supported".into())
            }
        }
    }

    fn rename(&mut self, from: &HostPath, to: &HostPath) -> Option<ItemStatus> {
        match self.files.remove(from.as_str()) {
            Some(data) => {
                self.files.insert(to.as_str().into(), data);
                None
            }
            None => Some(ItemStatus {
                path: from.as_str().into(),
                code: StatusCode::NOT_FOUND,
                text: "No such file".into(),
            }),
        }
    }

    fn list(&self, path: &HostPath) -> Vec<Entry> {
        let prefix = format!("{path}/");
        let below = self.files.iter().filter_map(|(name, data)| {
            let name = name.strip_prefix(&prefix)?.to_owned();
            Some(Entry {
                name,
                kind: EntryKind::Regular,
                bytes: data.len() as u64,
                modified: Duration::from_secs(1_700_000_000),
            })
        });
        below.collect()
    }

    fn file(&mut self, event: FileEvent<'_>) {
        match event {
            FileEvent::Begin { path, .. } => self.open = Some((path.as_str().into(), vec![])),
            FileEvent::Block(data) => self.open.as_mut().unwrap().1.extend_from_slice(data),
            FileEvent::End(end) => {
                let (path, data) = self.open.take().unwrap();
                assert_eq!(end.bytes, data.len() as u64);
                match end.error {
                    None => {
                        self.files.insert(path, data);
                    }
                    Some((code, text)) => self.events.push(format!("bad {path} {code} {text}")),
                }
            }
        }
    }
}

/// Path and what came of it.
type Download = (String, Result<Vec<u8>, (StatusCode, String)>);

/// What came of a conversation.
pub(crate) struct Ended {
    pub(crate) store: MemoryHost,
    pub(crate) notices: Vec<Notice>,
    pub(crate) statuses: Vec<Status>,
    pub(crate) downloads: Vec<Download>,
    pub(crate) violation: Option<String>,
    pub(crate) finish: Finish,
    pub(crate) host: Recorder<Host>,
}

/// Runs a scripted backup. `piece` says how many bytes the cable carries at a time.
pub(crate) fn converse(
    store: MemoryHost,
    config: HostConfig,
    script: Vec<Act>,
    mut piece: impl FnMut() -> usize,
) -> Ended {
    let mut now = Moment::START;
    let mut phone = Phone::new(now);
    let mut script: VecDeque<Act> = script.into();
    let mut ended = Ended {
        store,
        notices: vec![],
        statuses: vec![],
        downloads: vec![],
        violation: None,
        finish: Finish::Disconnected { reason: Some("never ended".into()) },
        host: Recorder::new(Host::with_config(now, config), Direction::FromPhone),
    };
    for _ in 0..2_000_000 {
        now = now + Duration::from_micros(10);
        let moved = carry(&mut phone, &mut ended.host, now, &mut piece);
        let moved = carry(&mut ended.host, &mut phone, now, &mut piece) || moved;
        let acted = host_turn(&mut ended, now);
        let acted = phone_turn(&mut phone, &mut script, &mut ended) || acted;
        if !moved && !acted {
            break;
        }
    }
    ended
}

fn carry(
    from: &mut dyn Machine,
    to: &mut dyn Machine,
    now: Moment,
    piece: &mut impl FnMut() -> usize,
) -> bool {
    let bytes = from.transmit();
    let len = bytes.len().min(piece().max(1));
    if len == 0 || !to.wants_input() {
        return false;
    }
    let bytes = bytes[..len].to_vec();
    let taken = feed(to, now, &bytes);
    from.handle_transmitted(now, taken);
    true
}

fn host_turn(ended: &mut Ended, now: Moment) -> bool {
    let mut acted = false;
    loop {
        let host = ended.host.machine();
        match host.poll_output() {
            None => return acted,
            Some(Output::Ready { .. }) => {
                let source = Some("U".into());
                host.request(now, Request::Backup { target: "U".into(), source, full: false });
            }
            Some(Output::Ask(question)) => {
                let reply = ended.store.answer(question);
                host.handle_reply(now, reply);
            }
            Some(Output::File(event)) => ended.store.file(event),
            Some(Output::Notice(notice)) => ended.notices.push(notice),
            Some(Output::Done(finish)) => ended.finish = finish,
        }
        acted = true;
    }
}

fn phone_turn(phone: &mut Phone, script: &mut VecDeque<Act>, ended: &mut Ended) -> bool {
    let mut acted = false;
    while let Some(output) = phone.poll_output() {
        acted = true;
        match output {
            PhoneOutput::FileBegin { path } => ended.downloads.push((path, Ok(vec![]))),
            PhoneOutput::Block(data) => {
                let last = ended.downloads.last_mut().unwrap();
                last.1.as_mut().unwrap().extend_from_slice(data);
            }
            PhoneOutput::FileEnd { error } => {
                if let Some(error) = error {
                    ended.downloads.last_mut().unwrap().1 = Err(error);
                }
            }
            PhoneOutput::Status(status) => ended.statuses.push(status),
            PhoneOutput::Violation(what) => ended.violation = Some(what),
            PhoneOutput::Request(_) | PhoneOutput::Disconnected { .. } | PhoneOutput::Closed(_) => {
            }
        }
    }
    if phone.is_free()
        && let Some(act) = script.pop_front()
    {
        acted = true;
        perform(phone, act);
    }
    acted
}

fn perform(phone: &mut Phone, act: Act) {
    match act {
        Act::Ask(ask) => phone.ask(Some(12.5), ask),
        Act::Respond(response) => phone.respond(&response),
        Act::Upload(files) => {
            let total = files.iter().map(|file| file.1.len() as u64).sum();
            phone.begin_upload(None, total);
            for (path, data, block, code, text) in files {
                phone.upload_name("/var/mobile/x", &path);
                for piece in data.chunks(block) {
                    phone.upload_block(piece.len(), |out| out.copy_from_slice(piece));
                }
                phone.upload_end(code, text);
            }
            phone.end_upload();
        }
    }
}
