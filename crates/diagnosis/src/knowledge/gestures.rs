//! How each kind of phone is restarted by force.
//!
//! Sources: Apple's user guides, in copies of MacDailyNews 2020 and others; how long it takes
//! from transcripts of Apple's support films and from geeksmodo.com. What is not in those is
//! general knowledge and marked so. A forced restart cuts power to the processor for a moment,
//! as if the battery were pulled; what is stored stays.

/// A button of a phone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Button {
    /// The upper volume button of a phone, on its left edge.
    VolumeUp,
    /// The lower one.
    VolumeDown,
    /// Of an iPad: the volume button nearest the top button. Up and down can swap when an iPad
    /// is turned (general knowledge); near and far stay true.
    VolumeNear,
    /// Of an iPad: the other one.
    VolumeFar,
    /// On the right edge.
    Side,
    /// On the top edge.
    Top,
    /// The round one below the screen.
    Home,
}

impl Button {
    /// The word of JSON answers.
    pub const fn id(self) -> &'static str {
        match self {
            Self::VolumeUp => "volume-up",
            Self::VolumeDown => "volume-down",
            Self::VolumeNear => "volume-near",
            Self::VolumeFar => "volume-far",
            Self::Side => "side",
            Self::Top => "top",
            Self::Home => "home",
        }
    }

    /// What it is called beside a drawing.
    pub const fn name(self) -> &'static str {
        match self {
            Self::VolumeUp => "Volume Up",
            Self::VolumeDown => "Volume Down",
            Self::VolumeNear => "volume, nearest",
            Self::VolumeFar => "volume, farthest",
            Self::Side => "side button",
            Self::Top => "top button",
            Self::Home => "Home button",
        }
    }
}

/// How a button is pressed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Press {
    /// Press and let go at once.
    Tap,
    /// Press and keep pressing.
    Hold,
}

impl Press {
    /// In one word.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Tap => "tap",
            Self::Hold => "hold",
        }
    }
}

/// One step of a gesture.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Move {
    /// How.
    pub press: Press,
    /// What: several are pressed together.
    pub buttons: &'static [Button],
    /// In words.
    pub text: &'static str,
}

/// A gesture.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Gesture {
    /// Its id in the list of models.
    pub id: &'static str,
    /// What to press, in order. The last one is held.
    pub moves: &'static [Move],
    /// How long the hold takes, in seconds: from the soonest to the latest usual.
    pub hold_seconds: (u32, u32),
}

/// Held for so long without a logo, it did not work: in seconds.
pub const GIVE_UP_SECONDS: u32 = 30;

const fn tap(buttons: &'static [Button], text: &'static str) -> Move {
    Move { press: Press::Tap, buttons, text }
}

const fn hold(buttons: &'static [Button], text: &'static str) -> Move {
    Move { press: Press::Hold, buttons, text }
}

/// All gestures.
pub const GESTURES: &[Gesture] = &[
    Gesture {
        id: "volume-up-volume-down-side",
        moves: &[
            tap(&[Button::VolumeUp], "Press Volume Up and let go at once."),
            tap(&[Button::VolumeDown], "Press Volume Down and let go at once."),
            hold(
                &[Button::Side],
                "Press the side button and keep holding, also when a slider to switch off comes, \
                 until the Apple logo shows. Then let go.",
            ),
        ],
        hold_seconds: (5, 15),
    },
    Gesture {
        id: "volume-down-side",
        moves: &[hold(
            &[Button::VolumeDown, Button::Side],
            "Press Volume Down and the side button together and keep holding both until the Apple \
             logo shows. Then let go of both.",
        )],
        hold_seconds: (8, 12),
    },
    Gesture {
        id: "home-top-or-side",
        moves: &[hold(
            // The top button of smaller and older ones, the side button of 6 to 6s Plus.
            &[Button::Home, Button::Side],
            "Press the Home button and the Sleep/Wake button together and keep holding both until \
             the Apple logo shows. Then let go of both.",
        )],
        hold_seconds: (8, 12),
    },
    Gesture {
        id: "ipad-home-top",
        moves: &[hold(
            &[Button::Home, Button::Top],
            "Press the Home button and the top button together and keep holding both until the \
             Apple logo shows. Then let go of both.",
        )],
        hold_seconds: (8, 12),
    },
    Gesture {
        id: "ipad-volume-near-far-top",
        moves: &[
            tap(
                &[Button::VolumeNear],
                "Press the volume button nearest the top button and let go at once.",
            ),
            tap(
                &[Button::VolumeFar],
                "Press the volume button farthest from the top button and let go at once.",
            ),
            hold(
                &[Button::Top],
                "Press the top button and keep holding, also when a slider to switch off comes, \
                 until the Apple logo shows. Then let go.",
            ),
        ],
        hold_seconds: (5, 20),
    },
    Gesture {
        id: "ipod7-top-volume-down",
        moves: &[hold(
            &[Button::Top, Button::VolumeDown],
            "Press the top button and Volume Down together and keep holding both until the Apple \
             logo shows. Then let go of both.",
        )],
        hold_seconds: (8, 12),
    },
];

/// The gesture with an id.
pub fn gesture(id: &str) -> Option<Gesture> {
    GESTURES.iter().copied().find(|gesture| gesture.id == id)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_gesture_ends_with_a_hold_that_can_be_given_up() {
        for gesture in GESTURES {
            let (last, before) = gesture.moves.split_last().expect("a move");
            assert_eq!(last.press, Press::Hold, "{}", gesture.id);
            assert!(before.iter().all(|one| one.press == Press::Tap && one.buttons.len() == 1));
            let (soonest, latest) = gesture.hold_seconds;
            assert!(soonest < latest && latest < GIVE_UP_SECONDS, "{}", gesture.id);
        }
    }
}
