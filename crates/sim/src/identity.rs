//! Who a simulated phone is.

use serde::Deserialize;

use crate::content::bytes::derive;

/// Identity of a phone; everything not given follows from the seed.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Identity {
    /// Empty: made from the seed.
    pub udid: String,
    /// The owner's name for it.
    pub name: String,
    /// For example `iPhone14,5`.
    pub product_type: String,
    /// iOS version.
    pub product_version: String,
    /// Build of that version.
    pub build_version: String,
    /// Board.
    pub hardware_model: String,
    /// Empty: made from the seed.
    pub serial_number: String,
}

impl Default for Identity {
    fn default() -> Self {
        Self {
            udid: String::new(),
            name: "Ada's iPhone".into(),
            product_type: "iPhone14,5".into(),
            product_version: "18.5".into(),
            build_version: "22F76".into(),
            hardware_model: "D17AP".into(),
            serial_number: String::new(),
        }
    }
}

impl Identity {
    /// Fills in what was left open. Phone `number` of a scenario differs from the others.
    pub fn completed(mut self, seed: u64, number: u64) -> Self {
        let unique = derive(seed, "identity", number);
        if self.udid.is_empty() {
            self.udid = format!("00008110-{unique:016X}");
        }
        if self.serial_number.is_empty() {
            self.serial_number = format!("SIM{:09X}", unique & 0xF_FFFF_FFFF);
        }
        if number > 0 {
            self.name = format!("{} {}", self.name, number + 1);
        }
        self
    }

    /// Chip identifier: the second half of the UDID.
    pub fn ecid(&self) -> u64 {
        let (_, half) = self.udid.split_once('-').unwrap_or_default();
        u64::from_str_radix(half, 16).unwrap_or(0)
    }

    /// Wi-Fi hardware address, locally administered.
    pub fn wifi_address(&self) -> String {
        let e = self.ecid().to_be_bytes();
        format!("02:{:02x}:{:02x}:{:02x}:{:02x}:{:02x}", e[3], e[4], e[5], e[6], e[7])
    }
}
