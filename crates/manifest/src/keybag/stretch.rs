//! PBKDF2 with HMAC-SHA-256 and millions of rounds, as fast as this processor can.
//!
//! Where the processor knows SHA-256 itself, RustCrypto's code is the fastest; where it does
//! not (Intel before 2019), ring's is, by a factor of almost two. Both give the same key.

use std::num::NonZeroU32;

use sha2::Sha256;

/// Stretches `secret` into `key`.
pub(super) fn stretch(secret: &[u8], salt: &[u8], rounds: u32, key: &mut [u8; 32]) {
    match NonZeroU32::new(rounds).filter(|_| !has_sha()) {
        Some(rounds) => with_ring(secret, salt, rounds, key),
        None => pbkdf2::pbkdf2_hmac::<Sha256>(secret, salt, rounds, key),
    }
}

fn with_ring(secret: &[u8], salt: &[u8], rounds: NonZeroU32, key: &mut [u8; 32]) {
    ring::pbkdf2::derive(ring::pbkdf2::PBKDF2_HMAC_SHA256, rounds, salt, secret, key);
}

/// Whether the processor has instructions for SHA-256.
fn has_sha() -> bool {
    #[cfg(any(target_arch = "x86", target_arch = "x86_64"))]
    return std::arch::is_x86_feature_detected!("sha");
    #[cfg(target_arch = "aarch64")]
    return std::arch::is_aarch64_feature_detected!("sha2");
    #[cfg(not(any(target_arch = "x86", target_arch = "x86_64", target_arch = "aarch64")))]
    return true;
}

#[cfg(test)]
mod tests {
    use super::*;

    /// RFC 7914, section 11: "Password" and "NaCl" with 80,000 rounds, the first 32 bytes.
    #[test]
    fn both_ways_lead_to_the_same_key() {
        let expected = "4ddcd8f60b98be21830cee5ef22701f9641a4418d04c0414aeff08876b34ab56";
        let (mut ours, mut rings, mut theirs) = ([0; 32], [0; 32], [0; 32]);
        let rounds = NonZeroU32::new(80_000).unwrap();
        stretch(b"Password", b"NaCl", rounds.get(), &mut ours);
        with_ring(b"Password", b"NaCl", rounds, &mut rings);
        pbkdf2::pbkdf2_hmac::<Sha256>(b"Password", b"NaCl", rounds.get(), &mut theirs);
        let hex: String = ours.iter().map(|byte| format!("{byte:02x}")).collect();
        assert_eq!(hex, expected);
        assert_eq!((rings, theirs), (ours, ours));
    }
}
