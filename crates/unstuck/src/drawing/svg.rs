//! Drawings as SVG.
//!
//! Every part has its look as attributes in the colour of the text around it, so that it can be
//! read in any page; classes let a page colour it and move it step by step. What is pressed is
//! told by number, word and thickness, never by colour alone.

use std::fmt::Write;

use unstuck_diagnosis::{Body, Press};

use super::Setting;
use super::layout::{Edge, Layout, Placed, Role};

const WIDTH: f64 = 600.0;
const HEIGHT: f64 = 440.0;
/// What of it is for names above the phone.
const ABOVE: f64 = 66.0;
/// Radius of the disc with a number.
const DISC: f64 = 19.0;
/// From the disc to its words.
const GAP: f64 = 28.0;
/// Between lines of words.
const LINE: f64 = 20.0;
/// The same of those beside a button that is not meant.
const SMALL_LINE: f64 = 17.0;
/// How far a button that is pressed stands out.
const STANDS_OUT: f64 = 9.0;

/// Colours of a file that stands by itself. What a page sets in variables comes first; readers
/// that know no variables take the line in front.
const STYLE: &str = "\
.unstuck-drawing{color:#1d2733}
.paper{fill:#ffffff}
.press{fill:#b93a0b;fill:var(--unstuck-press,#b93a0b)}
.leader{stroke:#b93a0b;stroke:var(--unstuck-press,#b93a0b)}
.number{fill:#ffffff}
.disc{stroke:none}
@media (prefers-color-scheme:dark){
.unstuck-drawing{color:#e8edf3}
.paper{fill:#14191f}
.press{fill:#ff9a62;fill:var(--unstuck-press,#ff9a62)}
.leader{stroke:#ff9a62;stroke:var(--unstuck-press,#ff9a62)}
.number{fill:#14191f}
}
";

/// The outline of a phone: where it stands on the paper.
struct Frame {
    x: f64,
    y: f64,
    width: f64,
    height: f64,
    /// Where discs stand to the left and to the right.
    left: f64,
    right: f64,
}

impl Frame {
    fn of(layout: &Layout) -> Self {
        let (x, y, width, height) = match layout.tablet {
            // Where there is nothing to say at the left, there is more room at the right.
            true if !layout.buttons.iter().any(to_left) => (122.0, 132.0, 226.0, 286.0),
            true => (232.0, 146.0, 186.0, 270.0),
            false => (222.0, 92.0, 156.0, 326.0),
        };
        Self { x, y, width, height, left: x - 58.0, right: x + width + 58.0 }
    }

    /// Where a button is touched.
    fn tip(&self, placed: &Placed) -> (f64, f64) {
        let (across, down) = (self.x + placed.at * self.width, self.y + placed.at * self.height);
        match placed.edge {
            Edge::Left => (self.x - STANDS_OUT, down),
            Edge::Right => (self.x + self.width + STANDS_OUT, down),
            Edge::TopLeft | Edge::TopRight => (across, self.y - STANDS_OUT),
            Edge::Front => (across + HOME_RADIUS, self.y + self.height - HOME_ABOVE_FOOT),
        }
    }
}

const HOME_RADIUS: f64 = 21.0;
const HOME_ABOVE_FOOT: f64 = 34.0;

/// Draws.
pub(super) fn draw(body: Body, layout: &Layout, setting: Setting) -> String {
    let mut out = String::new();
    let frame = Frame::of(layout);
    head(&mut out, body, layout, setting);
    device(&mut out, layout, &frame);
    let lines = label_lines(layout, &frame);
    let labelled = || layout.buttons.iter().zip(&lines);
    for (placed, y) in labelled().filter(|(placed, _)| placed.role == Role::NotThis) {
        not_this(&mut out, placed, *y, &frame);
    }
    for step in 1..=layout.steps() {
        let is_meant = |placed: &Placed| match placed.role {
            Role::Step { number, press } if number == step => Some(press),
            _ => None,
        };
        let press = layout.buttons.iter().find_map(is_meant).unwrap_or(Press::Tap);
        let _ = writeln!(out, "<g class=\"step step-{step} {}\">", press.word());
        for (placed, y) in labelled().filter(|(placed, _)| is_meant(placed).is_some()) {
            callout(&mut out, placed, (step, press), *y, &frame);
        }
        out.push_str("</g>\n");
    }
    out.push_str("</svg>\n");
    out
}

fn head(out: &mut String, body: Body, layout: &Layout, setting: Setting) {
    let id = body.id();
    let moves = body.gesture().map_or(&[][..], |gesture| gesture.moves);
    let steps: Vec<String> =
        moves.iter().enumerate().map(|(at, one)| format!("{}. {}", at + 1, one.text)).collect();
    // Without names above the phone there is no need for room there.
    let top = if layout.buttons.iter().any(is_top) { 0.0 } else { ABOVE };
    let height = HEIGHT - top;
    let _ = writeln!(
        out,
        "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"unstuck-drawing\" \
         viewBox=\"0 {top} {WIDTH} {height}\" role=\"img\" \
         aria-labelledby=\"{id}-title {id}-desc\" font-family=\"system-ui, sans-serif\">"
    );
    let _ = writeln!(out, "<title id=\"{id}-title\">Force restart: {}</title>", body.models());
    let _ = writeln!(out, "<desc id=\"{id}-desc\">{}</desc>", steps.join(" "));
    if setting == Setting::File {
        let _ = writeln!(out, "<style>\n{STYLE}</style>");
        let _ = writeln!(
            out,
            "<rect class=\"paper\" y=\"{top}\" width=\"{WIDTH}\" height=\"{height}\"/>"
        );
    }
}

/// Outline, screen, and the buttons that are not pressed.
fn device(out: &mut String, layout: &Layout, frame: &Frame) {
    let Frame { x, y, width, height, .. } = *frame;
    out.push_str("<g class=\"device\" fill=\"none\" stroke=\"currentColor\" stroke-width=\"3\">\n");
    let radius = if layout.home { 24 } else { 30 };
    let _ = writeln!(
        out,
        "<rect x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"{height}\" rx=\"{radius}\"/>"
    );
    let (above, below) = if layout.home { (44.0, 66.0) } else { (11.0, 11.0) };
    let _ = writeln!(
        out,
        "<rect class=\"screen\" x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\" rx=\"{}\" \
         stroke-width=\"1.5\" stroke-opacity=\"0.45\"/>",
        x + 11.0,
        y + above,
        width - 22.0,
        height - above - below,
        if layout.home { 3 } else { 20 },
    );
    if !layout.home && !layout.tablet {
        let (middle, line) = (x + width / 2.0, y + 27.0);
        let _ = writeln!(
            out,
            "<path d=\"M{} {line}H{}\" stroke-width=\"9\" stroke-opacity=\"0.45\" \
             stroke-linecap=\"round\"/>",
            middle - 18.0,
            middle + 18.0
        );
    }
    for placed in layout.buttons.iter().filter(|placed| placed.role == Role::Idle) {
        button(out, placed, frame);
    }
    out.push_str("</g>\n");
    hint(out, layout, frame);
}

/// On the screen: how the gesture ends.
fn hint(out: &mut String, layout: &Layout, frame: &Frame) {
    let lines = layout.hint();
    let middle = frame.x + frame.width / 2.0;
    let top = frame.y + frame.height * 0.52 - (lines.len() as f64 - 1.0) * LINE / 2.0;
    out.push_str(
        "<g class=\"hint\" fill=\"currentColor\" font-size=\"16\" text-anchor=\"middle\">\n",
    );
    for (at, line) in lines.iter().enumerate() {
        let _ =
            writeln!(out, "<text x=\"{middle}\" y=\"{}\">{line}</text>", top + at as f64 * LINE);
    }
    out.push_str("</g>\n");
}

/// A button: slim when it is only there, thick when it is pressed.
fn button(out: &mut String, placed: &Placed, frame: &Frame) {
    let pressed = matches!(placed.role, Role::Step { .. });
    let (class, thick) = if pressed { ("press", STANDS_OUT) } else { ("idle", 4.0) };
    let (x, y) = frame.tip(placed);
    let half = placed.length / 2.0;
    let fill = "fill=\"currentColor\" stroke=\"none\"";
    let _ = match placed.edge {
        Edge::Front => {
            let (middle, fill) = (x - HOME_RADIUS, if pressed { fill } else { "fill=\"none\"" });
            writeln!(
                out,
                "<circle class=\"{class}\" cx=\"{middle}\" cy=\"{y}\" r=\"{HOME_RADIUS}\" {fill}/>"
            )
        }
        Edge::TopLeft | Edge::TopRight => writeln!(
            out,
            "<rect class=\"{class}\" x=\"{}\" y=\"{}\" width=\"{}\" height=\"{thick}\" rx=\"2\" \
             {fill}/>",
            x - half,
            frame.y - thick,
            placed.length
        ),
        Edge::Left | Edge::Right => {
            let left = match placed.edge {
                Edge::Left => frame.x - thick,
                _ => frame.x + frame.width,
            };
            writeln!(
                out,
                "<rect class=\"{class}\" x=\"{left}\" y=\"{}\" width=\"{thick}\" height=\"{}\" \
                 rx=\"2\" {fill}/>",
                y - half,
                placed.length
            )
        }
    };
}

/// Whether the words stand to the left.
fn to_left(placed: &Placed) -> bool {
    matches!(placed.edge, Edge::Left | Edge::TopLeft)
}

/// How high the words of a button are.
fn words_height(placed: &Placed) -> f64 {
    let names = placed.name.iter().filter(|line| !line.is_empty()).count();
    match placed.role {
        Role::Idle => 0.0,
        Role::NotThis => 2.0 * SMALL_LINE,
        Role::Step { .. } => (1.0 + names as f64) * LINE,
    }
}

/// At which height the words of each button stand: beside the button, but never on those of
/// another.
fn label_lines(layout: &Layout, frame: &Frame) -> Vec<f64> {
    let mut heights: Vec<f64> = layout.buttons.iter().map(|placed| frame.tip(placed).1).collect();
    let mut tier = 34.0;
    for (placed, height) in layout.buttons.iter().zip(&mut heights) {
        match placed.edge {
            // The way to the nearer button passes over the other one.
            Edge::TopLeft => {
                *height = tier;
                tier += 70.0;
            }
            Edge::TopRight => *height = frame.y - 54.0,
            _ => {}
        }
    }
    for left in [true, false] {
        let on_side = |placed: &Placed| {
            to_left(placed) == left && words_height(placed) > 0.0 && !is_top(placed)
        };
        let mut at: Vec<usize> =
            (0..heights.len()).filter(|at| on_side(&layout.buttons[*at])).collect();
        at.sort_by(|a, b| heights[*a].total_cmp(&heights[*b]));
        for pair in at.windows(2) {
            let [upper, lower] = [pair[0], pair[1]];
            let both = words_height(&layout.buttons[upper]) + words_height(&layout.buttons[lower]);
            let apart = both / 2.0 + 8.0;
            heights[lower] = heights[lower].max(heights[upper] + apart);
        }
    }
    heights
}

fn is_top(placed: &Placed) -> bool {
    matches!(placed.edge, Edge::TopLeft | Edge::TopRight)
}

/// A button of the gesture: thick, with its number, what to do with it, its name and a line.
fn callout(
    out: &mut String,
    placed: &Placed,
    (number, press): (usize, Press),
    y: f64,
    frame: &Frame,
) {
    button(out, placed, frame);
    let left = to_left(placed);
    let x = if left { frame.left } else { frame.right };
    leader(out, placed, (x, y), frame);
    let _ = writeln!(
        out,
        "<circle class=\"press disc\" cx=\"{x}\" cy=\"{y}\" r=\"{DISC}\" fill=\"none\" \
         stroke=\"currentColor\" stroke-width=\"2\"/>\n<text class=\"number\" x=\"{x}\" y=\"{}\" \
         font-size=\"22\" font-weight=\"700\" text-anchor=\"middle\" \
         fill=\"currentColor\">{number}</text>",
        y + 8.0
    );
    let verb = match press {
        Press::Tap => "TAP",
        Press::Hold => "HOLD",
    };
    let names = placed.name.iter().filter(|line| !line.is_empty());
    let lines: Vec<&str> = std::iter::once(verb).chain(names.copied()).collect();
    label(out, &lines, (x, y), left);
}

fn label(out: &mut String, lines: &[&str], (x, y): (f64, f64), left: bool) {
    let (x, anchor) = if left { (x - GAP, "end") } else { (x + GAP, "start") };
    let top = y + 6.0 - (lines.len() as f64 - 1.0) * LINE / 2.0;
    for (at, line) in lines.iter().enumerate() {
        let bold =
            if at == 0 { "font-size=\"20\" font-weight=\"700\"" } else { "font-size=\"16\"" };
        let _ = writeln!(
            out,
            "<text x=\"{x}\" y=\"{}\" {bold} text-anchor=\"{anchor}\" \
             fill=\"currentColor\">{line}</text>",
            top + at as f64 * LINE
        );
    }
}

/// The line from the disc to the button, with a head.
fn leader(out: &mut String, placed: &Placed, (x, y): (f64, f64), frame: &Frame) {
    let (tip_x, tip_y) = frame.tip(placed);
    let towards = if to_left(placed) { 1.0 } else { -1.0 };
    let begin = x + towards * DISC;
    let (path, head) = if is_top(placed) {
        let head = format!("M{} {}l-7 -11h14z", tip_x, tip_y - 3.0);
        (format!("M{begin} {y}H{tip_x}V{}", tip_y - 14.0), head)
    } else {
        let end = tip_x - towards * 14.0;
        let head = format!("M{} {tip_y}l{} -7v14z", tip_x - towards * 3.0, -towards * 11.0);
        (format!("M{begin} {y}L{end} {tip_y}"), head)
    };
    let _ = writeln!(
        out,
        "<path class=\"leader\" d=\"{path}\" fill=\"none\" stroke=\"currentColor\" \
         stroke-width=\"3\"/>\n<path class=\"press\" d=\"{head}\" fill=\"currentColor\"/>"
    );
}

/// What looks like a button of the gesture and is none.
fn not_this(out: &mut String, placed: &Placed, y: f64, frame: &Frame) {
    out.push_str("<g class=\"not-this\" opacity=\"0.75\">\n");
    button(out, placed, frame);
    let left = to_left(placed);
    let (tip_x, tip_y) = frame.tip(placed);
    let (towards, anchor) = if left { (-1.0, "end") } else { (1.0, "start") };
    let x = tip_x + towards * 24.0;
    let _ = writeln!(
        out,
        "<path d=\"M{} {tip_y}L{} {y}\" stroke=\"currentColor\" stroke-width=\"1.5\" \
         stroke-dasharray=\"3 3\"/>",
        tip_x - towards * 2.0,
        x - towards * 5.0
    );
    for (at, line) in [placed.name[0], "not this one"].iter().enumerate() {
        let _ = writeln!(
            out,
            "<text x=\"{x}\" y=\"{}\" font-size=\"14\" text-anchor=\"{anchor}\" \
             fill=\"currentColor\">{line}</text>",
            y - 4.0 + at as f64 * SMALL_LINE
        );
    }
    out.push_str("</g>\n");
}
