//! Proof of a finished working tree: the rules of the format, and every byte that came in.

use std::ops::ControlFlow;

use unstuck_manifest::{Password, Report, VerifyOptions, verify};

use crate::error::StoreError;
use crate::publish::{HashReport, hash_and_seal};
use crate::view::BackupView;
use crate::working::WorkingTree;
