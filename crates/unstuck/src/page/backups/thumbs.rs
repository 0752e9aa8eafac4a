//! Small pictures: those the iPhone made itself and backed up beside its photos, pictures that
//! are small already, and large JPEGs drawn small, one at a time.
//!
//! HEIC is not decoded: libraries that can are neither small nor free of licences that bind. Its
//! thumbnail is in the backup as a rule.

use axum::extract::{Path, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use zune_jpeg::JpegDecoder;
use zune_jpeg::zune_core::bytestream::ZCursor;
use zune_jpeg::zune_core::colorspace::ColorSpace;
use zune_jpeg::zune_core::options::DecoderOptions;

use super::super::routes::{At, words};
use super::books::Book;
use super::download::{One, patient, small};
use super::index::{Entry, Index};

/// Sent as it is up to this.
const AS_IT_IS_BYTES_MAX: usize = 600_000;
/// A PNG cannot be drawn small here: screenshots are sent whole.
const PNG_BYTES_MAX: usize = 4 << 20;
/// A JPEG longer than this is not decoded.
const JPEG_BYTES_MAX: usize = 24 << 20;
/// Nor one with more pixels: each takes three bytes while it is drawn.
const PIXELS_MAX: usize = 26_000_000;
/// The longer side of a small picture.
const SIDE: usize = 240;
/// Where the iPhone keeps its own small pictures, below the folder `Media/`.
const THUMBNAILS: &str = "Media/PhotoData/Thumbnails/V2/";

/// Where a small picture comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Way {
    /// A row that is one.
    Made(usize),
    /// The file itself, as it is.
    Itself,
    /// The file itself, decoded.
    Drawn,
}

/// How a photo can be shown small; none where it cannot.
pub(super) fn way(index: &Index, entry: &Entry<'_>) -> Option<Way> {
    if let Some(row) = made(index, entry) {
        return Some(Way::Made(row));
    }
    let end = entry.name().rsplit('.').next().unwrap_or_default().to_ascii_lowercase();
    let bytes = usize::try_from(entry.bytes).unwrap_or(usize::MAX);
    match end.as_str() {
        "jpg" | "jpeg" if bytes <= AS_IT_IS_BYTES_MAX => Some(Way::Itself),
        "jpg" | "jpeg" if bytes <= JPEG_BYTES_MAX => Some(Way::Drawn),
        "png" if bytes <= PNG_BYTES_MAX => Some(Way::Itself),
        _ => None,
    }
}

/// A film, by its name.
pub(super) fn is_film(name: &str) -> bool {
    let end = name.rsplit('.').next().unwrap_or_default();
    ["mov", "mp4", "m4v"].iter().any(|film| end.eq_ignore_ascii_case(film))
}

/// The largest small picture of the iPhone's own for this photo.
fn made(index: &Index, entry: &Entry<'_>) -> Option<usize> {
    let below = entry.path.strip_prefix("Media/")?;
    let domain = index.domain(entry.domain)?;
    let rows = index.below(domain.rows.clone(), &format!("{THUMBNAILS}{below}/"));
    let all = rows.take(16).filter_map(|row| index.entry(row));
    let fit = all.filter(|one| (1..=AS_IT_IS_BYTES_MAX as u64).contains(&one.bytes));
    fit.max_by_key(|one| one.bytes).map(|one| one.row)
}

pub(super) async fn thumb(State(page): At, headers: HeaderMap, Path(one): Path<One>) -> Response {
    let (which, id) = one.parts();
    let Some(id) = id else { return StatusCode::NOT_FOUND.into_response() };
    let book = match patient(&page, words(&headers), &which).await {
        Ok(book) => book,
        Err(_) => return StatusCode::NOT_FOUND.into_response(),
    };
    // One at a time: a page of them must not take all memory, nor all processors.
    let _turn = page.books.drawing.lock().await;
    let made = tokio::task::spawn_blocking(move || {
        let entry = book.index.find(&id)?;
        picture(&book, &entry)
    });
    match made.await {
        Ok(Some((kind, bytes))) => {
            ([(header::CONTENT_TYPE, HeaderValue::from_static(kind))], bytes).into_response()
        }
        _ => StatusCode::NOT_FOUND.into_response(),
    }
}

/// A small picture and what it is, by its first bytes: a name proves nothing.
fn picture(book: &Book, entry: &Entry<'_>) -> Option<(&'static str, Vec<u8>)> {
    let as_it_is = |entry: &Entry<'_>, bytes_max| {
        let bytes = small(book, &entry.id, entry.key, bytes_max)?;
        Some((kind(&bytes)?, bytes))
    };
    match way(&book.index, entry)? {
        Way::Made(row) => as_it_is(&book.index.entry(row)?, AS_IT_IS_BYTES_MAX),
        Way::Itself => as_it_is(entry, PNG_BYTES_MAX),
        Way::Drawn => {
            let bytes = small(book, &entry.id, entry.key, JPEG_BYTES_MAX)?;
            drawn(&bytes).map(|bytes| ("image/bmp", bytes))
        }
    }
}

fn kind(bytes: &[u8]) -> Option<&'static str> {
    match bytes {
        [0xFF, 0xD8, 0xFF, ..] => Some("image/jpeg"),
        [0x89, b'P', b'N', b'G', 0x0D, 0x0A, 0x1A, 0x0A, ..] => Some("image/png"),
        _ => None,
    }
}

/// A JPEG drawn small; none when it is none, or too large.
fn drawn(bytes: &[u8]) -> Option<Vec<u8>> {
    let options = DecoderOptions::default().jpeg_set_out_colorspace(ColorSpace::RGB);
    let mut decoder = JpegDecoder::new_with_options(ZCursor::new(bytes), options);
    decoder.decode_headers().ok()?;
    let (wide, high) = decoder.dimensions()?;
    if wide == 0 || high == 0 || wide.checked_mul(high)? > PIXELS_MAX {
        return None;
    }
    let pixels = decoder.decode().ok()?;
    let turn = decoder.exif().map_or(1, |exif| orientation(exif).unwrap_or(1));
    (pixels.len() == wide * high * 3).then(|| bmp(&reduced(&pixels, wide, high).turned(turn)))
}

/// How the camera was held: tag 274 of the first list of an EXIF block.
fn orientation(exif: &[u8]) -> Option<u16> {
    let exif = exif.strip_prefix(b"Exif\0\0").unwrap_or(exif);
    let little = exif.starts_with(b"II");
    let short = |at: usize| {
        let bytes: [u8; 2] = exif.get(at..at.checked_add(2)?)?.try_into().ok()?;
        Some(if little { u16::from_le_bytes(bytes) } else { u16::from_be_bytes(bytes) })
    };
    let long = |at: usize| {
        let (one, other) = (usize::from(short(at)?), usize::from(short(at + 2)?));
        Some(if little { other << 16 | one } else { one << 16 | other })
    };
    let list = long(4)?;
    let count = usize::from(short(list)?).min(200);
    let entry =
        (0..count).map(|number| list + 2 + number * 12).find(|at| short(*at) == Some(274))?;
    short(entry + 8)
}

/// A picture in memory: red, green, blue.
struct Small {
    wide: usize,
    high: usize,
    pixels: Vec<[u8; 3]>,
}

/// Each pixel of the small picture is the mean of a few of the large one.
fn reduced(pixels: &[u8], wide: usize, high: usize) -> Small {
    let step = wide.max(high).div_ceil(SIDE).max(1);
    let (columns, rows) = (wide.div_ceil(step), high.div_ceil(step));
    let places = (0..rows).flat_map(|row| (0..columns).map(move |column| (column, row)));
    let means = places.map(|(x, y)| mean(pixels, wide, high, x * step, y * step, step));
    Small { wide: columns, high: rows, pixels: means.collect() }
}

impl Small {
    /// Turned as the camera was held; mirrored pictures are made by no camera.
    fn turned(self, orientation: u16) -> Self {
        let (wide, high) = (self.wide, self.high);
        let is_on_its_side = matches!(orientation, 6 | 8);
        let (columns, rows) = if is_on_its_side { (high, wide) } else { (wide, high) };
        let from = |x: usize, y: usize| match orientation {
            3 => (wide - 1 - x, high - 1 - y),
            6 => (y, high - 1 - x),
            8 => (wide - 1 - y, x),
            _ => (x, y),
        };
        let places = (0..rows).flat_map(|y| (0..columns).map(move |x| (x, y)));
        let pixels = places.map(|(x, y)| from(x, y)).map(|(x, y)| self.pixels[y * wide + x]);
        Self { wide: columns, high: rows, pixels: pixels.collect() }
    }
}

/// As a BMP: browsers know it, and it needs no encoder.
fn bmp(picture: &Small) -> Vec<u8> {
    let (columns, rows) = (picture.wide, picture.high);
    let line = (columns * 3).next_multiple_of(4);
    let number = |value: usize| u32::try_from(value).unwrap_or(0).to_le_bytes();
    let mut out = Vec::with_capacity(54 + line * rows);
    out.extend_from_slice(b"BM");
    for value in [54 + line * rows, 0, 54, 40, columns, rows] {
        out.extend_from_slice(&number(value));
    }
    // One plane, 24 bits a pixel, nothing packed.
    out.extend_from_slice(&[1, 0, 24, 0]);
    for value in [0, line * rows, 2835, 2835, 0, 0] {
        out.extend_from_slice(&number(value));
    }
    // The lowest line first.
    for row in picture.pixels.chunks_exact(columns.max(1)).rev() {
        let begin = out.len();
        out.extend(row.iter().flat_map(|[red, green, blue]| [*blue, *green, *red]));
        out.resize(begin + line, 0);
    }
    out
}

fn mean(pixels: &[u8], wide: usize, high: usize, left: usize, top: usize, step: usize) -> [u8; 3] {
    let mut sums = [0u64; 3];
    let mut count = 0u64;
    for y in top..(top + step).min(high) {
        for x in left..(left + step).min(wide) {
            let at = (y * wide + x) * 3;
            for (sum, value) in sums.iter_mut().zip(&pixels[at..at + 3]) {
                *sum += u64::from(*value);
            }
            count += 1;
        }
    }
    sums.map(|sum| u8::try_from(sum / count.max(1)).unwrap_or(u8::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_picture_is_drawn_small() {
        // 500 × 2, left half red, right half blue.
        let row: Vec<u8> =
            (0..500).flat_map(|x| if x < 250 { [255, 0, 0] } else { [0, 0, 255] }).collect();
        let small = bmp(&reduced(&[row.clone(), row].concat(), 500, 2));
        assert_eq!(&small[..2], b"BM");
        assert_eq!(small.len(), 54 + (167usize * 3).next_multiple_of(4));
        assert_eq!(&small[54..57], &[0, 0, 255], "blue, green, red");
        assert_eq!(&small[54 + 166 * 3..54 + 167 * 3], &[255, 0, 0]);
    }

    #[test]
    fn a_picture_stands_as_the_camera_was_held() {
        let two = || Small { wide: 2, high: 1, pixels: vec![[1; 3], [2; 3]] };
        let tall = two().turned(6);
        assert_eq!((tall.wide, tall.high, tall.pixels[0]), (1, 2, [1; 3]));
        assert_eq!(two().turned(8).pixels[0], [2; 3]);
        assert_eq!(two().turned(3).pixels[0], [2; 3]);
        let mut exif = b"Exif\0\0II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0\x06\0\0\0".to_vec();
        assert_eq!(orientation(&exif), Some(6));
        for length in 0..exif.len() {
            exif.truncate(exif.len() - 1);
            assert!(orientation(&exif).is_none_or(|turn| turn == 6), "{length}");
        }
    }

    #[test]
    fn what_is_no_picture_is_none() {
        assert_eq!(drawn(b"\xFF\xD8\xFF not really"), None);
        assert_eq!((kind(b"<svg>"), kind(b"\xFF\xD8\xFF\xE0")), (None, Some("image/jpeg")));
    }
}
