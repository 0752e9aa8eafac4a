//! Which button sits where, and which step it belongs to.

use unstuck_diagnosis::{Body, Button, Lookalikes, Press};

/// A side of a phone, seen from the front.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Edge {
    Left,
    Right,
    /// On the top, named to the left.
    TopLeft,
    /// On the top, named to the right.
    TopRight,
    /// Below the screen.
    Front,
}

/// What a button is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Role {
    /// Part of the gesture.
    Step { number: usize, press: Press },
    /// Easily taken for one of the gesture.
    NotThis,
    /// It is there, that is all.
    Idle,
}

/// A button in its place.
#[derive(Clone, Copy, Debug)]
pub(super) struct Placed {
    /// What it is called, in one or two short lines.
    pub(super) name: [&'static str; 2],
    pub(super) edge: Edge,
    /// Its middle, as a share of the edge.
    pub(super) at: f64,
    /// Its length, in the units of the drawing.
    pub(super) length: f64,
    pub(super) role: Role,
}

/// A phone with its buttons.
#[derive(Clone, Debug)]
pub(super) struct Layout {
    pub(super) tablet: bool,
    /// It has a round button below the screen.
    pub(super) home: bool,
    pub(super) buttons: Vec<Placed>,
    /// How many buttons are held at the end.
    pub(super) held: usize,
}

/// Something on an edge: a button, or what looks like one.
#[derive(Clone, Copy)]
enum Part {
    Real(Button),
    Switch,
    Action,
    Camera,
}

use Part::{Action, Camera, Real, Switch};

/// Part, edge, share of the edge, length.
type Row = (Part, Edge, f64, f64);

const FACE: &[Row] = &[
    (Switch, Edge::Left, 0.13, 16.0),
    (Action, Edge::Left, 0.12, 20.0),
    (Real(Button::VolumeUp), Edge::Left, 0.27, 34.0),
    (Real(Button::VolumeDown), Edge::Left, 0.42, 34.0),
    (Real(Button::Side), Edge::Right, 0.32, 54.0),
    (Camera, Edge::Right, 0.68, 40.0),
];
const HOME: &[Row] = &[
    (Switch, Edge::Left, 0.13, 16.0),
    (Real(Button::VolumeUp), Edge::Left, 0.23, 30.0),
    (Real(Button::VolumeDown), Edge::Left, 0.38, 30.0),
    (Real(Button::Side), Edge::Right, 0.26, 34.0),
    (Real(Button::Home), Edge::Front, 0.5, 0.0),
];
const SMALL: &[Row] = &[
    (Switch, Edge::Left, 0.13, 16.0),
    (Real(Button::VolumeUp), Edge::Left, 0.24, 18.0),
    (Real(Button::VolumeDown), Edge::Left, 0.34, 18.0),
    (Real(Button::Top), Edge::TopRight, 0.76, 34.0),
    (Real(Button::Home), Edge::Front, 0.5, 0.0),
];
const POD: &[Row] = &[
    (Real(Button::VolumeUp), Edge::Left, 0.22, 24.0),
    (Real(Button::VolumeDown), Edge::Left, 0.34, 24.0),
    (Real(Button::Top), Edge::TopRight, 0.76, 34.0),
    (Real(Button::Home), Edge::Front, 0.5, 0.0),
];
const PAD: &[Row] = &[
    (Real(Button::Top), Edge::TopRight, 0.82, 40.0),
    (Real(Button::VolumeNear), Edge::Right, 0.15, 30.0),
    (Real(Button::VolumeFar), Edge::Right, 0.38, 30.0),
];
const PAD_MINI: &[Row] = &[
    (Real(Button::Top), Edge::TopRight, 0.84, 40.0),
    (Real(Button::VolumeNear), Edge::TopLeft, 0.36, 26.0),
    (Real(Button::VolumeFar), Edge::TopLeft, 0.18, 26.0),
];
const PAD_HOME: &[Row] = &[
    (Real(Button::Top), Edge::TopRight, 0.84, 34.0),
    (Real(Button::VolumeUp), Edge::Right, 0.14, 20.0),
    (Real(Button::VolumeDown), Edge::Right, 0.23, 20.0),
    (Real(Button::Home), Edge::Front, 0.5, 0.0),
];

impl Layout {
    /// Of a family.
    pub(super) fn of(body: Body, lookalikes: Lookalikes) -> Self {
        let rows = match body {
            Body::IphoneFace => FACE,
            Body::IphoneHome | Body::Iphone7 | Body::Iphone6 => HOME,
            Body::Iphone5 => SMALL,
            Body::Ipod | Body::Ipod7 => POD,
            Body::Ipad => PAD,
            Body::IpadMini => PAD_MINI,
            Body::IpadHome => PAD_HOME,
        };
        let there = |part: Part| match part {
            Real(_) => true,
            Action => lookalikes.action,
            // The Action button took its place.
            Switch => !lookalikes.action,
            Camera => lookalikes.camera,
        };
        let rows = rows.iter().filter(|row| there(row.0));
        let moves = body.gesture().map_or(&[][..], |gesture| gesture.moves);
        Self {
            tablet: matches!(body, Body::Ipad | Body::IpadMini | Body::IpadHome),
            home: rows.clone().any(|row| matches!(row.0, Real(Button::Home))),
            buttons: rows.map(|row| placed(body, *row)).collect(),
            held: moves.last().map_or(0, |last| last.buttons.len()),
        }
    }

    /// How many steps there are.
    pub(super) fn steps(&self) -> usize {
        let number = |placed: &Placed| match placed.role {
            Role::Step { number, .. } => number,
            Role::NotThis | Role::Idle => 0,
        };
        self.buttons.iter().map(number).max().unwrap_or(0)
    }

    /// What stands on the screen: how the gesture ends.
    pub(super) fn hint(&self) -> &'static [&'static str] {
        match self.held {
            0 | 1 => &["hold until", "you see the", "Apple logo"],
            _ => &["hold both", "together until", "you see the", "Apple logo"],
        }
    }
}

fn placed(body: Body, (part, edge, at, length): Row) -> Placed {
    let (name, role) = match part {
        Real(button) => (lines(button), role(body, button)),
        Action => (["Action button", ""], Role::NotThis),
        Camera => (["Camera Control", ""], Role::NotThis),
        Switch => (["", ""], Role::Idle),
    };
    Placed { name, edge, at, length, role }
}

/// What a button is called beside a drawing.
const fn lines(button: Button) -> [&'static str; 2] {
    match button {
        Button::VolumeNear => ["volume button", "near top button"],
        Button::VolumeFar => ["volume button", "far from it"],
        button => [button.name(), ""],
    }
}

fn role(body: Body, button: Button) -> Role {
    let moves = body.gesture().map_or(&[][..], |gesture| gesture.moves);
    let step =
        moves.iter().position(|one| one.buttons.iter().any(|meant| body.button(*meant) == button));
    match step {
        Some(at) => Role::Step { number: at + 1, press: moves[at].press },
        None => Role::Idle,
    }
}
