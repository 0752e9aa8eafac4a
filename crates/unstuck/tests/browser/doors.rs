//! What a window may do to a run, and who comes in at all: reload, a second window, stop and
//! resume, keys alone, languages, no script, a wrong token, a foreign name.

use serde_json::json;

use crate::driver::Kind;
use crate::rescues::try_out;
use crate::served::Served;
use crate::window::{DOWN, ENTER, Window};

#[test]
fn a_reload_and_a_second_window_show_the_same_run() {
    let served = Served::alone();
    let window = served.window();
    try_out(&window, "demonstration");
    window.headline("Your iPhone is waiting for its passcode.");
    window.reload();
    window.headline("Your iPhone is waiting for its passcode.");
    let [first, second] = window.beside();
    window.go(&served.page("/"));
    window.headline("Your backup is being made.");
    let percent = "document.querySelector('progress')?.value >= 10";
    window.until("a bar in the second", percent);
    window.turn_to(&first);
    window.until("a bar in the first", percent);
    window.headline("Your backup is made and proven.");
    window.turn_to(&second);
    window.headline("Your backup is made and proven.");
}

#[test]
fn a_bar_never_falls_while_somebody_looks() {
    let served = Served::alone();
    let window = served.window();
    try_out(&window, "demonstration");
    window.until("a bar", "document.querySelector('progress')?.value > 0");
    let fell = window.script_that_ends(
        "let last = 0;
         const watch = new MutationObserver(() => {
           const bar = document.querySelector('progress');
           if (!bar) { watch.disconnect(); done('ended'); return; }
           if (bar.value < last) { watch.disconnect(); done(`fell to ${bar.value}`); }
           last = bar.value;
         });
         watch.observe(document, { subtree: true, childList: true, attributes: true });",
    );
    assert_eq!(fell, Ok(json!("ended")));
}

#[test]
fn a_run_is_stopped_and_goes_on_behind_what_came() {
    let served = Served::alone();
    let window = served.window();
    try_out(&window, "demonstration");
    served.until("files", |state| state["run"]["files"].as_u64() > Some(20));
    window.click("#stop");
    window.headline("Stopped. Everything is safe.");
    window.sees("what has come is kept");
    window.click("#again-button");
    // The simulated iPhone has its password by now; whoever plays with it reads it on the page.
    window.headline("The backups of this iPhone have a password.");
    let password = window.script("return document.querySelector('.made-up code').textContent");
    window.fill("#password", password.as_str().unwrap());
    window.click("button[name=say][value=password]");
    window.headline("Your backup is made and proven.");
}

#[test]
fn a_run_that_asks_is_stopped_as_well() {
    let served = Served::alone();
    let window = served.window();
    try_out(&window, "encrypted");
    window.headline("The backups of this iPhone have a password.");
    window.click("#stop");
    window.headline("Stopped. Everything is safe.");
}

#[test]
fn the_first_screen_and_a_question_need_no_mouse() {
    let served = Served::alone();
    let window = served.window();
    // The first stop of the tabulator leads past the pages.
    window.press("\u{e004}");
    window.until("the way past", "document.activeElement.classList.contains('skip')");
    window.press(&ENTER.to_string());
    window.tab_to("details.try summary");
    window.press(&ENTER.to_string());
    window.tab_to("#with");
    window.press("Its b");
    window.until("a choice", "document.querySelector('#with').value === 'encrypted'");
    window.tab_to("#start-toy");
    window.press(&ENTER.to_string());
    window.headline("The backups of this iPhone have a password.");
    // Somebody who cannot see it is told, and the field is where the question is.
    window.until("it is heard", "document.querySelector('[aria-live]').textContent");
    window.tab_to("#password");
    window.press("simulated");
    window.press(&ENTER.to_string());
    window.headline("Your backup is made and proven.");
}

#[test]
fn what_is_typed_and_what_is_opened_outlives_news() {
    let served = Served::alone();
    let window = served.window();
    try_out(&window, "encrypted");
    window.headline("The backups of this iPhone have a password.");
    window.fill("#password", "half of i");
    // Another window looks, and a diagnosis is made: both are news to this one.
    let news = served.state()["run"]["seconds"].as_u64();
    served.until("seconds that go on", |state| {
        state["run"]["seconds"].as_u64() > news.map(|seconds| seconds + 3)
    });
    window.until("what was typed", "document.querySelector('#password').value === 'half of i'");
    window.until("its place", "document.activeElement === document.querySelector('#password')");
}

#[test]
fn the_language_is_that_of_the_browser_until_another_is_chosen() {
    let served = Served::alone();
    let window = served.window_of(Kind { language: Some("de-AT,de"), ..Kind::default() });
    window.sees("Dieser Computer sieht noch kein iPhone.");
    assert_eq!(window.script("return document.documentElement.lang"), "de");
    for (tag, word) in [("es", "Idioma"), ("zh-Hans", "语言"), ("en", "Language")] {
        window.tab_to("#language");
        window.press(&DOWN.to_string());
        window.click(&format!("#language option[value='{tag}']"));
        window.click("footer button");
        window.sees(word);
        window.until(tag, &format!("document.documentElement.lang === '{tag}'"));
    }
    window.go(&served.page("/restart"));
    window.until("it stays", "document.documentElement.lang === 'en'");
}

#[test]
fn without_script_everything_can_be_read_and_done() {
    let served = Served::alone();
    let window = served.window_of(Kind { scriptless: true, ..Kind::default() });
    let none = json!({});
    window.holds("cannot see any iPhone");
    // A page that keeps itself up to date by script would show it by an attribute; this cannot.
    window.plain("details.try summary", "click", &none);
    window.plain("#with option[value='encrypted']", "click", &none);
    window.plain("#start-toy", "click", &none);
    served.until("a question", |state| state["question"]["kind"] == "password");
    window.go(&served.page("/"));
    window.holds("The backups of this iPhone have a password.");
    window.plain("#password", "value", &json!({ "text": "simulated" }));
    window.plain("button[value=password]", "click", &none);
    served.until("the end", |state| state["running"] == false);
    window.go(&served.page("/"));
    window.holds("Your backup is made and proven.");
    for path in ["/tell", "/backups", "/restart?model=iphone-8-se", "/methods", "/explain"] {
        window.go(&served.page(path));
        window.holds("<h1");
    }
    window.go(&served.page("/tell"));
    window.plain("#words", "value", &json!({ "text": "the backup says: trust this computer" }));
    window.plain("main button", "click", &none);
    window.holds("Next step:");
}

#[test]
fn a_wrong_or_used_token_and_a_foreign_name_see_nothing() {
    let served = Served::alone();
    let stranger = Window::open(Kind::default());
    stranger.go(&served.page("/?t=0123456789abcdef"));
    stranger.headline("This page belongs to somebody else's browser.");
    stranger.go(&served.page("/backups"));
    stranger.headline("This page belongs to somebody else's browser.");
    let first = served.window();
    first.headline("This computer cannot see any iPhone yet.");
    stranger.go(&served.address);
    stranger.headline("This address was opened once already.");
    // A name of somebody else that leads to this computer: DNS rebinding.
    let port = served.host.rsplit(':').next().unwrap();
    for window in [&stranger, &first] {
        window.go(&format!("http://unstuck.test:{port}/"));
        window.headline("This address is not the one Unstuck gave you.");
        let text = window.source();
        assert!(!text.contains("csrf\" value=\"") || text.contains("csrf\" value=\"\""), "{text}");
    }
    // Nor can a page from there ask in the name of who was let in.
    let asked = first.script_that_ends(&format!(
        "fetch('http://{}/api/v1/state', {{ credentials: 'include' }})
           .then((answer) => done(`read: ${{answer.status}}`), () => done('refused'));",
        served.host
    ));
    assert_eq!(asked, Ok(json!("refused")));
    // The name of this computer itself is fine, for whoever was let in by it.
    stranger.go(&format!("http://localhost:{port}/"));
    stranger.headline("This page belongs to somebody else's browser.");
}
