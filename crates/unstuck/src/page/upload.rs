//! The form of "Tell me what you see": words, pasted lines, a file. Whatever is sent is read to its
//! end, so that the browser gets an answer; only so much of it is kept.

use std::sync::Arc;

use axum::RequestExt;
use axum::extract::multipart::{Field, MultipartError};
use axum::extract::{Multipart, Request};

use super::tell::Tale;

/// Of a log the end tells most: so much of it is kept.
const KEPT_BYTES: usize = 10 << 20;
/// The form has four.
const FIELDS_MAX: usize = 8;

/// Why it could not be read.
pub(super) enum Unread {
    /// It was not sent by a form of ours.
    Foreign,
    /// It is no form, or broke off.
    Broken,
}

impl From<MultipartError> for Unread {
    fn from(_: MultipartError) -> Self {
        Self::Broken
    }
}

/// Reads the form. `is_ours` knows the secret of our forms, which comes first.
pub(super) async fn read(request: Request, is_ours: impl Fn(&str) -> bool) -> Result<Tale, Unread> {
    let form: Result<Multipart, _> = request.extract().await;
    let mut form = form.map_err(|_| Unread::Broken)?;
    let mut seen = Tale::default();
    let mut known = false;
    for _ in 0..FIELDS_MAX {
        let Some(field) = form.next_field().await? else { break };
        let name = field.name().unwrap_or_default().to_owned();
        let (bytes, is_cut) = end_of(field).await?;
        seen.is_cut |= is_cut;
        match name.as_str() {
            "csrf" => known = std::str::from_utf8(&bytes).is_ok_and(&is_ours),
            _ if !known => return Err(Unread::Foreign),
            "words" => seen.words = String::from_utf8_lossy(&bytes).into_owned(),
            "log" => seen.log = String::from_utf8_lossy(&bytes).into_owned(),
            "file" => seen.file = Arc::from(bytes),
            _ => {}
        }
    }
    if known { Ok(seen) } else { Err(Unread::Foreign) }
}

/// The last bytes of a field, and whether there were more.
async fn end_of(mut field: Field<'_>) -> Result<(Vec<u8>, bool), MultipartError> {
    let mut kept = Vec::new();
    let mut is_cut = false;
    while let Some(piece) = field.chunk().await? {
        kept.extend_from_slice(&piece);
        if kept.len() > 2 * KEPT_BYTES {
            is_cut = true;
            kept.drain(..kept.len() - KEPT_BYTES);
        }
    }
    if kept.len() > KEPT_BYTES {
        is_cut = true;
        kept.drain(..kept.len() - KEPT_BYTES);
    }
    Ok((kept, is_cut))
}
