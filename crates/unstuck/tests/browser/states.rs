//! Every page, and every state of the first one, one after the other: for whoever wants to judge
//! or look at them all.

use crate::driver::Kind;
use crate::rescues::try_out;
use crate::served::Served;
use crate::window::Window;

/// Pages for reading, by what they are called here.
pub(crate) const PAGES: [(&str, &str); 9] = [
    ("tell", "/tell"),
    ("backups-none", "/backups"),
    ("restart", "/restart"),
    ("restart-face", "/restart?model=iphone-no-home"),
    ("restart-unknown", "/restart?model=toaster"),
    ("methods", "/methods"),
    ("explain", "/explain"),
    ("explain-one", "/explain/host-disk-full"),
    ("trouble", "/no-such-page"),
];

/// Runs that stay in one state until somebody stops them: what they are called, which simulated
/// iPhone shows it, and how to tell that it is reached.
const STAYING: [(&str, &str, &str); 9] = [
    ("passcode", "passcode-never", "document.querySelector('.card.you .picture')"),
    ("trust", "trust-never", "document.querySelector('.card.you .picture')"),
    ("locked", "locked", "document.querySelector('.card.you .picture')"),
    ("gone", "unplugged-for-good", "document.querySelector('.card.you .picture')"),
    ("preparing", "quiet-scan-logged", "document.querySelector('.live dd')"),
    ("receiving", "slow-link", "document.querySelector('.plot')"),
    ("ask-password", "encrypted", "document.querySelector('#password')"),
    ("ask-agree", "snapshot-left-over", "document.querySelector('[name=say][value=no]')"),
    ("ask-do", "disk-full", "document.querySelector('[name=say][value=no]')"),
];

/// Runs that end by themselves.
const ENDING: [(&str, &str); 2] = [("partial", "unreadable-files"), ("proven", "healthy")];

/// Goes through them all in one browser; `visit` is called at each.
pub(crate) fn tour(kind: Kind<'_>, visit: &mut dyn FnMut(&Window, &str)) {
    let served = Served::alone();
    let window = served.window_of(kind);
    window.until("a first screen", "document.querySelector('#start')");
    visit(&window, "no-phone");
    for (name, path) in PAGES {
        window.go(&served.page(path));
        visit(&window, name);
    }
    told(&served, &window, visit);
    for (name, scenario, reached) in STAYING {
        window.go(&served.page("/"));
        try_out(&window, scenario);
        window.until(name, reached);
        visit(&window, name);
        window.click("#stop");
        window.until("a stop", "document.querySelector('#again-button')");
        if name == "receiving" {
            visit(&window, "stopped");
        }
        window.click("#clear");
        window.until("a first screen", "document.querySelector('#start')");
    }
    for (name, scenario) in ENDING {
        window.go(&served.page("/"));
        try_out(&window, scenario);
        window.until(name, "document.querySelector('#again-button')");
        visit(&window, name);
        if name == "proven" {
            backups(&served, &window, visit);
        }
        window.go(&served.page("/"));
        window.click("#clear");
        window.until("a first screen", "document.querySelector('#start')");
    }
    failed(&served, &window, visit);
    connected(kind, visit);
}

/// What is below one version, and beside it.
const OF_A_VERSION: [&str; 4] = ["files", "photos", "export", "restore"];
const OF_ALL: [&str; 4] = ["password", "scrub", "adopt", "journal"];

/// The pages about the versions that the runs before left behind.
fn backups(served: &Served, window: &Window, visit: &mut dyn FnMut(&Window, &str)) {
    let password = window.script("return document.querySelector('.made-up code').textContent");
    window.go(&served.page("/backups"));
    visit(window, "backups");
    let link = "return document.querySelector('.versions a').getAttribute('href')";
    let version = window.script(link).as_str().unwrap().to_owned();
    let phone = version.rsplit_once('/').unwrap().0.to_owned();
    window.go(&served.page(&version));
    visit(window, "version-locked");
    window.fill("#password", password.as_str().unwrap());
    window.click("form[action$='/unlock'] button");
    window.until("what is in it", "document.querySelector('main table')");
    visit(window, "version");
    for name in OF_A_VERSION {
        window.go(&served.page(&format!("{version}/{name}")));
        visit(window, name);
    }
    for name in OF_ALL {
        window.go(&served.page(&format!("/backups/{name}")));
        visit(window, name);
    }
    for name in ["compare", "prune"] {
        window.go(&served.page(&format!("{phone}/{name}")));
        visit(window, name);
    }
}

fn told(served: &Served, window: &Window, visit: &mut dyn FnMut(&Window, &str)) {
    for (name, words) in
        [("told", "not enough iCloud storage, last backup 3 weeks ago"), ("told-unknown", "hm")]
    {
        window.go(&served.page("/tell"));
        window.fill("#words", words);
        window.click("main form button");
        window.until(name, "location.pathname.startsWith('/told/')");
        visit(window, name);
    }
}

/// A run that nothing cures, and of whose steps none is wanted.
fn failed(served: &Served, window: &Window, visit: &mut dyn FnMut(&Window, &str)) {
    window.go(&served.page("/"));
    try_out(window, "claims-4-gigabytes");
    loop {
        let either = "document.querySelector('[name=say][value=no], #again-button')";
        window.until("a question or the end", either);
        if window.script("return Boolean(document.querySelector('#again-button'))") == true {
            break;
        }
        let id = window.script("return document.querySelector('.ask [name=id]').value");
        window.click("[name=say][value=no]");
        let next = format!("document.querySelector('.ask [name=id]')?.value !== {id}");
        window.until("what comes next", &next);
    }
    visit(window, "failed");
}

/// With an iPhone at the cable.
fn connected(kind: Kind<'_>, visit: &mut dyn FnMut(&Window, &str)) {
    let served = Served::with_phone("healthy", &[]);
    let window = served.window_of(kind);
    window.until("an iPhone", "document.querySelector('.card .phone')");
    visit(&window, "connected");
    window.click("#start");
    window.until("a question", "document.querySelector('#again')");
    visit(&window, "ask-new-password");
}
