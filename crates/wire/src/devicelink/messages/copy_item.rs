use plist::Value;

use super::no_options;
use crate::devicelink::codec::{Fields, MessageFault, progress_value};

/// `DLMessageCopyItem`: copy a file or a whole folder. The answer is an empty status.
#[derive(Clone, Debug, PartialEq)]
pub struct CopyItem {
    /// Source.
    pub from: String,
    /// Target.
    pub to: String,
    /// Overall progress in percent after this request was served.
    pub progress: Option<f64>,
}

impl CopyItem {
    /// Name on the wire.
    pub const NAME: &'static str = "DLMessageCopyItem";

    pub(crate) fn decode(fields: &mut Fields<'_>) -> Result<Self, MessageFault> {
        let from = fields.string("source")?;
        let to = fields.string("target")?;
        fields.next();
        Ok(Self { from, to, progress: fields.progress() })
    }

    pub(crate) fn encode(&self) -> Vec<Value> {
        let (from, to) = (self.from.clone().into(), self.to.clone().into());
        vec![from, to, no_options(), progress_value(self.progress), 0.into()]
    }
}
