//! Proof of a finished working tree: the rules of the format, and every byte that came in.

use std::ops::ControlFlow;
use std::sync::Arc;

use unstuck_manifest::{Options, Password, Report, Stage, Unlock, verify};

use crate::error::StoreError;
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
/// writes the seal. `progress` hears of rows checked and bytes read.
///
/// # Errors
/// As the disk says. What is wrong with the backup is no error but in the proof.
pub fn prove(
    tree: &mut WorkingTree,
    options: &ProofOptions,
    progress: &mut dyn FnMut(u64, u64) -> ControlFlow<()>,
) -> Result<Proof, StoreError> {
    let layout = tree.layout().clone();
    let folder = layout.working_backup();
    let view = BackupView::new(Arc::clone(tree.disk()), folder.clone(), layout.incoming());
    let unlock = options.password.as_ref().map_or(Unlock::Nothing, Unlock::Password);
    let options_of_rules = Options { unlock, ..Options::default() };
    let mut stopped = false;
    let report = verify(&view, layout.udid(), options_of_rules, &mut |at| {
        let rows = if at.stage == Stage::Rows { at.done } else { 0 };
        let flow = progress(rows, 0);
        stopped |= flow.is_break();
        flow
    });
    if stopped {
        let interrupted = std::io::ErrorKind::Interrupted.into();
        return Err(StoreError::at("go on checking", &folder)(interrupted));
    }
    let rows = report.totals.rows;
    let hashes = hash_and_seal(tree, &options.about, &mut |bytes| progress(rows, bytes))?;
    Ok(Proof { report, hashes })
}
