use plist::Value;

use super::no_options;
use crate::devicelink::codec::{Fields, MessageFault, progress_value};

/// `DLMessageRemoveItems`: delete files and whole folders. What is not there counts as
/// deleted.
#[derive(Clone, Debug, PartialEq)]
pub struct RemoveItems {
    /// What to delete.
    pub paths: Vec<String>,
    /// Overall progress in percent after this request was served.
    pub progress: Option<f64>,
}

impl RemoveItems {
    /// Name on the wire.
    pub const NAME: &'static str = "DLMessageRemoveItems";
    /// The same below DeviceLink version 200, files only.
    pub const OLD_NAME: &'static str = "DLMessageRemoveFiles";
    /// The same below DeviceLink version 200, one folder.
    pub const OLD_DIRECTORY_NAME: &'static str = "DLMessageRemoveDirectory";

    pub(crate) fn decode(fields: &mut Fields<'_>) -> Result<Self, MessageFault> {
        let paths = fields.strings("paths")?;
        fields.next();
        Ok(Self { paths, progress: fields.progress() })
    }

    pub(crate) fn decode_directory(fields: &mut Fields<'_>) -> Result<Self, MessageFault> {
        let paths = vec![fields.string("path")?];
        fields.next();
        Ok(Self { paths, progress: fields.progress() })
    }

    pub(crate) fn encode(&self) -> Vec<Value> {
        let paths = self.paths.iter().cloned().map(Value::from).collect();
        vec![Value::Array(paths), no_options(), progress_value(self.progress)]
    }
}
