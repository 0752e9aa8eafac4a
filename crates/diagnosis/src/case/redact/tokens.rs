//! Identifiers and addresses: found by how they look.

/// Words behind which four numbers are a version and no address.
const VERSIONED: [&str; 9] =
    ["itunes", "version", "ios", "ipados", "macos", "windows", "build", "app", "v"];

/// The line with identifiers replaced.
pub(super) fn without(line: &str) -> String {
    let line = without_phone_numbers(line);
    let mut out = String::with_capacity(line.len());
    let mut rest = line.as_str();
    let mut before = "";
    while !rest.is_empty() {
        let end = rest.find(|c: char| !in_token(c)).unwrap_or(rest.len());
        let (token, behind) = rest.split_at(end);
        let token_end = token.trim_end_matches(['.', ':']).len();
        let (token, tail) = token.split_at(token_end);
        // "iTunes 12.6.1.25" is a version.
        let version = VERSIONED.iter().any(|word| before.eq_ignore_ascii_case(word));
        out.push_str(kind(token).filter(|_| !version).unwrap_or(token));
        out.push_str(tail);
        before = if token.is_empty() { before } else { token };
        let next = behind.chars().next().map_or(0, char::len_utf8);
        out.push_str(&behind[..next]);
        rest = &behind[next..];
    }
    out
}

fn in_token(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '-' | ':' | '.' | '@' | '_' | '%' | '+')
}

fn kind(token: &str) -> Option<&'static str> {
    if token.len() < 6 {
        return None;
    }
    if is_mail(token) {
        return Some("‹mail›");
    }
    if is_ipv4(token) || is_ipv6(token) {
        return Some("‹address›");
    }
    if is_mac(token) {
        return Some("‹mac›");
    }
    if is_host(token) {
        return Some("‹host›");
    }
    is_identifier(token).then_some("‹id›")
}

fn is_mail(token: &str) -> bool {
    let Some((name, host)) = token.split_once('@') else { return false };
    !name.is_empty() && !host.is_empty()
}

fn is_ipv4(token: &str) -> bool {
    let address = token.split(':').next().unwrap_or_default();
    let parts: Vec<&str> = address.split('.').collect();
    // Versions have four parts too, but hardly ever four that all could be an address and
    // none of them zero in front.
    parts.len() == 4 && parts.iter().all(|part| part.parse::<u8>().is_ok())
}

fn is_ipv6(token: &str) -> bool {
    let token = token.split('%').next().unwrap_or_default();
    let colons = token.bytes().filter(|byte| *byte == b':').count();
    let hex = token.bytes().all(|byte| byte == b':' || byte.is_ascii_hexdigit());
    let letters = token.bytes().any(|byte| byte.is_ascii_alphabetic());
    let clock = token.split(':').all(|part| part.len() == 2) && colons == 2;
    hex && colons >= 2 && !clock && (letters || token.contains("::") || colons >= 5)
}

fn is_mac(token: &str) -> bool {
    let parts: Vec<&str> = token.split([':', '-']).collect();
    let hex = |part: &&str| part.len() == 2 && part.bytes().all(|byte| byte.is_ascii_hexdigit());
    parts.len() == 6 && parts.iter().all(hex)
}

/// Hosts of private networks. Those of Apple and public services stay: they say what is
/// blocked.
fn is_host(token: &str) -> bool {
    let token = token.to_ascii_lowercase();
    let private = [".local", ".lan", ".home", ".internal", ".intranet", ".corp", ".fritz.box"];
    let service = ["_tcp.local", "_udp.local"];
    private.iter().any(|ending| token.ends_with(ending))
        && !service.iter().any(|ending| token.ends_with(ending))
}

/// UDIDs, ECIDs, serials, IMEIs, UUIDs, hashes: long, and of letters with digits.
fn is_identifier(token: &str) -> bool {
    let bare: Vec<u8> = token.bytes().filter(|byte| *byte != b'-').collect();
    let hex = bare.iter().all(u8::is_ascii_hexdigit);
    let digits = bare.iter().filter(|byte| byte.is_ascii_digit()).count();
    let alphanumeric = bare.iter().all(u8::is_ascii_alphanumeric);
    if let Some(number) = token.strip_prefix("0x") {
        // Addresses in memory are long as well; they tell nothing and may go too.
        return number.len() >= 10;
    }
    if hex && digits > 0 && bare.len() >= 16 {
        return true;
    }
    if digits == bare.len() {
        // ECIDs and IMEIs. Byte counts are shorter or stand in facts of their own.
        return bare.len() >= 14;
    }
    let upper = bare.iter().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit());
    let serial = (10..=14).contains(&bare.len()) && upper && digits >= 1 && !token.contains('-');
    let long = bare.len() >= 24 && alphanumeric && digits >= 4;
    serial || long
}

/// `+49 151 2345678`, `(555) 123-4567`.
fn without_phone_numbers(line: &str) -> String {
    let mut out = String::with_capacity(line.len());
    let mut rest = line;
    while let Some(at) = rest.find(['+', '(']) {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let spelled =
            |c: char| c.is_ascii_digit() || matches!(c, '+' | '(' | ')' | ' ' | '-' | '/');
        let end = rest.find(|c: char| !spelled(c)).unwrap_or(rest.len());
        let number = rest[..end].trim_end_matches([' ', '-', '(', '/']);
        let digits = number.bytes().filter(u8::is_ascii_digit).count();
        let grouped = number.contains([' ', '-', '/']) || number.starts_with('+');
        if (7..=15).contains(&digits) && grouped {
            out.push_str("‹number›");
            rest = &rest[number.len()..];
        } else {
            out.push_str(&rest[..1]);
            rest = &rest[1..];
        }
    }
    out.push_str(rest);
    out
}
