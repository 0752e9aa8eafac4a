//! One file of a backup, sent as it is read: never as a page, whatever it holds.

use std::io::{self, Seek};
use std::str::FromStr;
use std::sync::Arc;

use axum::body::{Body, Bytes};
use axum::extract::{Path, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Deserialize;
use tokio::sync::{mpsc, oneshot};
use unstuck_manifest::content::plain_len;
use unstuck_manifest::{ContentError, FileId, FileKey, OpenBackup, RecordKind, Tree};

use super::super::Page;
use super::super::html::{Shell, Trouble};
use super::super::routes::{At, draw, lost, words};
use super::books::{self, Book, Opening};
use super::version::{book as book_or_page, inert, turns};
use super::{Which, gone};
use crate::words::Words;

/// Read at once; a few of them wait for a slow reader.
const BUFFER_BYTES: usize = 256 << 10;
const BUFFERS: usize = 4;

/// A file that is asked for.
#[derive(Deserialize)]
pub(super) struct One {
    udid: String,
    version: String,
    id: String,
}

impl One {
    /// The version, and the id of the file.
    pub(super) fn parts(self) -> (Which, Option<FileId>) {
        (Which { udid: self.udid, version: self.version }, FileId::from_str(&self.id).ok())
    }
}

/// What a browser is told it is, by the end of its name. Nothing that a browser would run.
fn kind_of(name: &str) -> &'static str {
    let end = name.rsplit('.').next().unwrap_or_default().to_ascii_lowercase();
    match end.as_str() {
        "jpg" | "jpeg" => "image/jpeg",
        "png" => "image/png",
        "gif" => "image/gif",
        "heic" | "heif" => "image/heic",
        "mov" => "video/quicktime",
        "mp4" | "m4v" => "video/mp4",
        "m4a" => "audio/mp4",
        "mp3" => "audio/mpeg",
        "pdf" => "application/pdf",
        "txt" | "log" => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}

/// How the file is to be called: in letters that every browser takes, and in its own.
fn disposition(name: &str) -> String {
    let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let bad = |c: char| c.is_control() || turns(c) || "\"<>:|?*%;".contains(c);
    let cleaned: String = last.chars().map(|c| if bad(c) { '_' } else { c }).take(150).collect();
    let cleaned = match cleaned.trim_matches(['.', ' ']) {
        "" => "file",
        cleaned => cleaned,
    };
    let plain: String = cleaned.chars().map(|c| if c.is_ascii() { c } else { '_' }).collect();
    let byte = |byte: u8| match byte {
        byte if byte.is_ascii_alphanumeric() || b"-_.".contains(&byte) => {
            char::from(byte).to_string()
        }
        byte => format!("%{byte:02X}"),
    };
    let own: String = cleaned.bytes().map(byte).collect();
    format!("attachment; filename=\"{plain}\"; filename*=UTF-8''{own}")
}

/// A file, found and ready to be read.
struct Found {
    id: FileId,
    key: Option<Vec<u8>>,
    name: String,
}

pub(super) async fn file(State(page): At, headers: HeaderMap, Path(one): Path<One>) -> Response {
    let w = words(&headers);
    let (which, id) = one.parts();
    let Some(id) = id else { return lost(&page, w) };
    let book = match patient(&page, w, &which).await {
        Ok(book) => book,
        Err(answer) => return *answer,
    };
    let entry = book.index.find(&id).filter(|entry| entry.kind == Some(RecordKind::File));
    let Some(entry) = entry else { return lost(&page, w) };
    let name = entry.name().to_owned();
    let found = Found { id, key: entry.key.map(<[u8]>::to_vec), name: name.clone() };
    match begin(book, found).await {
        Ok((length, pieces)) => {
            let mut response = Body::from_stream(stream(pieces)).into_response();
            let headers = response.headers_mut();
            headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(kind_of(&name)));
            headers.insert(header::CONTENT_LENGTH, HeaderValue::from(length));
            if let Ok(value) = HeaderValue::from_str(&disposition(&name)) {
                headers.insert(header::CONTENT_DISPOSITION, value);
            }
            response
        }
        Err(why) => missing(&page, w, &name, &why),
    }
}

/// The open book, waited for; a page in its place when it is locked or gone.
pub(super) async fn patient(
    page: &Arc<Page>,
    w: &'static Words,
    which: &Which,
) -> Result<Arc<Book>, Box<Response>> {
    let folder = which.folder(page).ok_or_else(|| Box::new(gone(page, w)))?;
    match books::open_patiently(page, &folder).await {
        Opening::Ready(book) => Ok(book),
        _ => book_or_page(page, w, which, "files").await,
    }
}

/// A file that cannot be had: what that means, and what is safe.
fn missing(page: &Page, w: &'static Words, name: &str, why: &str) -> Response {
    let s = Shell::new(page, w, "backups");
    let said = vec![w.line(&inert(name)), w.line(why)];
    let html = Trouble { s, headline: w.t("file-missing"), step: w.t("file-missing-step"), said };
    (StatusCode::NOT_FOUND, draw(&html)).into_response()
}

type Piece = io::Result<Bytes>;

/// Begins to read on a thread of its own: the length first, then piece by piece, no faster than
/// they are taken. A reader that goes away ends it.
async fn begin(book: Arc<Book>, found: Found) -> Result<(u64, mpsc::Receiver<Piece>), String> {
    let (tell, told) = oneshot::channel();
    let (give, pieces) = mpsc::channel::<Piece>(BUFFERS);
    tokio::task::spawn_blocking(move || {
        let open = book.open().map_err(|fault| fault.to_string());
        let length = open
            .as_ref()
            .map_err(Clone::clone)
            .and_then(|backup| length(&book, backup, &found).map_err(|fault| fault.to_string()));
        let (Ok(backup), true) = (open, length.is_ok()) else {
            let _ = tell.send(length);
            return;
        };
        let _ = tell.send(length);
        let mut buffer = vec![0; BUFFER_BYTES];
        let mut sink = |piece: &[u8]| {
            let sent = give.blocking_send(Ok(Bytes::copy_from_slice(piece)));
            sent.map_err(|_| io::ErrorKind::BrokenPipe.into())
        };
        let key = found.key.as_deref();
        let done = backup.contents().copy_content(&found.id, key, &mut buffer, &mut sink);
        zeroize::Zeroize::zeroize(&mut buffer);
        if let Err(fault) = done {
            tracing::warn!(name = found.name, %fault, "a file of a backup was not sent whole");
            // The answer breaks off: no browser takes that for a whole file.
            let _ = give.blocking_send(Err(io::Error::other(fault.to_string())));
        }
    });
    let length = told.await.map_err(|error| error.to_string())??;
    Ok((length, pieces))
}

/// Bytes of its content, from what is stored.
fn length(book: &Book, backup: &OpenBackup<'_>, found: &Found) -> Result<u64, ContentError> {
    let contents = backup.contents();
    let path = contents.payload_path(&found.id);
    let mut file = book.source.tree.open(&path).map_err(|error| match error.kind() {
        io::ErrorKind::NotFound => ContentError::Missing,
        io::ErrorKind::InvalidInput => ContentError::NotAFile,
        _ => ContentError::Io(error),
    })?;
    let key: Option<FileKey> = contents.file_key(found.key.as_deref())?;
    let stored = file.seek(io::SeekFrom::End(0)).map_err(ContentError::Io)?;
    file.seek(io::SeekFrom::Start(0)).map_err(ContentError::Io)?;
    let Some(key) = key else { return Ok(stored) };
    plain_len(&mut *file, stored, &key).map_err(|fault| match fault {
        unstuck_manifest::content::TailFault::Content(fault) => ContentError::Damaged(fault),
        unstuck_manifest::content::TailFault::Io(error) => ContentError::Io(error),
    })
}

fn stream(
    pieces: mpsc::Receiver<Piece>,
) -> impl futures_util::Stream<Item = Piece> + Send + 'static {
    futures_util::stream::unfold(pieces, |mut pieces| async move {
        let piece = pieces.recv().await?;
        Some((piece, pieces))
    })
}

/// A small file whole; none when it is longer, or cannot be had.
pub(super) fn small(
    book: &Book,
    id: &FileId,
    key: Option<&[u8]>,
    bytes_max: usize,
) -> Option<Vec<u8>> {
    let backup = book.open().ok()?;
    let mut out = Vec::new();
    let mut buffer = vec![0; BUFFER_BYTES];
    let mut sink = |piece: &[u8]| {
        if out.len() + piece.len() > bytes_max {
            return Err(io::ErrorKind::FileTooLarge.into());
        }
        out.extend_from_slice(piece);
        Ok(())
    };
    let copied = backup.contents().copy_content(id, key, &mut buffer, &mut sink);
    zeroize::Zeroize::zeroize(&mut buffer);
    copied.is_ok().then_some(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_can_do_no_harm() {
        let name = disposition("a\"b\r\nSet-Cookie: x\u{202e}gpj.ä");
        assert!(!name.contains(['\r', '\n', '\u{202e}']), "{name}");
        assert!(name.starts_with("attachment; filename=\"a_b__Set-Cookie_ x_gpj._\""), "{name}");
        assert!(name.ends_with("gpj.%C3%A4"), "{name}");
        assert_eq!(disposition(".."), "attachment; filename=\"file\"; filename*=UTF-8''file");
        assert_eq!(disposition("../../etc/x"), "attachment; filename=\"x\"; filename*=UTF-8''x");
    }

    #[test]
    fn nothing_is_sent_as_a_page() {
        for name in ["x.html", "x.svg", "x.js", "x.xhtml", "x", "x.JPG.exe"] {
            assert_eq!(kind_of(name), "application/octet-stream", "{name}");
        }
        assert_eq!(kind_of("IMG_1.JPG"), "image/jpeg");
    }
}
