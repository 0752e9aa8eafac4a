//! The whole rescue, by clicks and keys alone: what somebody with a stuck iPhone reads, does, and
//! is told in the end. Each of these begins at the first screen and ends with a proven backup,
//! or with the one thing that is left to do.

use crate::served::Served;
use crate::window::Window;

const MADE: &str = "Your backup is made and proven.";

/// Chooses a simulated iPhone on the page and begins.
pub(crate) fn try_out(window: &Window, scenario: &str) {
    window.click("details.try summary");
    window.click(&format!("#with option[value=\"{scenario}\"]"));
    window.click("#start-toy");
    window.until("a run", "document.querySelector('#stop, #again-button')");
}

/// Agrees to what Unstuck wants to do itself.
fn agree(window: &Window, title: &str) {
    window.headline("Unstuck can help. May it do this?");
    window.sees(title);
    window.click("button[name=say][value=yes]");
}

/// Says that the steps were carried out.
fn carried_out(window: &Window, title: &str) {
    window.headline("One thing for you to do.");
    window.sees(title);
    window.until("steps", "document.querySelectorAll('.ask ol li').length > 0");
    window.click("button[name=say][value=yes]");
}

fn ends_proven(served: &Served, window: &Window) {
    window.headline(MADE);
    window.sees("Nothing has been lost: your backup of");
    assert_eq!(served.state()["run"]["result"]["verified"], true);
    window.click("a[href='/backups']");
    window.sees("Proven, last ");
}

/// Chooses the password that encrypts the backups of this iPhone.
fn choose_password(window: &Window, password: &str) {
    window.headline("Choose a password for your backups.");
    window.fill("#password", password);
    window.fill("#again", password);
    window.click("button[name=say][value=password]");
}

#[test]
fn passcode_the_page_says_what_the_iphone_waits_for_and_goes_on_by_itself() {
    let served = Served::with_phone("passcode-late", &["passcode.after_s=4"]);
    let window = served.window();
    window.headline("Your iPhone is connected.");
    window.click("#start");
    choose_password(&window, "four words of mine");
    window.headline("Your iPhone is waiting for its passcode.");
    ends_proven(&served, &window);
    assert!(!window.source().contains("four words of mine"));
}

#[test]
fn trust_the_iphone_asks_and_the_page_shows_what_to_tap() {
    let served = Served::with_phone("trust-late", &["trust.after_s=4"]);
    let window = served.window();
    window.headline("Your iPhone is connected.");
    window.click("#start");
    window.headline("Your iPhone asks whether to trust this computer.");
    window.sees("Tap Trust on the iPhone");
    choose_password(&window, "secret");
    ends_proven(&served, &window);
}

#[test]
fn stall_the_iphone_falls_silent_and_a_restart_that_was_agreed_to_cures_it() {
    let served = Served::hasty();
    let window = served.window();
    try_out(&window, "silence-for-ever");
    window.headline("Nothing is coming at the moment.");
    agree(&window, "Restart the phone");
    ends_proven(&served, &window);
}

#[test]
fn disk_full_room_is_made_by_hand_and_the_backup_goes_on() {
    let served = Served::alone();
    let window = served.window();
    try_out(&window, "disk-full");
    carried_out(&window, "room");
    ends_proven(&served, &window);
}

#[test]
fn torn_backup_it_is_put_aside_and_a_new_one_is_begun() {
    let served = Served::alone();
    let window = served.window();
    try_out(&window, "healthy");
    window.headline(MADE);
    window.click("#clear");
    try_out(&window, "error-205");
    agree(&window, "aside");
    ends_proven(&served, &window);
}

#[test]
fn lost_link_the_cable_slips_out_and_it_goes_on_where_it_was() {
    let served = Served::alone();
    let window = served.window();
    try_out(&window, "demonstration");
    window.headline("Your iPhone is waiting for its passcode.");
    window.headline("The connection to your iPhone is gone.");
    window.headline("Your backup is being made.");
    ends_proven(&served, &window);
}

#[test]
fn wrong_password_it_is_said_and_the_right_one_proves_the_backup() {
    let served = Served::alone();
    let window = served.window();
    try_out(&window, "encrypted");
    for password in ["not this one", "simulated"] {
        window.headline("The backups of this iPhone have a password.");
        window.fill("#password", password);
        window.click("button[name=say][value=password]");
        if password != "simulated" {
            window.headline("That was not the password of these backups.");
            window.click("#again-button");
        }
    }
    ends_proven(&served, &window);
    assert!(!served.state().to_string().contains("not this one"));
}

#[test]
fn agent_dead_the_backup_service_of_the_iphone_is_cured_by_a_restart() {
    let served = Served::alone();
    let window = served.window();
    try_out(&window, "agent-dies-at-manifest");
    agree(&window, "Restart the phone");
    window.headline("Unstuck is helping.");
    ends_proven(&served, &window);
}

#[test]
fn icloud_full_own_words_are_enough_for_an_answer() {
    let served = Served::alone();
    let window = served.window();
    window.click("a.other");
    window.headline("Tell me what you see.");
    window.fill("#words", "My iPhone says not enough iCloud storage, last backup 3 weeks ago");
    window.click("main button");
    window.sees("Next step:");
    let text = window.text();
    assert!(text.to_lowercase().contains("icloud"), "{text}");
    window.click("main h1 a");
    window.until("its page", "location.pathname.startsWith('/explain/icloud')");
}

#[test]
fn slow_but_healthy_it_is_said_that_nothing_need_be_done() {
    let set = ["pace.bytes_per_second=400000", "content.extras=false"];
    let served = Served::with_phone("slow-link", &set);
    let window = served.window();
    window.headline("Your iPhone is connected.");
    window.click("#start");
    choose_password(&window, "secret");
    window.headline("Your backup is being made.");
    window.sees("You need not do anything.");
    window.until("a bar", "document.querySelector('progress').value > 0");
    window.sees("You can stop or unplug at any time");
    ends_proven(&served, &window);
}

#[test]
fn partial_files_that_cannot_be_read_are_named() {
    let served = Served::alone();
    let window = served.window();
    try_out(&window, "unreadable-files");
    window.headline("Your backup is made, except for a few files.");
    window.until("the story", "document.querySelector('details.story').open");
    window.until("files by name", "document.querySelectorAll('.story .stall').length > 0");
}
