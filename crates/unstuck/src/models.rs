//! Names of devices as people know them.

const MODELS: &str = include_str!("../data/models.tsv");

/// Marketing name of a product type such as `iPhone14,5`.
pub(crate) fn marketing_name(product_type: &str) -> Option<&'static str> {
    let entries = MODELS.lines().filter_map(|line| line.split_once('\t'));
    entries.into_iter().find(|(known, _)| *known == product_type).map(|(_, name)| name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn known_types_have_names_and_unknown_ones_none() {
        assert_eq!(marketing_name("iPhone14,5"), Some("iPhone 13"));
        assert_eq!(marketing_name("iPhone99,1"), None);
    }
}
