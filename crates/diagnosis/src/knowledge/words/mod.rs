//! Words: what people say, grouped by what they mean.

/// Spellings that mean the same.
pub(crate) const SYNONYMS: &str = include_str!("synonyms.txt");

/// Tables of concepts.
pub(crate) const CONCEPTS: &[&str] = &[
    include_str!("pace.txt"),
    include_str!("storage.txt"),
    include_str!("place.txt"),
    include_str!("cable.txt"),
    include_str!("phone.txt"),
    include_str!("power.txt"),
    include_str!("network.txt"),
    include_str!("trust.txt"),
    include_str!("program.txt"),
    include_str!("reading.txt"),
    include_str!("topics.txt"),
];
