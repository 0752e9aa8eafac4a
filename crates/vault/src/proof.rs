//! Proof of a finished working tree: the rules of the format, and every byte that came in.

use std::ops::ControlFlow;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::Duration;

use unstuck_manifest::{Options, Password, Report, Stage, Threads, Unlock, verify};

use crate::error::StoreError;
use crate::layout::Layout;
use crate::publish::{HashReport, hash_and_seal};
use crate::view::BackupView;
use crate::working::WorkingTree;

/// What a proof needs.
#[derive(Clone, Debug, Default)]
pub struct ProofOptions {
    /// Opens an encrypted backup. Without it only what is readable is checked.
    pub password: Option<Password>,
    /// What the seal says of the version.
    pub about: Vec<(String, String)>,
}

/// What a proof found.
#[derive(Clone, Debug)]
pub struct Proof {
    /// By the rules of the format.
    pub report: Report,
    /// By reading back what came in.
    pub hashes: HashReport,
}

/// Checks the working tree against all rules, reads back every byte that came in, and
/// writes the seal; both at the same time when there are threads for it. `progress` hears of
/// rows checked and bytes read.
///
/// # Errors
/// As the disk says. What is wrong with the backup is no error but in the proof.
pub fn prove(
    tree: &mut WorkingTree,
    options: &ProofOptions,
    threads: Threads,
    progress: &mut dyn FnMut(u64, u64) -> ControlFlow<()>,
) -> Result<Proof, StoreError> {
    let rules = Rules::new(tree, options);
    if !threads.are_many() {
        let report = rules.check(&mut |rows| progress(rows, 0))?;
        let rows = report.totals.rows;
        let mut progress = |bytes| progress(rows, bytes);
        let hashes = hash_and_seal(tree, &options.about, threads, &mut progress)?;
        return Ok(Proof { report, hashes });
    }
    let (rows, stop) = (AtomicU64::new(0), AtomicBool::new(false));
    std::thread::scope(|scope| {
        let checking = scope.spawn(|| {
            rules.check(&mut |done| {
                rows.store(done, Ordering::Relaxed);
                flow(!stop.load(Ordering::Relaxed))
            })
        });
        let mut tell = |bytes| progress(rows.load(Ordering::Relaxed), bytes);
        let hashes = hash_and_seal(tree, &options.about, threads, &mut tell);
        let bytes = hashes.as_ref().map_or(0, |report| report.read_bytes);
        while !checking.is_finished() && !stop.load(Ordering::Relaxed) {
            let stopped = hashes.is_err() || tell(bytes).is_break();
            stop.store(stopped, Ordering::Relaxed);
            // Progress is told now and then; the end of the other thread wakes nobody.
            std::thread::park_timeout(Duration::from_millis(5));
        }
        let report = checking.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic));
        Ok(Proof { hashes: hashes?, report: report? })
    })
}

/// The rules of the format, on a working tree.
struct Rules<'a> {
    view: BackupView,
    layout: Layout,
    options: Options<'a>,
}

impl<'a> Rules<'a> {
    fn new(tree: &WorkingTree, options: &'a ProofOptions) -> Self {
        let layout = tree.layout().clone();
        let (disk, folder) = (Arc::clone(tree.disk()), layout.working_backup());
        let view = BackupView::new(disk, folder);
        let unlock = options.password.as_ref().map_or(Unlock::Nothing, Unlock::Password);
        Self { view, layout, options: Options { unlock, ..Options::default() } }
    }

    fn check(
        &self,
        progress: &mut dyn FnMut(u64) -> ControlFlow<()>,
    ) -> Result<Report, StoreError> {
        let mut stopped = false;
        let report = verify(&self.view, self.layout.udid(), self.options, &mut |at| {
            let flow = progress(if at.stage == Stage::Rows { at.done } else { 0 });
            stopped |= flow.is_break();
            flow
        });
        if stopped {
            let folder = self.layout.working_backup();
            let interrupted = std::io::ErrorKind::Interrupted.into();
            return Err(StoreError::at("go on checking", &folder)(interrupted));
        }
        Ok(report)
    }
}

fn flow(go_on: bool) -> ControlFlow<()> {
    if go_on { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
}
