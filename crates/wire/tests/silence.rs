//! Named patience: boundary pairs, one millisecond apart.

mod pair;

use std::time::Duration;

use unstuck_wire::{
    Ask, Host, Machine, Moment, Notice, Output, Phone, Request, Timer, Waiting, feed,
};

/// A host whose request was just made at second 1, and its phone.
fn after_request() -> (Host, Phone) {
    let now = Moment::from_millis(1000);
    let (mut host, mut phone) = (Host::new(now), Phone::new(now));
    for _ in 0..8 {
        exchange(&mut host, &mut phone, now);
        assert!(phone.poll_output().is_none());
        if matches!(host.poll_output(), Some(Output::Ready { .. })) {
            break;
        }
    }
    host.request(now, Request::Backup { target: "U".into(), source: None, full: false });
    exchange(&mut host, &mut phone, now);
    assert!(phone.poll_output().is_some());
    (host, phone)
}

fn exchange(host: &mut Host, phone: &mut Phone, now: Moment) {
    let taken = feed(phone, now, host.transmit());
    host.handle_transmitted(now, taken);
    let taken = feed(host, now, phone.transmit());
    phone.handle_transmitted(now, taken);
}

fn silence(host: &mut Host, now: Moment) -> Option<(Timer, Waiting)> {
    host.handle_timeout(now);
    match host.poll_output() {
        Some(Output::Notice(Notice::Silence { timer, waiting, .. })) => Some((timer, waiting)),
        None => None,
        other => panic!("{other:?}"),
    }
}

#[test]
fn silence_is_told_at_its_limit_not_before_and_only_once() {
    let (mut host, _phone) = after_request();
    let limit = Moment::from_millis(61_000);
    assert_eq!(host.poll_timeout(), Some(limit));
    assert_eq!(silence(&mut host, Moment::from_millis(60_999)), None);
    assert_eq!(silence(&mut host, limit), Some((Timer::FirstMessage, Waiting::FirstMessage)));
    assert_eq!(silence(&mut host, Moment::from_millis(120_000)), None);
    assert_eq!(host.poll_timeout(), None);
    assert!(host.wants_input(), "the connection stays");
}

#[test]
fn while_the_passcode_sheet_is_up_the_person_has_half_an_hour() {
    let (mut host, _phone) = after_request();
    host.set_person_waits(Moment::from_millis(3000), true);
    assert_eq!(host.waiting(), Waiting::Person);
    let limit = Moment::from_millis(3000) + Duration::from_secs(1800);
    assert_eq!(host.poll_timeout(), Some(limit));
    host.set_person_waits(Moment::from_millis(5000), false);
    assert_eq!(host.poll_timeout(), Some(Moment::from_millis(65_000)));
}

#[test]
fn silence_in_the_middle_of_a_message_is_another_silence() {
    let (mut host, mut phone) = after_request();
    phone.ask(None, Ask::FreeSpace);
    let bytes = phone.transmit().to_vec();
    let now = Moment::from_millis(2000);
    feed(&mut host, now, &bytes[..7]);
    assert!(host.poll_output().is_none());
    assert_eq!(host.waiting(), Waiting::RestOfUnit);
    let limit = Moment::from_millis(62_000);
    assert_eq!(silence(&mut host, limit), Some((Timer::BlockGap, Waiting::RestOfUnit)));
    feed(&mut host, limit, &bytes[7..]);
    assert!(matches!(host.poll_output(), Some(Output::Ask(_))));
    assert_eq!(host.waiting(), Waiting::Ourselves);
    assert_eq!(host.poll_timeout(), None, "while we owe the answer nobody else is late");
}
