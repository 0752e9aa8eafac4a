//! Models: what restarts them, the newest iOS they take, their connector.

use super::{columns, lines};

/// A model of iPhone, iPad or iPod touch.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Device {
    /// Apple's product type, `iPhone14,5`.
    pub product_type: &'static str,
    /// The name people know.
    pub name: &'static str,
    /// The force-restart gesture.
    pub gesture: &'static str,
    /// The newest iOS known to run on it.
    pub newest_ios: &'static str,
    /// Whether it still gets new ones.
    pub still_supported: bool,
    /// `30pin`, `lightning` or `usbc`.
    pub connector: &'static str,
    /// USB generation: 2 is 480 Mbit/s, 3 is 5 Gbit/s and more.
    pub usb: u8,
}

/// All models.
pub fn devices() -> impl Iterator<Item = Device> {
    lines(include_str!("devices.txt")).filter_map(read)
}

/// The model with a product type or a name, small or capital letters alike.
pub fn device(name: &str) -> Option<Device> {
    let wanted = name.trim();
    devices().find(|device| {
        device.product_type.eq_ignore_ascii_case(wanted) || device.name.eq_ignore_ascii_case(wanted)
    })
}

fn read(line: &'static str) -> Option<Device> {
    let [product_type, name, gesture, newest, connector, usb, _source] = columns(line)?;
    Some(Device {
        product_type,
        name,
        gesture,
        newest_ios: newest.trim_end_matches(['+', '?']),
        still_supported: newest.ends_with('+'),
        connector,
        usb: usb.parse().ok()?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::knowledge::gestures;

    #[test]
    fn every_model_can_be_read_and_restarted() {
        assert_eq!(devices().count(), lines(include_str!("devices.txt")).count());
        for device in devices() {
            assert!(gestures::gesture(device.gesture).is_some(), "{device:?}");
        }
        assert_eq!(device("iphone 13").map(|device| device.product_type), Some("iPhone14,5"));
    }
}
