//! Long lists, row by row as they are found: nothing waits for the end, and a reader that has
//! seen enough ends it.

use std::io::{self, BufWriter, Stdout, Write};
use std::ops::ControlFlow;

/// What one row says.
pub(crate) trait Row {
    /// As a line for a person, without its end.
    fn text(&self, out: &mut Vec<u8>);
    /// As an object for scripts (docs/contracts.md).
    fn object(&self, out: &mut Vec<u8>);
}

/// Rows are written in pieces of this size: a call for each would take most of the time.
const BUFFER_BYTES: usize = 64 << 10;

/// Where rows go.
pub(crate) struct Rows {
    out: BufWriter<Stdout>,
    line: Vec<u8>,
    json: bool,
    any: bool,
}

impl Rows {
    pub(super) fn new(json: bool) -> Self {
        let out = BufWriter::with_capacity(BUFFER_BYTES, io::stdout());
        Self { out, line: Vec::new(), json, any: false }
    }

    /// Writes a row. Breaks when nobody reads any more.
    pub(crate) fn put(&mut self, row: &dyn Row) -> ControlFlow<()> {
        self.line.clear();
        if self.json {
            row.object(&mut self.line)
        } else {
            row.text(&mut self.line)
        }
        self.line.push(b'\n');
        let mut written = self.out.write_all(&self.line);
        // The first is shown at once: that something comes is the best news.
        if !self.any {
            written = written.and_then(|()| self.out.flush());
            self.any = true;
        }
        if written.is_ok() { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
    }
}

impl Drop for Rows {
    fn drop(&mut self) {
        let _ = self.out.flush();
    }
}
