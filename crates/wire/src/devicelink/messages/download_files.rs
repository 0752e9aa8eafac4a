use plist::Value;

use super::no_options;
use crate::devicelink::codec::{Fields, MessageFault, progress_value};

/// `DLMessageDownloadFiles`: send these files to the phone, in this order; then a status.
#[derive(Clone, Debug, PartialEq)]
pub struct DownloadFiles {
    /// Paths below the backup root.
    pub paths: Vec<String>,
    /// Overall progress in percent after this request was served.
    pub progress: Option<f64>,
    /// By analogy a total of bytes; no reader depends on it.
    pub total_bytes: u64,
}

impl DownloadFiles {
    /// Name on the wire.
    pub const NAME: &'static str = "DLMessageDownloadFiles";

    pub(crate) fn decode(fields: &mut Fields<'_>) -> Result<Self, MessageFault> {
        let paths = fields.strings("paths")?;
        fields.next();
        Ok(Self { paths, progress: fields.progress(), total_bytes: fields.count() })
    }

    pub(crate) fn encode(&self) -> Vec<Value> {
        let paths = self.paths.iter().cloned().map(Value::from).collect();
        let progress = progress_value(self.progress);
        vec![Value::Array(paths), no_options(), progress, self.total_bytes.into()]
    }
}
