use proptest::prelude::*;
use sha2::{Digest, Sha256};

use super::*;
use crate::content::{WrappedKey, WrappedKeyFault};
use crate::{ClassKey, FileKey, Password};

fn hex(text: &str) -> Vec<u8> {
    let digits: String = text.split_whitespace().collect();
    let byte = |at| u8::from_str_radix(&digits[at..at + 2], 16).unwrap();
    (0..digits.len()).step_by(2).map(byte).collect()
}

fn counting_from(start: u8) -> [u8; 20] {
    std::array::from_fn(|at| start + u8::try_from(at).unwrap())
}

/// The bag of docs/backup-format.md 9.7.
fn vector_bag() -> (Keybag, ClassKeys, crate::DerivedKey) {
    let new = NewKeybag {
        uuid: [0x11; 16],
        second_round: Round { salt: counting_from(0x20), iterations: 1000 },
        first_round: Some(Round { salt: counting_from(0), iterations: 1000 }),
        classes: &[
            (3, [3; 16], ClassKey::new([0xC3; 32])),
            (4, [4; 16], ClassKey::new([0xC4; 32])),
        ],
    };
    let (bag, key) = Keybag::create(&new, &Password::from("unstuck-test")).unwrap();
    (bag, new.class_keys(), key)
}

#[test]
fn the_test_vector_comes_out_to_the_byte() {
    let (bag, keys, derived) = vector_bag();
    let k = hex("c0f3a4c923620fdfd9af7c8af5e404353570a06d4d77c5e9b6eac97481b00a8e");
    assert_eq!(derived.expose()[..], k);
    let wpky = "b33f715d78d2fdf83d26a157f09b685a9da65eaf637b93438c29ad6213ce6539f979094c7cfdb562";
    assert_eq!(bag.classes[0].wrapped_key.unwrap()[..], hex(wpky));
    let wpky = "dac527602519d016790a7e537385d351d52a7ab8428828b9cea3206c5b007d79fc9ae49063613948";
    assert_eq!(bag.classes[1].wrapped_key.unwrap()[..], hex(wpky));
    let bytes = bag.to_bytes();
    assert_eq!(bytes.len(), 416);
    let sha = hex("8d1e9806ecbd89fc723487d64ec82cb97ac7f95241c94b6e7fbff0f93442541f");
    assert_eq!(Sha256::digest(&bytes)[..], sha);

    let file_key = keys.wrap(&FileKey::new([0xF1; 32]), 3).unwrap();
    let wrapped = "0300000039b9eee3cd8ecf6b8eb3ee7dbc93ce3df7912c921cc685d8485249e5
                   169dadecdc01bc4a91f80d24";
    assert_eq!(file_key.to_bytes()[..], hex(wrapped));
    let manifest_key = keys.wrap(&FileKey::new([0xD4; 32]), 4).unwrap();
    let wrapped = "040000004a37442cae9e995f1c9a4ff9506c7ffe3817099271f3c26d30150438
                   81cd63bece588c933a4f8c7b";
    assert_eq!(manifest_key.to_bytes()[..], hex(wrapped));
    let salt: [u8; 16] = std::array::from_fn(|at| u8::try_from(at).unwrap());
    let hash = hex("23035453c43b0f5eb14ed1d3f1f5c9192eb791b816f0e5d57900d36249145b84");
    assert_eq!(password_hash(&Password::from("unstuck-test"), &salt)[..], hash);
}

#[test]
fn the_right_password_opens_and_a_wrong_one_is_told_from_damage() {
    let (mut bag, _, _) = vector_bag();
    let right = Password::from("unstuck-test");
    let keys = bag.unlock(&right).unwrap();
    assert_eq!(keys.get(3), Some(&ClassKey::new([0xC3; 32])));
    assert_eq!(bag.unlock(&Password::from("wrong")).unwrap_err(), UnlockFault::WrongPassword);

    bag.classes[1].wrapped_key.as_mut().unwrap()[0] ^= 1;
    let keys = bag.unlock(&right).unwrap();
    assert_eq!((keys.classes().collect::<Vec<_>>(), keys.damaged()), (vec![3], &[4][..]));
    let not_open = keys.unwrap(&WrappedKey { class: 4, wrapped: [0; 40] });
    assert_eq!(not_open.unwrap_err(), WrappedKeyFault::ClassNotOpen { class: 4 });

    // Wrapped with the device's key as well: no password opens those.
    bag.classes.iter_mut().for_each(|entry| entry.wrap = 3);
    assert_eq!(bag.unlock(&right).unwrap_err(), UnlockFault::NothingToOpen);
}

#[test]
fn a_bag_from_before_ten_two_needs_the_second_round_only() {
    let new = NewKeybag {
        uuid: [0; 16],
        second_round: Round { salt: [1; 20], iterations: 10 },
        first_round: None,
        classes: &[(3, [3; 16], ClassKey::new([7; 32]))],
    };
    let (bag, _) = Keybag::create(&new, &Password::from("p")).unwrap();
    let bag = Keybag::parse(&bag.to_bytes()).unwrap();
    assert_eq!(bag.first_round, None);
    assert!(bag.unlock(&Password::from("p")).is_ok());
}

/// The vector's bag with the value of `tag` replaced, at its first or second place.
fn with(tag: &[u8; 4], place: usize, value: &[u8]) -> Vec<u8> {
    let (bag, _, _) = vector_bag();
    let bytes = bag.to_bytes();
    let mut places = (0..bytes.len() - 4).filter(|at| &bytes[*at..at + 4] == tag);
    let at = places.nth(place).unwrap();
    let old = usize::try_from(u32::from_be_bytes(bytes[at + 4..at + 8].try_into().unwrap()));
    let mut new = bytes[..at + 4].to_vec();
    new.extend(u32::try_from(value.len()).unwrap().to_be_bytes());
    new.extend(value);
    new.extend(&bytes[at + 8 + old.unwrap()..]);
    new
}

#[test]
fn hostile_and_damaged_bags_are_refused_by_name() {
    let rounds =
        |tag, iterations, iterations_max| KeybagFault::Rounds { tag, iterations, iterations_max };
    let cases = [
        (with(b"DPIC", 0, &u32::MAX.to_be_bytes()), rounds("DPIC", u32::MAX, FIRST_ROUNDS_MAX)),
        (with(b"DPIC", 0, &20_000_001u32.to_be_bytes()), rounds("DPIC", 20_000_001, 20_000_000)),
        (with(b"ITER", 0, &[0; 4]), rounds("ITER", 0, SECOND_ROUNDS_MAX)),
        (with(b"TYPE", 0, &[0, 0, 0, 2]), KeybagFault::NotOfABackup { kind: 2 }),
        (with(b"CLAS", 1, &[0, 0, 0, 3]), KeybagFault::ClassTwice { class: 3 }),
        (with(b"WPKY", 0, &[0; 39]), KeybagFault::Length { tag: "WPKY", bytes: 39, expected: 40 }),
        (vec![0; KEYBAG_BYTES_MAX + 1], KeybagFault::TooLong { bytes: KEYBAG_BYTES_MAX + 1 }),
        (Vec::new(), KeybagFault::Missing { tag: "TYPE" }),
    ];
    for (bytes, fault) in cases {
        assert_eq!(Keybag::parse(&bytes), Err(fault));
    }
    assert!(Keybag::parse(&with(b"DPIC", 0, &20_000_000u32.to_be_bytes())).is_ok());
    let bytes = vector_bag().0.to_bytes();
    assert_eq!(Keybag::parse(&bytes[..415]), Err(KeybagFault::CutOff { at: 368 }));
    let twice = [&bytes[..200], &bytes[184..]].concat();
    assert!(matches!(
        Keybag::parse(&twice),
        Err(KeybagFault::Twice { .. } | KeybagFault::CutOff { .. })
    ));
}

fn entry() -> impl Strategy<Value = ClassEntry> {
    (any::<[u8; 16]>(), any::<[u32; 2]>(), any::<Option<[u8; 32]>>(), any::<bool>()).prop_map(
        |(uuid, [wrap, key_type], public_key, wrapped)| ClassEntry {
            uuid,
            class: 0,
            wrap,
            key_type,
            wrapped_key: wrapped.then_some([uuid[0]; 40]),
            public_key,
        },
    )
}

proptest! {
    #[test]
    fn what_is_written_is_read_back(
        version: u32,
        uuid: [u8; 16],
        salt: [u8; 20],
        iterations in 1..=SECOND_ROUNDS_MAX,
        first in any::<Option<[u8; 20]>>(),
        double_protection: Option<u32>,
        mut classes in proptest::collection::vec(entry(), 0..12),
    ) {
        for (class, entry) in (0..).zip(&mut classes) {
            entry.class = class;
        }
        let bag = Keybag {
            version,
            uuid,
            hmac_key: None,
            second_round: Round { salt, iterations },
            first_round: first.map(|salt| Round { salt, iterations: 5 }),
            double_protection,
            classes,
        };
        prop_assert_eq!(Keybag::parse(&bag.to_bytes()), Ok(bag));
    }

    #[test]
    fn garbage_never_panics(
        bytes in proptest::collection::vec(any::<u8>(), 0..200),
        at in 0usize..416,
        byte: u8,
    ) {
        let _ = Keybag::parse(&bytes);
        let mut bag = vector_bag_bytes();
        bag[at] = byte;
        let _ = Keybag::parse(&bag);
    }
}

fn vector_bag_bytes() -> Vec<u8> {
    static BYTES: std::sync::OnceLock<Vec<u8>> = std::sync::OnceLock::new();
    BYTES.get_or_init(|| vector_bag().0.to_bytes()).clone()
}
