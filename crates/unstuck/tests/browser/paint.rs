//! How soon something is to be seen, and how much comes for it.

use crate::served::Served;
use crate::states::PAGES;
use crate::window::Window;

/// Loads of each page; the quickest says what the page takes, the others what the machine does
/// beside it. Where it is busy, more of them are needed.
const LOADS: usize = 7;
const LOADS_MAX: usize = 80;
/// Milliseconds until something is to be seen, more than an empty page takes.
const SEEN_MS: f64 = 100.0;

#[test]
fn every_page_is_small_and_seen_at_once() {
    let served = Served::alone();
    let window = served.window();
    let pages = PAGES.iter().copied().chain([("home", "/")]);
    // What the browser takes for a page with nothing on it is not the page's doing.
    let empty = (0..LOADS).map(|_| seen(&window, EMPTY).0).fold(f64::MAX, f64::min);
    println!("an empty page: painted after {empty:.0} ms");
    for (name, path) in pages {
        let mut paints: Vec<f64> = Vec::new();
        let mut bytes = 0.0_f64;
        let is_seen = |paints: &[f64]| paints.iter().any(|paint| *paint < empty + SEEN_MS);
        while paints.len() < LOADS || !is_seen(&paints) && paints.len() < LOADS_MAX {
            let (paint, size) = seen(&window, &served.page(path));
            paints.push(paint);
            bytes = bytes.max(size);
        }
        paints.sort_by(f64::total_cmp);
        let (first, middle) = (paints[0], paints[paints.len() / 2]);
        println!("{name}: painted after {first:.0} ms ({middle:.0} in the median), {bytes} bytes");
        assert!(is_seen(&paints), "{name}: {paints:?}");
        assert!(bytes < 150_000.0, "{name}: {bytes} bytes");
    }
}

const EMPTY: &str = "data:text/html,<p>empty</p>";

/// When a page was first painted, in milliseconds, and how many bytes came for it.
fn seen(window: &Window, address: &str) -> (f64, f64) {
    window.go(address);
    let seen = window.script_that_ends(
        "new PerformanceObserver((list, watch) => {
           const first = list.getEntriesByName('first-contentful-paint')[0];
           if (!first) return;
           watch.disconnect();
           const all = performance.getEntriesByType('navigation')
             .concat(performance.getEntriesByType('resource')
               .filter((one) => !one.name.endsWith('/events')));
           done([first.startTime, all.reduce((sum, one) => sum + one.encodedBodySize, 0)]);
         }).observe({ type: 'paint', buffered: true });",
    );
    let seen = seen.unwrap();
    (seen[0].as_f64().unwrap(), seen[1].as_f64().unwrap())
}
