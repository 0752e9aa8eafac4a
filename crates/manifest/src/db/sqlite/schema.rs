//! Which tables and indexes there are, and which columns they have.

use std::ops::ControlFlow;

use super::pager::Pager;
use super::tree::walk;
use super::value::Value;
use crate::db::DbFault;

/// A table or index.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Relation {
    pub(crate) is_table: bool,
    pub(crate) name: String,
    /// The table an index belongs to.
    pub(crate) table: String,
    pub(crate) root: u32,
    /// How it was made; none for indexes that SQLite made by itself.
    pub(crate) sql: Option<String>,
}

/// No manifest has more than a handful.
const RELATIONS_MAX: usize = 1000;

/// Everything that has a tree of its own.
pub(crate) fn relations(pager: &Pager<'_>) -> Result<Vec<Relation>, DbFault> {
    let mut found = Vec::new();
    let walked = walk::<5>(pager, 1, &mut |_, [kind, name, table, root, sql]| {
        let root = root.integer().and_then(|root| u32::try_from(root).ok());
        // Views and triggers have none.
        if let (Some(kind @ ("table" | "index")), Some(root @ 1..)) = (kind.text(), root) {
            let text = |value: &Value<'_>| value.text().unwrap_or_default().to_owned();
            found.push(Relation {
                is_table: kind == "table",
                name: text(name),
                table: text(table),
                root,
                sql: sql.text().map(str::to_owned),
            });
        }
        if found.len() < RELATIONS_MAX { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
    });
    walked.whole().map(|()| found)
}

impl Relation {
    /// Names of the columns in the order rows store them. None when the table is made in a way
    /// that rows are not simply their columns.
    pub(crate) fn columns(&self) -> Option<Vec<String>> {
        let sql = self.sql.as_deref()?;
        let (start, end) = (sql.find('(')?, sql.rfind(')')?);
        let tail = sql.get(end..)?.to_ascii_uppercase();
        if tail.contains("WITHOUT") {
            return None;
        }
        let mut columns = Vec::new();
        for definition in split(sql.get(start + 1..end)?) {
            let (name, rest, quoted) = first_word(definition.trim())?;
            let upper = rest.to_ascii_uppercase();
            let constraints = ["CONSTRAINT", "PRIMARY", "UNIQUE", "CHECK", "FOREIGN"];
            if !quoted && constraints.contains(&name.to_ascii_uppercase().as_str()) {
                continue;
            }
            if upper.contains("GENERATED") || upper.contains(" AS ") || upper.contains(" AS(") {
                return None;
            }
            columns.push(name.to_owned());
        }
        Some(columns)
    }
}

/// Pieces between commas that stand neither in parentheses nor in quotes.
fn split(text: &str) -> Vec<&str> {
    let (mut pieces, mut start, mut depth, mut quote) = (Vec::new(), 0, 0, None);
    for (at, c) in text.char_indices() {
        match (quote, c) {
            (Some(end), c) if c == end => quote = None,
            (Some(_), _) => {}
            (None, '"' | '\'' | '`') => quote = Some(c),
            (None, '[') => quote = Some(']'),
            (None, '(') => depth += 1,
            (None, ')') => depth -= 1,
            (None, ',') if depth == 0 => {
                pieces.push(&text[start..at]);
                start = at + 1;
            }
            _ => {}
        }
    }
    pieces.push(&text[start..]);
    pieces
}

/// The name at the front, what follows, and whether it stood in quotes.
fn first_word(text: &str) -> Option<(&str, &str, bool)> {
    let close = match text.chars().next()? {
        c @ ('"' | '\'' | '`') => Some(c),
        '[' => Some(']'),
        _ => None,
    };
    if let Some(close) = close {
        let (name, rest) = text[1..].split_once(close)?;
        return Some((name, rest, true));
    }
    let end = text.find(|c: char| c.is_whitespace() || c == '(').unwrap_or(text.len());
    Some((&text[..end], &text[end..], false))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn columns(sql: &str) -> Option<Vec<String>> {
        let table = "t".to_owned();
        let relation =
            Relation { is_table: true, name: table.clone(), table, root: 2, sql: Some(sql.into()) };
        relation.columns()
    }

    #[test]
    fn columns_are_found_however_they_are_written() {
        let sql = "CREATE TABLE Files (fileID TEXT PRIMARY KEY, \"do,main\" TEXT DEFAULT (1,2),
            [relative Path] TEXT, flags INTEGER CHECK(flags > 0), file BLOB, UNIQUE (a, b))";
        let expected = ["fileID", "do,main", "relative Path", "flags", "file"];
        assert_eq!(columns(sql).unwrap(), expected);
        assert_eq!(columns("CREATE TABLE t (a, b) WITHOUT ROWID"), None);
        assert_eq!(columns("CREATE TABLE t (a, b TEXT AS (a) VIRTUAL)"), None);
    }
}
