//! The person's apps, for Info.plist. Whatever cannot be had is left out: no backup needs it.

use std::time::Duration;

use idevice::installation_proxy::InstallationProxyClient;
use idevice::springboardservices::SpringBoardServicesClient;
use plist::{Dictionary, Value};
use tokio::time::Instant;

use super::open;
use crate::deadline::within;
use crate::error::LinkError;
use crate::guard::Framing;
use crate::phone::Phone;

/// What Info.plist says of an app.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AppInfo {
    /// Bundle identifier.
    pub bundle_id: String,
    /// `ApplicationSINF`
    pub sinf: Option<Vec<u8>>,
    /// `iTunesMetadata`
    pub metadata: Option<Vec<u8>>,
    /// Icon as PNG.
    pub icon: Option<Vec<u8>>,
}

/// The apps of a phone.
#[derive(Debug)]
pub struct Apps;

impl Apps {
    /// All apps of the person's, with their icons as far as they can be had within
    /// `icon_time`: each icon is a question of its own, and two hundred take long.
    ///
    /// # Errors
    /// The list could not be had.
    pub async fn list(
        phone: &mut Phone,
        limit: Duration,
        icon_time: Duration,
    ) -> Result<Vec<AppInfo>, LinkError> {
        let act = "listing the apps of the iPhone";
        let idevice = open(phone, "com.apple.mobile.installation_proxy", Framing::Plist).await?;
        let mut client = InstallationProxyClient::new(idevice);
        let mut options = Dictionary::new();
        options.insert("ApplicationType".into(), "User".into());
        let attributes = ["CFBundleIdentifier", "ApplicationSINF", "iTunesMetadata"];
        let attributes = attributes.map(Value::from).to_vec();
        options.insert("ReturnAttributes".into(), Value::Array(attributes));
        let found = within(limit, act, client.browse(Some(options.into()))).await?;
        let mut apps: Vec<AppInfo> = found.iter().filter_map(app).collect();
        // A missing icon is no error worth telling.
        let _ = add_icons(phone, &mut apps, limit, icon_time).await;
        Ok(apps)
    }
}

fn app(value: &Value) -> Option<AppInfo> {
    let entry = value.as_dictionary()?;
    let data = |key: &str| entry.get(key).and_then(Value::as_data).map(<[u8]>::to_vec);
    Some(AppInfo {
        bundle_id: entry.get("CFBundleIdentifier")?.as_string()?.to_owned(),
        sinf: data("ApplicationSINF"),
        metadata: data("iTunesMetadata"),
        icon: None,
    })
}

async fn add_icons(
    phone: &mut Phone,
    apps: &mut [AppInfo],
    limit: Duration,
    icon_time: Duration,
) -> Result<(), LinkError> {
    let act = "reading icons of the iPhone";
    let idevice = open(phone, "com.apple.springboardservices", Framing::Plist).await?;
    let mut client = SpringBoardServicesClient::new(idevice);
    let end = Instant::now() + icon_time;
    for app in apps.iter_mut().take_while(|_| Instant::now() < end) {
        let icon = client.get_icon_pngdata(app.bundle_id.clone());
        app.icon = Some(within(limit, act, icon).await?);
    }
    Ok(())
}
