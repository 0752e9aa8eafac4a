//! The page for everyone: axe-core finds nothing to object to, on any page and in any state, in
//! light and dark, wide and narrow; and nothing has to be moved sideways to be read.

use std::path::Path;

use crate::driver::Kind;
use crate::states::tour;
use crate::window::Window;

/// What `scripts/browser` fetched.
fn axe() -> String {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join("../browser/axe.min.js");
    std::fs::read_to_string(&path).expect("axe-core: ./test fetches it")
}

/// What axe-core objects to, with the elements; and what is wider than the window.
fn objections(window: &Window, axe: &str) -> Vec<String> {
    let body = format!(
        "if (!window.axe) {{ {axe} }}
         axe.run(document, {{ resultTypes: ['violations'] }}).then((found) => {{
           const all = found.violations.flatMap((one) => one.nodes.map((node) =>
             `${{one.id}}: ${{node.target}}: ${{node.failureSummary}}: ${{node.html}}`));
           const page = document.documentElement;
           if (page.scrollWidth > page.clientWidth)
             all.push(`${{page.scrollWidth}} px are wider than ${{page.clientWidth}}`);
           done(all);
         }}, (error) => done([String(error)]));"
    );
    let found = window.script_that_ends(&body).unwrap();
    found.as_array().unwrap().iter().map(|one| one.as_str().unwrap().to_owned()).collect()
}

/// The judge is awake: it objects to what nobody can see or read.
fn assert_objects(window: &Window, axe: &str) {
    window.script(
        "const bad = document.createElement('img'); bad.id = 'bad'; bad.src = '/a/icon.svg';
         document.querySelector('footer').append(bad);",
    );
    let found = objections(window, axe);
    assert!(found.iter().any(|one| one.starts_with("image-alt: #bad")), "{found:?}");
    window.script("document.querySelector('#bad').remove()");
}

#[test]
fn nothing_stands_in_the_way_of_anybody_on_any_page() {
    let axe = axe();
    let mut wrong = Vec::new();
    let mut judged = 0;
    tour(Kind::default(), &mut |window, name| {
        if judged == 0 {
            assert_objects(window, &axe);
        }
        for (wide, dark) in [(1280, false), (1280, true), (320, false), (320, true)] {
            window.looks(wide, 900, dark);
            let found = objections(window, &axe);
            wrong.extend(found.into_iter().map(|one| format!("{name} {wide} dark={dark}: {one}")));
            judged += 1;
        }
        window.looks(1280, 900, false);
    });
    assert!(judged >= 80, "{judged}");
    assert!(wrong.is_empty(), "{} objections:\n{}", wrong.len(), wrong.join("\n"));
}
