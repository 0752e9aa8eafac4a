//! Pictures the server draws: the speed over time.

use std::fmt::Write;

use super::live::Point;

const WIDE: f64 = 600.0;
const HIGH: f64 = 120.0;

/// Speed over time as an area, stalls as bars that are hatched by their class and have a width
/// one can see. Colours come from the style sheet.
pub(super) fn speeds(points: &[Point], label: &str) -> String {
    let (Some(first), Some(last)) = (points.first(), points.last()) else {
        return String::new();
    };
    let span = (last.at.saturating_sub(first.at)).as_secs_f64().max(1.0);
    let top = points.iter().map(|point| point.bytes_per_second).fold(1.0, f64::max);
    let x = |point: &Point| point.at.saturating_sub(first.at).as_secs_f64() / span * WIDE;
    let y = |point: &Point| HIGH - point.bytes_per_second / top * (HIGH - 8.0);
    let mut area = format!("M0 {HIGH}");
    let mut stalls = String::new();
    for point in points {
        let _ = write!(area, " L{:.1} {:.1}", x(point), y(point));
        if point.stalled {
            let _ = write!(
                stalls,
                r#"<rect class="stall" x="{:.1}" y="0" width="4" height="{HIGH}"/>"#,
                (x(point) - 2.0).clamp(0.0, WIDE - 4.0)
            );
        }
    }
    let _ = write!(area, " L{WIDE} {HIGH} Z");
    format!(
        r#"<svg class="plot" viewBox="0 0 {WIDE} {HIGH}" role="img" aria-label="{}"
preserveAspectRatio="none">{stalls}<path class="speed" d="{area}"/></svg>"#,
        plain(label)
    )
}

/// Text as it may stand in an attribute.
fn plain(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('"', "&quot;")
}
