//! What phones look like, as far as it matters for finding their buttons: families that one
//! drawing fits.
//!
//! Which model has which button is general knowledge, told by Apple's user guides; the place
//! of the volume buttons of small iPads, on their top edge since the sixth generation, by
//! reports of 2021.

use super::devices::Device;
use super::gestures::{Button, Gesture, gesture};

/// A family of models with the same buttons in the same places.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Body {
    /// iPhone X and later, but for the SE.
    IphoneFace,
    /// iPhone 8, 8 Plus, SE of the 2nd and 3rd generation.
    IphoneHome,
    /// iPhone 7 and 7 Plus.
    Iphone7,
    /// iPhone 6 to 6s Plus.
    Iphone6,
    /// iPhone 5s and older, SE of the 1st generation.
    Iphone5,
    /// iPads without a Home button, but for small ones.
    Ipad,
    /// iPad mini without a Home button.
    IpadMini,
    /// iPads with one.
    IpadHome,
    /// iPod touch up to the 6th generation.
    Ipod,
    /// iPod touch of the 7th generation.
    Ipod7,
}

impl Body {
    /// All of them, the commonest first.
    pub const ALL: [Self; 10] = [
        Self::IphoneFace,
        Self::IphoneHome,
        Self::Iphone7,
        Self::Iphone6,
        Self::Iphone5,
        Self::Ipad,
        Self::IpadMini,
        Self::IpadHome,
        Self::Ipod,
        Self::Ipod7,
    ];

    /// A name for scripts, and for `unstuck restart-steps`.
    pub const fn id(self) -> &'static str {
        match self {
            Self::IphoneFace => "iphone-no-home",
            Self::IphoneHome => "iphone-8-se",
            Self::Iphone7 => "iphone-7",
            Self::Iphone6 => "iphone-6",
            Self::Iphone5 => "iphone-5",
            Self::Ipad => "ipad-no-home",
            Self::IpadMini => "ipad-mini-no-home",
            Self::IpadHome => "ipad-home",
            Self::Ipod => "ipod-6",
            Self::Ipod7 => "ipod-7",
        }
    }

    /// The family with an id.
    pub fn from_id(id: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|body| body.id() == id)
    }

    /// Which models it is.
    pub const fn models(self) -> &'static str {
        match self {
            Self::IphoneFace => "iPhone X and every later iPhone without a Home button",
            Self::IphoneHome => "iPhone 8, 8 Plus, SE (2nd and 3rd generation)",
            Self::Iphone7 => "iPhone 7, 7 Plus",
            Self::Iphone6 => "iPhone 6, 6 Plus, 6s, 6s Plus",
            Self::Iphone5 => "iPhone 5s and older, SE (1st generation)",
            Self::Ipad => "iPad without a Home button (not mini)",
            Self::IpadMini => "iPad mini without a Home button (6th generation and later)",
            Self::IpadHome => "iPad with a Home button",
            Self::Ipod => "iPod touch up to the 6th generation",
            Self::Ipod7 => "iPod touch (7th generation)",
        }
    }

    /// How it is told from the others by looking at it.
    pub const fn told_apart(self) -> &'static str {
        match self {
            Self::IphoneFace => "no round button below the screen",
            Self::IphoneHome => "round button that clicks without moving; glass back",
            Self::Iphone7 => {
                "round button that clicks without moving; metal back; no hole for headphones"
            }
            Self::Iphone6 => {
                "round button that moves; sleep button on the right edge; hole for headphones"
            }
            Self::Iphone5 => "round button that moves; sleep button on the top edge; small",
            Self::Ipad => "no round button; volume buttons on the long edge",
            Self::IpadMini => "no round button; small; volume buttons on the top edge",
            Self::IpadHome => "round button below the screen",
            Self::Ipod => "iPod on the back; round button; bought before 2019",
            Self::Ipod7 => "iPod on the back; round button; bought in 2019 or later",
        }
    }

    /// What the device is called in a sentence.
    pub const fn noun(self) -> &'static str {
        match self {
            Self::Ipad | Self::IpadMini | Self::IpadHome => "iPad",
            Self::Ipod | Self::Ipod7 => "iPod",
            _ => "iPhone",
        }
    }

    /// The id of its gesture.
    pub const fn gesture_id(self) -> &'static str {
        match self {
            Self::IphoneFace | Self::IphoneHome => "volume-up-volume-down-side",
            Self::Iphone7 => "volume-down-side",
            Self::Iphone6 | Self::Iphone5 | Self::Ipod => "home-top-or-side",
            Self::Ipad | Self::IpadMini => "ipad-volume-near-far-top",
            Self::IpadHome => "ipad-home-top",
            Self::Ipod7 => "ipod7-top-volume-down",
        }
    }

    /// Its gesture.
    pub fn gesture(self) -> Option<Gesture> {
        gesture(self.gesture_id())
    }

    /// The button that a gesture means: what switches an older phone off is on its side or on
    /// its top edge, with the same gesture.
    pub const fn button(self, meant: Button) -> Button {
        match (self, meant) {
            (Self::Iphone5 | Self::Ipod, Button::Side) => Button::Top,
            _ => meant,
        }
    }

    /// Where a button is, in words.
    pub const fn place(self, button: Button) -> &'static str {
        match (self, button) {
            (_, Button::Home) => "the round one below the screen",
            (_, Button::Side) => "on the right edge",
            (Self::Ipad | Self::IpadMini, Button::Top) => "on the top edge, at the right",
            (_, Button::Top) => "on the top edge",
            (_, Button::VolumeUp) => "on the left edge, the upper of the two",
            (_, Button::VolumeDown) => "on the left edge, the lower of the two",
            (_, Button::VolumeNear) => "of the two, the one closer to the top button",
            (_, Button::VolumeFar) => "of the two, the one farther away",
        }
    }
}

/// Buttons that are easily taken for one of the gesture.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Lookalikes {
    /// The Action button, above the volume buttons.
    pub action: bool,
    /// Camera Control, low on the right edge.
    pub camera: bool,
}

impl Lookalikes {
    /// Those a whole family may have.
    pub const fn of_body(body: Body) -> Self {
        let face = matches!(body, Body::IphoneFace);
        Self { action: face, camera: face }
    }
}

impl Device {
    /// The family of its looks.
    pub fn body(&self) -> Body {
        let (family, generation, _) = self.parts();
        match (self.gesture, family) {
            ("volume-up-volume-down-side", _) => {
                let home = ["iPhone 8", "iPhone SE"];
                match home.iter().any(|name| self.name.starts_with(name)) {
                    true => Body::IphoneHome,
                    false => Body::IphoneFace,
                }
            }
            ("volume-down-side", _) => Body::Iphone7,
            ("home-top-or-side", "iPod") => Body::Ipod,
            // The first with the button on the side is iPhone7,1; the SE is smaller again.
            ("home-top-or-side", _) if generation < 7 || self.product_type == "iPhone8,4" => {
                Body::Iphone5
            }
            ("home-top-or-side", _) => Body::Iphone6,
            ("ipad-home-top", _) => Body::IpadHome,
            ("ipod7-top-volume-down", _) => Body::Ipod7,
            _ if self.name.starts_with("iPad mini") => Body::IpadMini,
            _ => Body::Ipad,
        }
    }

    /// The buttons it has that look like one of the gesture. iPhone 15 Pro was the first with
    /// an Action button, iPhone 16 with Camera Control; 16e and 17e have none (the latter from
    /// general knowledge).
    pub fn lookalikes(&self) -> Lookalikes {
        let (family, generation, number) = self.parts();
        let phone = family == "iPhone" && generation >= 16;
        let action = phone && (generation > 16 || number <= 2);
        let camera = phone && generation >= 17 && number != 5;
        Lookalikes { action, camera }
    }

    /// `iPhone`, 14 and 5 of `iPhone14,5`; what cannot be read is 0.
    fn parts(&self) -> (&'static str, u32, u32) {
        let at = self.product_type.find(|c: char| c.is_ascii_digit());
        let (family, numbers) = self.product_type.split_at(at.unwrap_or_default());
        let (generation, number) = numbers.split_once(',').unwrap_or((numbers, ""));
        (family, generation.parse().unwrap_or(0), number.parse().unwrap_or(0))
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::knowledge::devices::{device, devices};

    #[test]
    fn every_model_has_one_family_and_its_gesture() {
        let mut seen = BTreeSet::new();
        for device in devices() {
            let body = device.body();
            assert_eq!(body.gesture_id(), device.gesture, "{device:?}: {body:?}");
            assert!(body.gesture().is_some());
            assert!(device.name.starts_with(body.noun()), "{device:?}");
            seen.insert(body);
        }
        assert_eq!(seen.len(), Body::ALL.len());
    }

    #[test]
    fn families_are_as_people_see_them() {
        let body = |name: &str| device(name).map(|device| device.body());
        let wanted = [
            ("iPhone 5s (GSM)", Body::Iphone5),
            ("iPhone SE (1st gen)", Body::Iphone5),
            ("iPhone 6", Body::Iphone6),
            ("iPhone 6s Plus", Body::Iphone6),
            ("iPhone 8 (GSM)", Body::IphoneHome),
            ("iPhone SE (3rd gen)", Body::IphoneHome),
            ("iPhone X (GSM)", Body::IphoneFace),
            ("iPhone 13 mini", Body::IphoneFace),
            ("iPad mini (6th gen, Wi-Fi)", Body::IpadMini),
            ("iPad mini (5th gen, Wi-Fi)", Body::IpadHome),
            ("iPad (10th gen, Wi-Fi)", Body::Ipad),
            ("iPod touch (6th gen)", Body::Ipod),
        ];
        for (name, wanted) in wanted {
            assert_eq!(body(name), Some(wanted), "{name}");
        }
        for one in Body::ALL {
            assert_eq!(Body::from_id(one.id()), Some(one));
        }
    }

    #[test]
    fn lookalikes_are_those_of_the_model() {
        let of = |name: &str| device(name).map(|device| device.lookalikes());
        let has = |action, camera| Some(Lookalikes { action, camera });
        assert_eq!(of("iPhone 15"), has(false, false));
        assert_eq!(of("iPhone 15 Pro"), has(true, false));
        assert_eq!(of("iPhone 16 Pro"), has(true, true));
        assert_eq!(of("iPhone 16e"), has(true, false));
        assert_eq!(of("iPad (10th gen, Wi-Fi)"), has(false, false));
    }
}
