//! Drawings in characters, for a terminal.

use unstuck_diagnosis::Press;

use super::layout::{Edge, Layout, Placed, Role};

/// How wide a drawing is at most.
pub(super) const COLUMNS: usize = 60;
/// Rows for buttons on the top edge to be named in.
const ABOVE: usize = 3;
/// How high a phone is, in rows.
const HEIGHT: usize = 17;
/// Row of the round button, counted from the top of the phone.
const HOME_ROW: usize = HEIGHT - 3;

/// Something to write into, one character a place.
struct Canvas {
    rows: Vec<Vec<char>>,
}

impl Canvas {
    fn put(&mut self, row: usize, column: usize, text: &str) {
        let places = self.rows.get_mut(row).into_iter().flatten().skip(column);
        for (place, c) in places.zip(text.chars()) {
            *place = c;
        }
    }

    /// Text whose last character stands at `column`.
    fn put_ending(&mut self, row: usize, column: usize, text: &str) {
        self.put(row, (column + 1).saturating_sub(text.chars().count()), text);
    }

    fn into_text(self) -> String {
        let lines = self.rows.into_iter().map(|row| row.into_iter().collect::<String>());
        let lines: Vec<String> = lines.map(|line| line.trim_end().to_owned()).collect();
        let first = lines.iter().position(|line| !line.is_empty()).unwrap_or(0);
        lines[first..].iter().map(|line| format!("{line}\n")).collect()
    }
}

/// Where a phone stands.
struct Frame {
    left: usize,
    width: usize,
}

impl Frame {
    fn right(&self) -> usize {
        self.left + self.width - 1
    }
}

/// Draws.
pub(super) fn draw(layout: &Layout) -> String {
    let frame = match layout.tablet {
        true => Frame { left: 19, width: 20 },
        false => Frame { left: 20, width: 18 },
    };
    let mut canvas = Canvas { rows: vec![vec![' '; COLUMNS]; ABOVE + HEIGHT] };
    outline(&mut canvas, layout, &frame);
    let mut tier = 0;
    let mut last = [0; 2];
    for placed in &layout.buttons {
        match placed.edge {
            Edge::Left | Edge::Right => {
                let last = &mut last[usize::from(placed.edge == Edge::Right)];
                let row = ((placed.at * HEIGHT as f64) as usize).max(*last);
                *last = row + rows_of(placed);
                on_side(&mut canvas, placed, ABOVE + row, &frame);
            }
            Edge::TopLeft | Edge::TopRight => {
                let row = if placed.edge == Edge::TopLeft { tier } else { 0 };
                tier += usize::from(placed.edge == Edge::TopLeft);
                on_top(&mut canvas, placed, row, &frame);
            }
            Edge::Front => home(&mut canvas, placed, &frame),
        }
    }
    canvas.into_text()
}

fn outline(canvas: &mut Canvas, layout: &Layout, frame: &Frame) {
    let line = "─".repeat(frame.width - 2);
    canvas.put(ABOVE, frame.left, &format!("╭{line}╮"));
    for row in 1..HEIGHT - 1 {
        canvas.put(ABOVE + row, frame.left, "│");
        canvas.put(ABOVE + row, frame.right(), "│");
    }
    canvas.put(ABOVE + HEIGHT - 1, frame.left, &format!("╰{line}╯"));
    if layout.home {
        let line = format!("├{line}┤");
        canvas.put(ABOVE + 1, frame.left, &line);
        canvas.put(ABOVE + HOME_ROW - 2, frame.left, &line);
    } else if !layout.tablet {
        canvas.put(ABOVE + 1, frame.left + frame.width / 2 - 2, "╶──╴");
    }
    let hint = layout.hint();
    let top = ABOVE + HEIGHT / 2 - hint.len() / 2;
    for (at, line) in hint.iter().enumerate() {
        let column = frame.left + (frame.width - line.chars().count()) / 2;
        canvas.put(top + at, column, line);
    }
}

/// Rows that a button and its name take, with one for air.
fn rows_of(placed: &Placed) -> usize {
    match placed.role {
        Role::Idle => 1,
        Role::NotThis => 3,
        Role::Step { .. } => 2 + placed.name.iter().filter(|line| !line.is_empty()).count(),
    }
}

/// `1 TAP`, and the lines of the name below.
fn words(placed: &Placed) -> Vec<String> {
    let names = placed.name.iter().filter(|line| !line.is_empty()).map(|line| (*line).to_owned());
    match placed.role {
        Role::Idle => Vec::new(),
        Role::NotThis => vec![format!("{},", placed.name[0]), "not this one".to_owned()],
        Role::Step { number, press } => {
            let verb = match press {
                Press::Tap => "TAP",
                Press::Hold => "HOLD",
            };
            std::iter::once(format!("{number} {verb}")).chain(names).collect()
        }
    }
}

fn on_side(canvas: &mut Canvas, placed: &Placed, row: usize, frame: &Frame) {
    let left = placed.edge == Edge::Left;
    let column = if left { frame.left } else { frame.right() };
    let pressed = matches!(placed.role, Role::Step { .. });
    canvas.put(row, column, if pressed { "█" } else { "┃" });
    for (at, line) in words(placed).iter().enumerate() {
        if left {
            canvas.put_ending(row + at, column - 5, line);
        } else {
            canvas.put(row + at, column + 5, line);
        }
    }
    match (pressed, left) {
        (true, true) => canvas.put(row, column - 3, "──▶"),
        (true, false) => canvas.put(row, column + 1, "◀──"),
        (false, _) => {}
    }
}

fn on_top(canvas: &mut Canvas, placed: &Placed, row: usize, frame: &Frame) {
    let column = frame.left + (placed.at * frame.width as f64) as usize;
    let pressed = matches!(placed.role, Role::Step { .. });
    canvas.put(ABOVE, column, if pressed { "█" } else { "━" });
    if !pressed {
        return;
    }
    for below in row + 1..ABOVE {
        canvas.put(below, column, "│");
    }
    canvas.put(ABOVE - 1, column, "▼");
    let words = words(placed).join(" ");
    if placed.edge == Edge::TopLeft {
        // There is no room for all of it; the button pointed at is one for the volume.
        let short = words.replace("volume button ", "");
        canvas.put_ending(row, column, &format!("{short} ──┐"));
    } else {
        canvas.put(row, column, &format!("┌── {words}"));
    }
}

fn home(canvas: &mut Canvas, placed: &Placed, frame: &Frame) {
    let row = ABOVE + HOME_ROW;
    let middle = frame.left + frame.width / 2 - 2;
    if !matches!(placed.role, Role::Step { .. }) {
        canvas.put(row, middle, "(  )");
        return;
    }
    canvas.put(row, middle, "(██)");
    let line = "─".repeat(frame.right() - middle - 5);
    canvas.put(row, middle + 4, &format!("◀{line}┼─"));
    for (at, words) in words(placed).iter().enumerate() {
        canvas.put(row + at, frame.right() + 5, words);
    }
}
