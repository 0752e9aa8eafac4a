use plist::Value;

use super::no_options;
use crate::devicelink::codec::{Fields, MessageFault, progress_value};

/// `DLMessageCreateDirectory`: make a folder and its missing parents. "Exists" is success.
#[derive(Clone, Debug, PartialEq)]
pub struct CreateDirectory {
    /// The folder.
    pub path: String,
    /// Overall progress in percent after this request was served.
    pub progress: Option<f64>,
}

impl CreateDirectory {
    /// Name on the wire.
    pub const NAME: &'static str = "DLMessageCreateDirectory";

    pub(crate) fn decode(fields: &mut Fields<'_>) -> Result<Self, MessageFault> {
        let path = fields.string("path")?;
        fields.next();
        Ok(Self { path, progress: fields.progress() })
    }

    pub(crate) fn encode(&self) -> Vec<Value> {
        vec![self.path.clone().into(), no_options(), progress_value(self.progress)]
    }
}
