//! A window as a person has it: reads, clicks, types, and waits until something is to be seen.

use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::driver::{Answer, Driver, Kind};

/// The key under which WebDriver hands out elements.
const ELEMENT: &str = "element-6066-11e4-a52e-4f735466cecf";

/// How long anything may take to be seen: two busy cores are slow, not broken.
pub(crate) const LIMIT: Duration = Duration::from_secs(90);

/// Keys without a letter, as WebDriver writes them.
pub(crate) const TAB: char = '\u{e004}';
pub(crate) const ENTER: char = '\u{e007}';
pub(crate) const DOWN: char = '\u{e015}';

/// A browser with its windows.
pub(crate) struct Window {
    driver: Driver,
}

impl Window {
    pub(crate) fn open(kind: Kind<'_>) -> Self {
        Self { driver: Driver::start(kind) }
    }

    fn ask(&self, path: &str, body: &Value) -> Answer {
        self.driver.of_session("POST", path, body)
    }

    /// Goes to an address, as somebody who types it.
    pub(crate) fn go(&self, address: &str) {
        self.ask("/url", &json!({ "url": address })).unwrap();
    }

    pub(crate) fn reload(&self) {
        self.ask("/refresh", &json!({})).unwrap();
    }

    /// Where it is.
    pub(crate) fn address(&self) -> String {
        let url = self.driver.of_session("GET", "/url", &Value::Null).unwrap();
        url.as_str().unwrap().to_owned()
    }

    /// The markup of the page, also where no script may run.
    pub(crate) fn source(&self) -> String {
        let source = self.driver.of_session("GET", "/source", &Value::Null);
        source.ok().and_then(|text| text.as_str().map(str::to_owned)).unwrap_or_default()
    }

    /// Opens a second window beside and turns to it; both can be turned to by their handles.
    pub(crate) fn beside(&self) -> [String; 2] {
        let old = self.driver.of_session("GET", "/window", &Value::Null).unwrap();
        let new = self.ask("/window/new", &json!({ "type": "window" })).unwrap();
        let handles = [old, new["handle"].clone()].map(|one| one.as_str().unwrap().to_owned());
        self.turn_to(&handles[1]);
        handles
    }

    pub(crate) fn turn_to(&self, handle: &str) {
        self.ask("/window", &json!({ "handle": handle })).unwrap();
    }

    /// The result of a script of ours, which no policy of the page binds.
    pub(crate) fn script(&self, body: &str) -> Value {
        self.ask("/execute/sync", &json!({ "script": body, "args": [] })).unwrap()
    }

    /// The result of a script that says itself when it is done (`done(value)`).
    pub(crate) fn script_that_ends(&self, body: &str) -> Answer {
        let script = format!("const done = arguments[arguments.length - 1];\n{body}");
        self.ask("/execute/async", &json!({ "script": script, "args": [] }))
    }

    /// A command of the browser's own developer tools.
    pub(crate) fn tools(&self, command: &str, parameters: &Value) -> Value {
        self.ask("/goog/cdp/execute", &json!({ "cmd": command, "params": parameters })).unwrap()
    }

    /// What can be read on the page.
    pub(crate) fn text(&self) -> String {
        self.script("return document.body.innerText").as_str().unwrap_or_default().to_owned()
    }

    /// Waits until an expression is true. The browser looks at every change of the page, so
    /// that nothing is asked in vain; a page that is left is looked at anew.
    pub(crate) fn until(&self, what: &str, expression: &str) {
        let body = format!(
            "const look = () => {{ let is = false; try {{ is = Boolean({expression}); }} catch {{}}
               if (is) {{ watch.disconnect(); clearInterval(beat); done(true); }} }};
             const watch = new MutationObserver(look);
             watch.observe(document, {{ subtree: true, childList: true, attributes: true,
               characterData: true }});
             const beat = setInterval(look, 100);
             look();"
        );
        let end = Instant::now() + LIMIT;
        while Instant::now() < end {
            if self.script_that_ends(&body).is_ok() {
                return;
            }
        }
        panic!("never: {what}\n{}\n{}", self.address(), self.text());
    }

    /// Waits until a text can be read.
    pub(crate) fn sees(&self, text: &str) {
        let text_as_script = Value::from(text).to_string();
        self.until(text, &format!("document.body.innerText.includes({text_as_script})"));
    }

    /// Waits until a text stands in the page; asks no script of it.
    pub(crate) fn holds(&self, text: &str) {
        let end = Instant::now() + LIMIT;
        while !self.source().contains(text) {
            assert!(Instant::now() < end, "never: {text}\n{}", self.source());
        }
    }

    /// Waits until the one sentence is this.
    pub(crate) fn headline(&self, text: &str) {
        let wanted = Value::from(text).to_string();
        let is = format!("document.querySelector('h1').innerText.includes({wanted})");
        self.until(text, &is);
    }

    /// Clicks as with a mouse. The page may be renewed in between: then it is tried again.
    pub(crate) fn click(&self, css: &str) {
        self.with(css, "click", &json!({}));
    }

    /// Types into a field.
    pub(crate) fn fill(&self, css: &str, text: &str) {
        self.with(css, "value", &json!({ "text": text }));
    }

    fn with(&self, css: &str, act: &str, body: &Value) {
        let quoted = Value::from(css).to_string();
        self.until(css, &format!("document.querySelector({quoted})"));
        let end = Instant::now() + LIMIT;
        let mut last = (String::new(), String::new());
        while Instant::now() < end {
            let found = self.ask("/element", &json!({ "using": "css selector", "value": css }));
            let done = found.and_then(|found| {
                let id = found[ELEMENT].as_str().unwrap_or_default();
                self.ask(&format!("/element/{id}/{act}"), body)
            });
            match done {
                Ok(_) => return,
                Err(error) => last = error,
            }
        }
        panic!("{css} could not be used: {last:?}\n{}", self.text());
    }

    /// Clicks where no script runs: nothing is waited for.
    pub(crate) fn plain(&self, css: &str, act: &str, body: &Value) {
        let found = self.ask("/element", &json!({ "using": "css selector", "value": css }));
        let found = found.unwrap_or_else(|error| panic!("{css}: {error:?}\n{}", self.source()));
        let id = found[ELEMENT].as_str().unwrap();
        self.ask(&format!("/element/{id}/{act}"), body).unwrap();
    }

    /// Presses keys one after the other, as on a keyboard.
    pub(crate) fn press(&self, keys: &str) {
        let strokes: Vec<Value> = keys
            .chars()
            .flat_map(|key| ["keyDown", "keyUp"].map(|kind| json!({ "type": kind, "value": key })))
            .collect();
        let keyboard = json!({ "type": "key", "id": "keyboard", "actions": strokes });
        self.ask("/actions", &json!({ "actions": [keyboard] })).unwrap();
    }

    /// Goes on with the tabulator until what a selector names has the focus.
    pub(crate) fn tab_to(&self, css: &str) {
        let quoted = Value::from(css).to_string();
        for _ in 0..60 {
            let is = format!("return Boolean(document.activeElement?.matches({quoted}))");
            if self.script(&is) == true {
                return;
            }
            self.press(&TAB.to_string());
        }
        panic!("{css} is not reached by keys\n{}", self.text());
    }

    /// The size of what is seen of a page, in CSS pixels, and whether it is dark.
    pub(crate) fn looks(&self, wide: u64, high: u64, dark: bool) {
        self.tools(
            "Emulation.setDeviceMetricsOverride",
            &json!({ "width": wide, "height": high, "deviceScaleFactor": 1, "mobile": false }),
        );
        let scheme = if dark { "dark" } else { "light" };
        let feature = |name, value| json!({ "name": name, "value": value });
        let features = [
            feature("prefers-color-scheme", scheme),
            // Pictures that move are judged and looked at where they rest.
            feature("prefers-reduced-motion", "reduce"),
        ];
        self.tools("Emulation.setEmulatedMedia", &json!({ "media": "", "features": features }));
    }

    /// A picture of the whole page, as base64 of a PNG.
    pub(crate) fn picture(&self) -> String {
        let whole = json!({ "format": "png", "captureBeyondViewport": true });
        let shot = self.tools("Page.captureScreenshot", &whole);
        shot["data"].as_str().unwrap().to_owned()
    }
}
