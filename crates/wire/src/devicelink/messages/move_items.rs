use plist::{Dictionary, Value};

use super::no_options;
use crate::devicelink::codec::{Fields, MessageFault, progress_value};

/// `DLMessageMoveItems`: rename each source to its target, replacing what is there.
#[derive(Clone, Debug, PartialEq)]
pub struct MoveItems {
    /// Source and target of each; their order carries no meaning.
    pub items: Vec<(String, String)>,
    /// Overall progress in percent after this request was served.
    pub progress: Option<f64>,
}

impl MoveItems {
    /// Name on the wire.
    pub const NAME: &'static str = "DLMessageMoveItems";
    /// The same below DeviceLink version 200.
    pub const OLD_NAME: &'static str = "DLMessageMoveFiles";

    pub(crate) fn decode(fields: &mut Fields<'_>) -> Result<Self, MessageFault> {
        let items = fields.dictionary("items")?;
        let items = items
            .into_iter()
            .map(|(from, to)| (from, to.into_string().unwrap_or_default()))
            .collect();
        fields.next();
        Ok(Self { items, progress: fields.progress() })
    }

    pub(crate) fn encode(&self) -> Vec<Value> {
        let mut items = Dictionary::new();
        for (from, to) in &self.items {
            items.insert(from.clone(), to.clone().into());
        }
        vec![items.into(), no_options(), progress_value(self.progress)]
    }
}
