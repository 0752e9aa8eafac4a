//! What is known of a phone before a run: who it is, and whether its backups are encrypted.

use plist::{Dictionary, Value};
use unstuck_link::mux::Transport;
use unstuck_link::{Attached, LinkError, Phone, Session};

use crate::models::marketing_name;

/// Facts about a phone. Absent means unknown.
#[derive(Clone, Debug, Default)]
pub(crate) struct PhoneFacts {
    /// UDID.
    pub(crate) udid: String,
    /// Reached over the network.
    pub(crate) network: bool,
    /// The root values of lockdown.
    pub(crate) values: Dictionary,
    /// Backups are encrypted.
    pub(crate) will_encrypt: Option<bool>,
    /// A profile demands encryption.
    pub(crate) requires_encryption: bool,
    /// `MinITunesVersion`
    pub(crate) itunes_version: Option<String>,
    /// Domain `com.apple.iTunes`
    pub(crate) itunes_settings: Option<Dictionary>,
}

impl PhoneFacts {
    /// Asks a phone.
    ///
    /// # Errors
    /// It does not answer.
    pub(crate) async fn ask(phone: &mut Phone) -> Result<Self, LinkError> {
        let (udid, network) = of_attached(phone.attached());
        let session = phone.session();
        let values = session.value(None, None).await?;
        let backup = domain(session, "com.apple.mobile.backup").await?;
        let flag = |key: &str| backup.get(key).and_then(Value::as_boolean);
        let (will_encrypt, requires) = (flag("WillEncrypt"), flag("RequiresEncryption"));
        let version = session.value(Some("com.apple.mobile.iTunes"), Some("MinITunesVersion"));
        let itunes_version = version.await?.and_then(Value::into_string);
        let settings = domain(session, "com.apple.iTunes").await?;
        Ok(Self {
            udid,
            network,
            values: values.and_then(Value::into_dictionary).unwrap_or_default(),
            will_encrypt,
            requires_encryption: requires.unwrap_or(false),
            itunes_version,
            itunes_settings: (!settings.is_empty()).then_some(settings),
        })
    }

    /// Text of a root value.
    pub(crate) fn text(&self, key: &str) -> Option<String> {
        self.values.get(key).and_then(Value::as_string).map(String::from)
    }

    /// The owner's name for it.
    pub(crate) fn name(&self) -> String {
        self.text("DeviceName").unwrap_or_else(|| "iPhone".into())
    }

    /// `iPhone 13, iOS 18.5`, as far as known.
    pub(crate) fn description(&self) -> String {
        let product_type = self.text("ProductType").unwrap_or_default();
        let model = marketing_name(&product_type).map_or(product_type.clone(), String::from);
        let version = self.text("ProductVersion").map(|version| format!("iOS {version}"));
        let parts = [Some(model).filter(|model| !model.is_empty()), version];
        parts.into_iter().flatten().collect::<Vec<_>>().join(", ")
    }

    /// What a seal says of the phone.
    pub(crate) fn about(&self) -> Vec<(String, String)> {
        let mut about =
            vec![("program".into(), concat!("unstuck ", env!("CARGO_PKG_VERSION")).into())];
        let keys = [("product-type", "ProductType"), ("system", "ProductVersion")];
        for (name, key) in keys {
            if let Some(text) = self.text(key) {
                about.push((name.to_owned(), text));
            }
        }
        about
    }
}

fn of_attached(attached: &Attached) -> (String, bool) {
    (attached.udid.clone(), attached.transport == Transport::Network)
}

pub(super) async fn domain(session: &mut Session, name: &str) -> Result<Dictionary, LinkError> {
    let value = session.value(Some(name), None).await?;
    Ok(value.and_then(Value::into_dictionary).unwrap_or_default())
}
