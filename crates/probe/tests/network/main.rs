//! Network probes against small networks of our own: a name server, servers, and relays that
//! delay, lose and limit. Each trouble is found by the whole chain, probes and rules; the
//! healthy network is not accused. Nothing but loopback is touched.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on may stop")]

mod house;
mod namespace;

use house::{House, Names};
use unstuck_diagnosis::Cause;

#[tokio::test]
async fn a_healthy_network_is_not_accused() {
    let found = House::new().await.look().await;
    assert!(found.probability(Cause::NetworkBlocked) < 0.1, "{found:?}");
    assert!(found.probability(Cause::NetworkWeak) < 0.1, "{found:?}");
    assert_eq!(found.number("here.net_reached"), found.number("here.net_asked"));
    assert!(found.number("here.uplink_mbit").unwrap() > 5.0, "{found:?}");
    assert!(found.number("here.clock_off_by_seconds").unwrap().abs() < 5.0, "{found:?}");
}

#[tokio::test]
async fn names_that_are_refused_are_told_by_name() {
    let mut house = House::new().await;
    house.names(Names::Refuse("gateway.icloud.test")).await;
    let found = house.look().await;
    assert_eq!(found.text("here.net_names_refused").unwrap(), "gateway.icloud.test");
    assert_eq!(found.likeliest(), Cause::NetworkBlocked, "{found:?}");
}

#[tokio::test]
async fn names_that_are_answered_with_a_lie_are_told_by_name() {
    let mut house = House::new().await;
    house.names(Names::Lie("gateway.icloud.test")).await;
    let found = house.look().await;
    assert_eq!(found.text("here.net_names_lie").unwrap(), "gateway.icloud.test");
    assert_eq!(found.likeliest(), Cause::NetworkBlocked, "{found:?}");
}

#[tokio::test]
async fn a_sign_in_page_is_found() {
    let mut house = House::new().await;
    house.sign_in_page().await;
    let found = house.look().await;
    assert_eq!(found.text("here.net_sign_in_page").unwrap(), "true");
    assert_eq!(found.likeliest(), Cause::NetworkBlocked, "{found:?}");
}

#[tokio::test]
async fn a_blocked_port_is_told_with_its_host() {
    let mut house = House::new().await;
    house.close_push_port();
    let found = house.look().await;
    let closed = found.text("here.net_ports_blocked").unwrap();
    assert!(closed.starts_with("push.apple.test port "), "{closed}");
    assert_eq!(found.likeliest(), Cause::NetworkBlocked, "{found:?}");
}

#[tokio::test]
async fn a_box_that_opens_tls_is_named() {
    let mut house = House::new().await;
    house.inspect().await;
    let found = house.look().await;
    assert!(found.text("here.net_inspected_by").unwrap().contains("Contoso"), "{found:?}");
    assert_eq!(found.likeliest(), Cause::NetworkBlocked, "{found:?}");
}

#[tokio::test]
async fn a_slow_line_tells_the_hours_it_needs() {
    let mut house = House::new().await;
    // A megabit a second up.
    house.limit(1e6).await;
    let found = house.pending(20e9).look().await;
    let mbit = found.number("here.uplink_mbit").unwrap();
    assert!((0.5..1.6).contains(&mbit), "{found:?}");
    let (low, high) = (found.number("here.hours_low"), found.number("here.hours_high"));
    // What the measured rate comes to: a busy computer may measure less than the line gives.
    let hours = 20e9 * 8.0 / (mbit * 1e6) / 3600.0;
    assert!(low.unwrap() < hours && high.unwrap() > hours, "{hours}: {found:?}");
    let slow = found.probability(Cause::NetworkWeak) + found.probability(Cause::SlowButHealthy);
    assert!(slow > 0.6, "{found:?}");
    assert!(found.probability(Cause::NetworkBlocked) < 0.1, "{found:?}");
}

#[tokio::test]
async fn a_lossy_line_is_weak_and_not_blocked() {
    let mut house = House::new().await;
    house.lose_every(3).await;
    let found = house.look().await;
    assert!(found.number("here.net_lost_percent").unwrap() > 20.0, "{found:?}");
    assert_eq!(found.likeliest(), Cause::NetworkWeak, "{found:?}");
}

#[tokio::test]
async fn a_long_line_alone_is_no_trouble() {
    let mut house = House::new().await;
    house.delay_ms(120).await;
    let found = house.look().await;
    assert!(found.number("here.net_ms").unwrap() > 120.0, "{found:?}");
    assert!(found.probability(Cause::NetworkBlocked) < 0.1, "{found:?}");
    assert!(found.probability(Cause::NetworkWeak) < 0.3, "{found:?}");
}

#[tokio::test]
async fn a_line_that_another_one_fills_is_weak() {
    let mut house = House::new().await;
    house.hog().await;
    let found = house.look().await;
    assert_eq!(found.likeliest(), Cause::NetworkWeak, "{found:?}");
}
