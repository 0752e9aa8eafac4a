//! Daemons that are silent, gone, or talk nonsense: a deadline and a name for each.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on may stop")]

#[allow(dead_code, reason = "shared with other tests")]
mod room;

use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt, DuplexStream};
use tokio::time::Instant;
use unstuck_link::{Fault, Muxer};

use room::client_of;

/// Reads a request and answers with these bytes, whatever it was.
fn answering(answer: Vec<u8>) -> Muxer {
    client_of(move |mut stream: DuplexStream| {
        let answer = answer.clone();
        async move {
            let mut request = [0; 4096];
            let _ = stream.read(&mut request).await;
            let _ = stream.write_all(&answer).await;
            let _ = stream.read(&mut request).await;
        }
    })
}

fn packet(tag: u32, body: &str) -> Vec<u8> {
    let length = u32::try_from(body.len() + 16).unwrap();
    let mut packet: Vec<u8> = [length, 1, 8, tag].into_iter().flat_map(u32::to_le_bytes).collect();
    packet.extend_from_slice(body.as_bytes());
    packet
}

fn result(number: u64) -> Vec<u8> {
    let body = format!(
        "<plist><dict><key>MessageType</key><string>Result</string>\
         <key>Number</key><integer>{number}</integer></dict></plist>"
    );
    packet(1, &body)
}

#[tokio::test(start_paused = true)]
async fn a_silent_daemon_costs_five_seconds_and_is_named() {
    let muxer = client_of(|stream| async move {
        let _open = stream;
        std::future::pending::<()>().await;
    });
    let start = Instant::now();
    let error = muxer.list().await.unwrap_err();
    assert!(matches!(error.fault, Fault::Timeout { .. }), "{error}");
    assert_eq!(start.elapsed(), Duration::from_secs(5));
    assert_eq!(error.to_string(), "asking for attached phones: no answer within 5 seconds");
}

#[tokio::test]
async fn a_daemon_that_hangs_up_is_a_broken_connection() {
    let muxer = client_of(|stream| async move { drop(stream) });
    let error = muxer.list().await.unwrap_err();
    assert!(matches!(error.fault, Fault::Broken(_)), "{error}");
}

#[tokio::test]
async fn nonsense_is_named_and_never_believed() {
    let huge = [0xFF; 16].to_vec();
    let short = [8u32, 1, 8, 1].into_iter().flat_map(u32::to_le_bytes).collect();
    for answer in [huge, short, packet(1, "no plist"), packet(1, "<plist><array/></plist>")] {
        let error = answering(answer).list().await.unwrap_err();
        assert!(matches!(error.fault, Fault::Nonsense(_)), "{error}");
    }
}

#[tokio::test]
async fn an_odd_entry_does_not_hide_the_others_and_no_udid_leads_elsewhere() {
    let phone = |id: u32, serial: &str| {
        format!(
            "<dict><key>DeviceID</key><integer>{id}</integer><key>Properties</key><dict>\
             <key>SerialNumber</key><string>{serial}</string>\
             <key>ConnectionType</key><string>USB</string></dict></dict>"
        )
    };
    let body = format!(
        "<plist><dict><key>DeviceList</key><array><string>odd</string><dict/>{}{}{}</array>\
         </dict></plist>",
        phone(1, "../../somewhere/else1234"),
        phone(2, "00008110000E4D2A1E83001E"),
        phone(3, "3e6f0a9dd5e7a1c44f1b0e9b1a7b0d1c6c2f8e55"),
    );
    let found = answering(packet(1, &body)).list().await.unwrap();
    let udids: Vec<&str> = found.iter().map(|one| one.udid.as_str()).collect();
    assert_eq!(udids, [room::UDID, "3e6f0a9dd5e7a1c44f1b0e9b1a7b0d1c6c2f8e55"]);
}

#[tokio::test(start_paused = true)]
async fn answers_to_a_connect_are_told_apart() {
    let fault = |number| async move { answering(result(number)).connect(1, 62078).await };
    assert!(matches!(fault(2).await.unwrap_err().fault, Fault::Detached));
    assert!(matches!(fault(6).await.unwrap_err().fault, Fault::Daemon(6)));
    let start = Instant::now();
    assert!(matches!(fault(3).await.unwrap_err().fault, Fault::Refused));
    assert_eq!(start.elapsed(), Duration::from_millis(500), "a busy phone gets two more chances");
}

#[tokio::test]
async fn answers_meant_for_others_are_passed_over() {
    let mut both = packet(0, "<plist><dict/></plist>");
    both.extend(packet(1, "<plist><dict><key>BUID</key><string>B</string></dict></plist>"));
    assert_eq!(answering(both).buid().await.unwrap(), "B");
}
