//! What this computer's own settings say: VPN, proxy, packets too small. Nothing is sent.

use crate::here::{Here, Kind};
use crate::recorder::Recorder;

/// How interfaces of tunnels are named.
const TUNNELS: [&str; 8] = ["tun", "tap", "wg", "ppp", "utun", "ipsec", "nordlynx", "proton"];
/// The smallest packet every IPv6 line must carry (RFC 8200, section 5).
const MTU_MIN: f64 = 1280.0;

/// Looks at routes, proxies and sizes.
pub(super) fn look(here: &Here, out: &Recorder) {
    let routes = match here.kind() {
        Kind::Linux => here.text("/proc/net/route"),
        Kind::Mac => here.answer("netstat", &["-rn", "-f", "inet"]),
        Kind::Windows => None,
    };
    let routes = routes.unwrap_or_default();
    if here.kind() == Kind::Linux && !routes.is_empty() {
        let default = |line: &str| line.split_whitespace().nth(1) == Some("00000000");
        out.fact("here.net_default_route", routes.lines().any(default));
    }
    if let Some(tunnel) = tunnel(&routes, here.kind()) {
        out.fact("here.net_tunnel", tunnel);
    }
    let proxies =
        ["https_proxy", "HTTPS_PROXY", "http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"];
    let set = proxies.iter().any(|name| here.variable(name).is_some());
    let mac = here.kind() == Kind::Mac
        && here.answer("scutil", &["--proxy"]).is_some_and(|text| text.contains("Enable : 1"));
    if set || mac {
        out.fact("here.net_proxy", true);
    }
    let small = here.names("/sys/class/net").into_iter().filter_map(|name| {
        let up = here.line(&format!("/sys/class/net/{name}/operstate"))?;
        let mtu = here.number(&format!("/sys/class/net/{name}/mtu"))?;
        (up == "up").then_some(mtu)
    });
    if let Some(mtu) = small.reduce(f64::min).filter(|mtu| *mtu < MTU_MIN) {
        out.fact("here.net_mtu_bytes", mtu);
    }
}

/// The kind of tunnel that everything goes through.
fn tunnel(routes: &str, kind: Kind) -> Option<&'static str> {
    routes.lines().find_map(|line| {
        let words: Vec<&str> = line.split_whitespace().collect();
        let (device, everything) = match kind {
            Kind::Linux => {
                // Half of everything twice is how VPNs overrule the default route.
                let (to, mask) = (words.get(1)?, words.get(7)?);
                let halves = matches!(*to, "00000000" | "00000080");
                (words.first()?, halves && matches!(*mask, "00000000" | "00000080"))
            }
            _ => {
                let to = words.first()?;
                (words.last()?, matches!(*to, "default" | "0/1" | "128.0/1"))
            }
        };
        let known = TUNNELS.iter().find(|name| device.starts_with(**name));
        known.filter(|_| everything).copied()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tunnel_for_everything_is_one_and_a_tunnel_for_the_office_is_not() {
        let head = "Iface Destination Gateway Flags RefCnt Use Metric Mask\n";
        let all = format!(
            "{head}eth0 00000000 0101A8C0 3 0 0 0 00000000\nwg0 00000000 0 1 0 0 0 00000080\n"
        );
        assert_eq!(tunnel(&all, Kind::Linux), Some("wg"));
        let office = format!(
            "{head}eth0 00000000 0101A8C0 3 0 0 0 00000000\ntun0 0000000A 0 1 0 0 0 000000FF\n"
        );
        assert_eq!(tunnel(&office, Kind::Linux), None);
        let mac = "Destination Gateway Flags Netif\n\
            default 192.168.1.1 UGScg en0\n128.0/1 10.8.0.1 UGSc utun4\n";
        assert_eq!(tunnel(mac, Kind::Mac), Some("utun"));
    }
}
