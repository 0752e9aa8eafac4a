//! How each kind of phone is restarted by force.
//!
//! Source: Apple's user guides, in copies of MacDailyNews 2020 and others. A forced restart
//! cuts power to the processor; what is stored stays.

/// A gesture.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Gesture {
    /// Its id in the list of models.
    pub id: &'static str,
    /// What to press, in order.
    pub steps: &'static [&'static str],
}

/// All gestures.
pub const GESTURES: &[Gesture] = &[
    Gesture {
        id: "volume-up-volume-down-side",
        steps: &[
            "Tap Volume Up and let go.",
            "Tap Volume Down and let go.",
            "Hold the side button until the Apple logo comes, up to 30 seconds. \
             Do not slide the slider.",
        ],
    },
    Gesture {
        id: "volume-down-side",
        steps: &["Hold the side button and Volume Down together until the Apple logo comes."],
    },
    Gesture {
        id: "home-top-or-side",
        steps: &["Hold Home and the sleep button together until the Apple logo comes."],
    },
    Gesture {
        id: "ipad-home-top",
        steps: &["Hold Home and the top button together until the Apple logo comes."],
    },
    Gesture {
        id: "ipad-volume-near-far-top",
        steps: &[
            "Tap the volume button nearest the top button and let go.",
            "Tap the other volume button and let go.",
            "Hold the top button until the Apple logo comes.",
        ],
    },
    Gesture {
        id: "ipod7-top-volume-down",
        steps: &["Hold the top button and Volume Down together until the Apple logo comes."],
    },
];

/// The gesture with an id.
pub fn gesture(id: &str) -> Option<Gesture> {
    GESTURES.iter().copied().find(|gesture| gesture.id == id)
}
