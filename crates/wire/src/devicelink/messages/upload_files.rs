use plist::Value;

use super::no_options;
use crate::devicelink::codec::{Fields, MessageFault, progress_value};

/// `DLMessageUploadFiles`: a batch of files follows this message in the stream; the
/// host answers after the batch.
#[derive(Clone, Debug, PartialEq)]
pub struct UploadFiles {
    /// Overall progress in percent after this batch.
    pub progress: Option<f64>,
    /// Bytes of this batch, not of the backup.
    pub total_bytes: u64,
}

impl UploadFiles {
    /// Name on the wire.
    pub const NAME: &'static str = "DLMessageUploadFiles";

    pub(crate) fn decode(fields: &mut Fields<'_>) -> Result<Self, MessageFault> {
        fields.next();
        Ok(Self { progress: fields.progress(), total_bytes: fields.count() })
    }

    pub(crate) fn encode(&self) -> Vec<Value> {
        vec![no_options(), progress_value(self.progress), self.total_bytes.into()]
    }
}
