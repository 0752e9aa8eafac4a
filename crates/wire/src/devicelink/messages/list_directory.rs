use plist::Value;

use super::no_options;
use crate::devicelink::codec::{Fields, MessageFault, progress_value};

/// `DLContentsOfDirectory`: list one folder, not its subfolders. A folder that is not
/// there is an empty listing.
#[derive(Clone, Debug, PartialEq)]
pub struct ListDirectory {
    /// The folder.
    pub path: String,
    /// Overall progress in percent after this request was served.
    pub progress: Option<f64>,
}

impl ListDirectory {
    /// Name on the wire.
    pub const NAME: &'static str = "DLContentsOfDirectory";

    pub(crate) fn decode(fields: &mut Fields<'_>) -> Result<Self, MessageFault> {
        let path = fields.string("path")?;
        fields.next();
        Ok(Self { path, progress: fields.progress() })
    }

    pub(crate) fn encode(&self) -> Vec<Value> {
        vec![self.path.clone().into(), no_options(), progress_value(self.progress)]
    }
}
