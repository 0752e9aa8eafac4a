//! The same in a network namespace of its own, where the kernel's own routes block and tunnel:
//! the test runs itself again inside. Where the system permits no namespaces it says so and
//! ends.

use std::future::Future;
use std::net::SocketAddr;
use std::process::Command;

use tokio::io::AsyncWriteExt;
use tokio::net::{TcpListener, TcpStream};
use unstuck_diagnosis::Cause;
use unstuck_probe::Here;
use unstuck_probe::network::{Plan, Resolver, Way};

use crate::house::{House, Names, look, name_server};

const INSIDE: &str = "UNSTUCK_TEST_INSIDE_NAMESPACE";

/// Runs the test of this name again with `script` done before; false when that is not allowed.
fn again_inside(name: &str, script: &str) -> bool {
    let itself = std::env::current_exe().unwrap();
    let command = format!(
        "ip link set lo up && {script} && exec \"$0\" --exact {name} --nocapture --test-threads=1"
    );
    let tried = Command::new("unshare")
        .args(["-Urn", "sh", "-c", "ip link set lo up && ip link add tun0 type veth peer name far"])
        .output();
    if !tried.is_ok_and(|tried| tried.status.success()) {
        return false;
    }
    let ran = Command::new("unshare")
        .args(["-Urn", "sh", "-ec", &command])
        .arg(itself)
        .env(INSIDE, "1")
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&ran.stdout);
    let errors = String::from_utf8_lossy(&ran.stderr);
    assert!(ran.status.success(), "{said}\n{errors}");
    assert!(said.contains("1 passed"), "{said}\n{errors}");
    true
}

fn inside() -> bool {
    std::env::var_os(INSIDE).is_some()
}

/// Runs `body` within a namespace that `script` prepared.
fn within<F: Future<Output = ()>>(name: &str, script: &str, body: impl FnOnce() -> F) {
    if inside() {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(body());
    } else if !again_inside(&format!("namespace::{name}"), script) {
        eprintln!("skipped: this system permits no network namespaces");
    }
}

/// Whether the kernel limits rates; small ones do not.
fn limits_rates() -> bool {
    let script = "ip link set lo up && tc qdisc add dev lo root tbf rate 1mbit burst 8k latency 1s";
    let tried = Command::new("unshare").args(["-Urn", "sh", "-c", script]).output();
    inside() || tried.is_ok_and(|tried| tried.status.success())
}

/// A line of a megabit with a queue of a second, packets of ordinary size.
const SLOW: &str = "ip link set lo mtu 1500 && \
    tc qdisc add dev lo root tbf rate 1mbit burst 8k latency 1s";

#[test]
fn the_kernels_own_blocks_and_tunnels_are_found() {
    // One host silently swallowed, all else through a tunnel, as VPNs set it up.
    let script = "ip link add tun0 type veth peer name far && \
        ip link set tun0 up && ip link set far up && ip route add 203.0.113.9/32 dev lo && \
        ip route add 0.0.0.0/1 dev tun0 && ip route add 128.0.0.0/1 dev tun0";
    within("the_kernels_own_blocks_and_tunnels_are_found", script, || async {
        let resolver = Resolver::Server(name_server(Names::At([203, 0, 113, 9])).await);
        let plan = Plan {
            ways: vec![Way { host: "gateway.icloud.test".into(), port: 443, tls: true }],
            resolver,
            portal: ("captive.apple.test".into(), 80),
            upload: None,
            pending_bytes: None,
            public_only: true,
        };
        let found = look(&Here::real(), plan).await;
        assert_eq!(found.text("here.net_tunnel").as_deref(), Some("tun"), "{found:?}");
        let closed = found.text("here.net_ports_blocked");
        assert_eq!(closed.as_deref(), Some("gateway.icloud.test port 443"), "{found:?}");
        assert_eq!(found.likeliest(), Cause::NetworkBlocked, "{found:?}");
    });
}

#[test]
fn the_kernels_own_limit_is_measured() {
    if !limits_rates() {
        return eprintln!("skipped: this kernel limits no rates");
    }
    within("the_kernels_own_limit_is_measured", SLOW, || async {
        let found = House::new().await.look().await;
        let mbit = found.number("here.uplink_mbit").unwrap();
        assert!((0.3..1.4).contains(&mbit), "{found:?}");
        assert_eq!(found.likeliest(), Cause::NetworkWeak, "{found:?}");
    });
}

#[test]
fn a_line_that_another_flow_fills_is_found() {
    if !limits_rates() {
        return eprintln!("skipped: this kernel limits no rates");
    }
    within("a_line_that_another_flow_fills_is_found", SLOW, || async {
        let sink = sink().await;
        let house = House::new().await;
        tokio::spawn(async move {
            let mut stream = TcpStream::connect(sink).await.unwrap();
            while stream.write_all(&[0; 4096]).await.is_ok() {}
        });
        let found = house.look().await;
        assert_eq!(found.likeliest(), Cause::NetworkWeak, "{found:?}");
        assert!(found.probability(Cause::NetworkBlocked) < 0.3, "{found:?}");
    });
}

/// Takes whatever comes.
async fn sink() -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move {
        let (mut stream, _) = listener.accept().await.unwrap();
        let _ = tokio::io::copy(&mut stream, &mut tokio::io::sink()).await;
    });
    address
}
