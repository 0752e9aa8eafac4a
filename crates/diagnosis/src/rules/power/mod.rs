//! Battery, charger, sleep.

crate::rules::rules! {
    e001_battery_low
    e002_not_on_power
    e003_goes_to_sleep
    e004_sleep_settings_read
    e005_phone_power_asked
    e006_only_by_hand
    e007_power_went
}
