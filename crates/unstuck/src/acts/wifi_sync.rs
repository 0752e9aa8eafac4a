//! The switch that lets the phone be reached over Wi-Fi, set and read back.

use serde_json::json;
use unstuck_link::{LinkError, Phone};

use super::deed::Deed;
use super::journal::Undo;
use super::{Came, unable};
use crate::commands::Context;

const DOMAIN: &str = "com.apple.mobile.wireless_lockdown";
const KEY: &str = "EnableWifiConnections";

/// Sets the switch for `udid`.
pub(crate) async fn switch(on: bool, udid: &str, context: &mut Context<'_>) -> Came {
    let was = match read(udid, context).await {
        Ok(was) => was.unwrap_or(false),
        Err(error) => return unable(error.to_string()),
    };
    let remedy = if on { "wifi-sync-on" } else { "wifi-sync-off" };
    let before = json!({ "wifi_sync": was });
    let deed = match Deed::plan(context, remedy, Some(udid), before, Undo::WifiSync { was }) {
        Ok(deed) => deed,
        Err(came) => return came,
    };
    match set(on, udid, context).await {
        Ok(()) => deed.done(json!({ "wifi_sync": on }), None),
        Err(why) => deed.unable(why),
    }
}

/// How the switch stands; `None` when the phone does not say.
pub(super) async fn read(udid: &str, context: &Context<'_>) -> Result<Option<bool>, LinkError> {
    let mut phone = Phone::open(&context.muxer, udid).await?;
    let value = phone.session().value(Some(DOMAIN), Some(KEY)).await?;
    Ok(value.and_then(|value| value.as_boolean()))
}

/// Sets it and reads it back.
pub(super) async fn set(on: bool, udid: &str, context: &Context<'_>) -> Result<(), String> {
    let setting = async {
        let mut phone = Phone::open(&context.muxer, udid).await?;
        phone.session().set_value(DOMAIN, KEY, on.into()).await
    };
    setting.await.map_err(|error| error.to_string())?;
    match read(udid, context).await {
        Ok(Some(now)) if now == on => Ok(()),
        Ok(_) => Err("the iPhone took the setting and did not keep it".to_owned()),
        Err(error) => Err(error.to_string()),
    }
}
