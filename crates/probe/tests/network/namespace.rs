//! The same in a network namespace of its own, where the kernel's own routes block and tunnel:
//! the test runs itself again inside. Where the system permits no namespaces it says so and
//! ends.

use std::process::Command;

use unstuck_diagnosis::Cause;
use unstuck_probe::Here;
use unstuck_probe::network::{Plan, Resolver, Way};

use crate::house::{Names, look, name_server};

const INSIDE: &str = "UNSTUCK_TEST_INSIDE_NAMESPACE";

/// Runs the test of this name again with `script` done before; false when that is not allowed.
fn again_inside(name: &str, script: &str) -> bool {
    let itself = std::env::current_exe().unwrap();
    let command = format!(
        "ip link set lo up && {script} && exec \"$0\" --exact {name} --nocapture --test-threads=1"
    );
    let tried = Command::new("unshare")
        .args(["-Urn", "sh", "-c", "ip link set lo up && ip link add t0 type dummy"])
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

#[test]
fn the_kernels_own_blocks_and_tunnels_are_found() {
    let name = "namespace::the_kernels_own_blocks_and_tunnels_are_found";
    // One host silently swallowed, all else through a tunnel, as VPNs set it up.
    let script = "ip link add d0 type dummy && ip link set d0 up && \
        ip addr add 198.51.100.1/24 dev d0 && ip route add 203.0.113.9/32 dev d0 && \
        ip link add tun0 type dummy && ip link set tun0 up && \
        ip route add 0.0.0.0/1 dev tun0 && ip route add 128.0.0.0/1 dev tun0";
    if !inside() {
        if !again_inside(name, script) {
            eprintln!("skipped: this system permits no network namespaces");
        }
        return;
    }
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async {
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
