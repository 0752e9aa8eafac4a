//! Small pictures of what is going on: plug it in, type the passcode, tap Trust, it flows, it is
//! safe. They show the phone in hand by its looks, and stand beside words that say the same.
//!
//! Coloured by the classes of a page; nothing in them moves unless its style sheet says so.

use std::fmt::Write;

use unstuck_diagnosis::Body;

/// What is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Scene {
    /// Cable and phone apart: put it in.
    Plug,
    /// Connected, and all is well.
    Ready,
    /// The phone wants its passcode.
    Passcode,
    /// The phone is locked.
    Locked,
    /// The phone asks whether to trust this computer.
    Trust,
    /// Everything goes from the phone to the computer.
    Flow,
    /// It is on the computer, and was checked.
    Safe,
    /// There is no room left on the computer.
    Full,
}

/// A rectangle on the paper.
#[derive(Clone, Copy)]
struct Frame {
    x: f64,
    y: f64,
    width: f64,
    height: f64,
}

impl Frame {
    fn middle(self) -> f64 {
        self.x + self.width / 2.0
    }

    fn foot(self) -> f64 {
        self.y + self.height
    }
}

/// The phone's part of the picture beside a computer.
const BESIDE: Frame = Frame { x: 176.0, y: 18.0, width: 68.0, height: 128.0 };
/// The phone where its screen is what matters.
const LARGE: Frame = Frame { x: 76.0, y: 4.0, width: 108.0, height: 192.0 };
/// Where the cable leaves the computer.
const PLUG: (f64, f64) = (132.0, 138.0);

impl Scene {
    /// As SVG for a page. `trust` is what the button of that name says in the reader's language;
    /// nothing of it becomes markup.
    pub(crate) fn svg(self, body: Body, trust: &str) -> String {
        let is_large = matches!(self, Self::Passcode | Self::Locked | Self::Trust);
        let paper = if is_large { "64 0 132 200" } else { "0 0 260 200" };
        let mut out = format!(
            "<svg class=\"picture\" viewBox=\"{paper}\" aria-hidden=\"true\" \
             focusable=\"false\" fill=\"none\" stroke=\"currentColor\" stroke-width=\"3\" \
             stroke-linecap=\"round\" stroke-linejoin=\"round\">",
        );
        match self {
            Self::Passcode | Self::Locked | Self::Trust => self.large(&mut out, body, trust),
            _ => self.beside(&mut out, body),
        }
        out.push_str("</svg>");
        out
    }

    fn large(self, out: &mut String, body: Body, trust: &str) {
        let screen = phone(out, body, LARGE);
        match self {
            Self::Trust => dialog(out, screen, trust),
            Self::Locked => {
                lock(out, screen);
                dots(out, screen, 0.56);
            }
            _ => {
                dots(out, screen, 0.24);
                keys(out, screen);
            }
        }
    }

    fn beside(self, out: &mut String, body: Body) {
        let frame = match body.noun() {
            "iPad" => Frame { x: 156.0, width: 96.0, ..BESIDE },
            _ => BESIDE,
        };
        computer(out);
        let screen = phone(out, body, frame);
        let (x, y) = PLUG;
        let (to, foot) = (frame.middle(), frame.foot());
        if self == Self::Plug {
            // The cable ends below the phone, and an arrow says where it belongs.
            let _ = write!(
                out,
                "<path class=\"cable\" d=\"M{x} {y}C{} {} {to} 200 {to} 192\"/>\
                 <path class=\"accent moves\" d=\"M{to} 182V162M{} 169L{to} 160L{} 169\"/>",
                x + 20.0,
                y + 34.0,
                to - 9.0,
                to + 9.0
            );
            return;
        }
        let _ = write!(
            out,
            "<path class=\"cable\" d=\"M{x} {y}C{} {} {to} 196 {to} {foot}\"/>",
            x + 20.0,
            y + 40.0
        );
        match self {
            Self::Ready => tick(out, screen.middle(), screen.y + screen.height / 2.0),
            Self::Safe => tick(out, 70.0, 90.0),
            Self::Full => full(out),
            _ => flow(out),
        }
    }
}

/// The outline of a phone; its screen.
fn phone(out: &mut String, body: Body, at: Frame) -> Frame {
    let home = !matches!(body, Body::IphoneFace | Body::Ipad | Body::IpadMini);
    let Frame { x, y, width, height } = at;
    let (above, below) = if home { (height * 0.11, height * 0.17) } else { (7.0, 7.0) };
    let screen =
        Frame { x: x + 7.0, y: y + above, width: width - 14.0, height: height - above - below };
    let corner = if home { width * 0.14 } else { width * 0.2 };
    let _ = write!(
        out,
        "<rect class=\"device\" x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"{height}\" \
         rx=\"{corner:.1}\"/><rect class=\"screen\" x=\"{}\" y=\"{:.1}\" width=\"{}\" \
         height=\"{:.1}\" rx=\"{:.1}\" stroke-width=\"1.5\"/>",
        screen.x,
        screen.y,
        screen.width,
        screen.height,
        if home { 2.0 } else { corner - 6.0 }
    );
    let middle = at.middle();
    if home {
        let _ = write!(
            out,
            "<circle class=\"device\" cx=\"{middle}\" cy=\"{:.1}\" r=\"{:.1}\" \
             stroke-width=\"2\"/>",
            at.foot() - below / 2.0,
            below * 0.32
        );
    } else if body.noun() == "iPhone" {
        let half = width * 0.11;
        let line = screen.y + width * 0.09;
        let _ = write!(
            out,
            "<path class=\"quiet\" d=\"M{:.1} {line:.1}H{:.1}\" stroke-width=\"{:.1}\"/>",
            middle - half,
            middle + half,
            width * 0.07
        );
    }
    screen
}

fn computer(out: &mut String) {
    out.push_str(
        "<rect class=\"device\" x=\"16\" y=\"48\" width=\"108\" height=\"78\" rx=\"7\"/>\
         <rect class=\"screen\" x=\"23\" y=\"55\" width=\"94\" height=\"64\" rx=\"2\" \
         stroke-width=\"1.5\"/>\
         <path class=\"device\" d=\"M6 132H134L128 142H12Z\"/>",
    );
}

/// Something is well: a disc with a tick.
fn tick(out: &mut String, x: f64, y: f64) {
    let _ = write!(
        out,
        "<circle class=\"fine\" cx=\"{x}\" cy=\"{y}\" r=\"19\"/>\
         <path class=\"on\" d=\"M{} {y}l6 7l11 -14\" stroke-width=\"4\"/>",
        x - 8.0
    );
}

/// Parts of a whole that arrive one after the other.
fn flow(out: &mut String) {
    for (at, (x, y)) in
        [(42, 76), (62, 76), (82, 76), (42, 96), (62, 96), (82, 96)].iter().enumerate()
    {
        let _ = write!(
            out,
            "<rect class=\"accent block block-{}\" x=\"{x}\" y=\"{y}\" width=\"14\" \
             height=\"14\" rx=\"3\"/>",
            at + 1
        );
    }
    out.push_str("<path class=\"accent moves\" d=\"M168 78H142M150 69L140 78L150 87\"/>");
}

/// A disk to its brim.
fn full(out: &mut String) {
    out.push_str(
        "<path class=\"accent\" d=\"M36 68V106H104V68\"/>\
         <rect class=\"warning\" x=\"42\" y=\"66\" width=\"56\" height=\"34\" rx=\"2\"/>\
         <path class=\"on\" d=\"M70 73V85M70 92V93\" stroke-width=\"4\"/>",
    );
}

fn dots(out: &mut String, screen: Frame, down: f64) {
    let y = screen.y + screen.height * down;
    for number in 0..6 {
        let x = screen.middle() + (f64::from(number) - 2.5) * 12.0;
        let _ = write!(
            out,
            "<circle class=\"accent\" cx=\"{x}\" cy=\"{y:.1}\" r=\"3.4\" stroke-width=\"2\"/>"
        );
    }
}

fn keys(out: &mut String, screen: Frame) {
    let names = ["1", "2", "3", "4", "5", "6", "7", "8", "9", "", "0", ""];
    out.push_str("<g class=\"keys\" font-size=\"11\" text-anchor=\"middle\" stroke=\"none\">");
    for (at, name) in names.iter().enumerate().filter(|(_, name)| !name.is_empty()) {
        let x = screen.middle() + ((at % 3) as f64 - 1.0) * 27.0;
        let y = screen.y + screen.height * 0.40 + (at / 3) as f64 * screen.height * 0.155;
        let _ = write!(
            out,
            "<circle cx=\"{x}\" cy=\"{y:.1}\" r=\"10.5\"/><text class=\"word\" x=\"{x}\" \
             y=\"{:.1}\">{name}</text>",
            y + 4.0
        );
    }
    out.push_str("</g>");
}

fn lock(out: &mut String, screen: Frame) {
    let (x, y) = (screen.middle(), screen.y + screen.height * 0.3);
    let _ = write!(
        out,
        "<path class=\"accent\" d=\"M{} {y:.1}v-9a10 10 0 0 1 20 0v9\" stroke-width=\"4\"/>\
         <rect class=\"accent-full\" x=\"{}\" y=\"{y:.1}\" width=\"32\" height=\"24\" rx=\"5\"/>",
        x - 10.0,
        x - 16.0
    );
}

/// The question of the phone, with the button to tap.
fn dialog(out: &mut String, screen: Frame, trust: &str) {
    let (x, y) = (screen.x + 5.0, screen.y + screen.height * 0.27);
    let (width, middle) = (screen.width - 10.0, screen.middle());
    let _ = write!(
        out,
        "<rect class=\"paper\" x=\"{x}\" y=\"{y:.1}\" width=\"{width}\" height=\"96\" rx=\"9\" \
         stroke-width=\"2\"/>\
         <path class=\"quiet\" d=\"M{0} {1:.1}H{2}M{3} {4:.1}H{5}\" stroke-width=\"4\"/>\
         <rect class=\"accent-full\" x=\"{6}\" y=\"{7:.1}\" width=\"{8}\" height=\"26\" rx=\"8\"/>\
         <text class=\"on-word\" x=\"{middle}\" y=\"{9:.1}\" font-size=\"{14}\" \
         font-weight=\"700\" text-anchor=\"middle\" stroke=\"none\">{10}</text>\
         <path class=\"quiet\" d=\"M{11} {12:.1}H{13}\" stroke-width=\"4\"/>",
        middle - 30.0,
        y + 16.0,
        middle + 30.0,
        middle - 22.0,
        y + 28.0,
        middle + 22.0,
        x + 7.0,
        y + 40.0,
        width - 14.0,
        y + 57.5,
        plain(trust),
        middle - 20.0,
        y + 82.0,
        middle + 20.0,
        if trust.chars().count() > 7 { 11 } else { 13 }
    );
    // Where to tap.
    let _ = write!(
        out,
        "<rect class=\"accent moves\" x=\"{}\" y=\"{:.1}\" width=\"{}\" height=\"38\" rx=\"14\" \
         stroke-dasharray=\"7 7\"/>",
        x + 1.0,
        y + 34.0,
        width - 2.0
    );
}

/// Text as it may stand in markup.
fn plain(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

#[cfg(test)]
mod tests {
    use super::*;

    const ALL: [Scene; 8] = [
        Scene::Plug,
        Scene::Ready,
        Scene::Passcode,
        Scene::Locked,
        Scene::Trust,
        Scene::Flow,
        Scene::Safe,
        Scene::Full,
    ];

    #[test]
    fn pictures_are_sound_small_and_show_the_phone_in_hand() {
        for scene in ALL {
            let mut different = std::collections::BTreeSet::new();
            for body in Body::ALL {
                let svg = scene.svg(body, "<Trust & tap>");
                assert!(svg.len() < 4_000, "{scene:?}: {} bytes", svg.len());
                for not in ["<script", "href", "style=", "url(", "http", "<Trust", "NaN"] {
                    assert!(!svg.contains(not), "{scene:?}: {not}");
                }
                let opened = svg.matches('<').count() - svg.matches("</").count();
                let closed = svg.matches("</").count() + svg.matches("/>").count();
                assert_eq!(opened, closed, "{svg}");
                different.insert(svg);
            }
            assert!(different.len() >= 2, "{scene:?}: with a Home button and without");
        }
    }
}
