//! Parameters of a simulated phone's content.

use serde::Deserialize;

/// What a phone holds, in numbers.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct ContentSpec {
    /// Groups of like files.
    pub groups: Vec<Group>,
    /// Also hold the odd entries every real phone has: empty files, links, names with
    /// accents and emoji, a real database.
    pub extras: bool,
    /// Of a thousand files, how many change with each generation.
    pub changed_permille: u64,
    /// Files that each group gains with each generation.
    pub added: u64,
    /// Files that each group loses with each generation.
    pub removed: u64,
}

impl Default for ContentSpec {
    fn default() -> Self {
        let photos = Group {
            domain: "CameraRollDomain".into(),
            pattern: "Media/DCIM/{folder}APPLE/IMG_{index}.HEIC".into(),
            files: 40,
            bytes: 20_000,
            bytes_max: 200_000,
            class: 3,
        };
        let documents = Group::default();
        Self {
            groups: vec![photos, documents],
            extras: true,
            changed_permille: 0,
            added: 0,
            removed: 0,
        }
    }
}

/// Files that are alike.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Group {
    /// Their domain.
    pub domain: String,
    /// Their path: `{folder}` counts from 100 upwards, a hundred files each; `{index}` is
    /// the number of the file.
    pub pattern: String,
    /// How many.
    pub files: u64,
    /// Bytes of each, or the least.
    pub bytes: u64,
    /// The most bytes; sizes are spread evenly. Below `bytes` it means exactly `bytes`.
    pub bytes_max: u64,
    /// Protection class.
    pub class: u32,
}

impl Default for Group {
    fn default() -> Self {
        Self {
            domain: "AppDomain-org.example.notes".into(),
            pattern: "Documents/{folder}/note-{index}.txt".into(),
            files: 300,
            bytes: 500,
            bytes_max: 8_000,
            class: 3,
        }
    }
}

/// Files that share a folder.
const FILES_A_FOLDER: u64 = 100;

impl Group {
    /// Path of file `index`.
    pub fn path(&self, index: u64) -> String {
        let folder = 100 + index / FILES_A_FOLDER;
        self.pattern
            .replace("{folder}", &folder.to_string())
            .replace("{index}", &format!("{index:04}"))
    }

    /// The folders needed for `files` files, the domain's root first, each once.
    pub(super) fn folders(&self, files: u64) -> impl Iterator<Item = String> + '_ {
        let last = files.div_ceil(FILES_A_FOLDER).max(1);
        let mut known: Vec<String> = vec![String::new()];
        (0..last).flat_map(move |number| {
            let path = self.path(number * FILES_A_FOLDER);
            let ends = path.match_indices('/').map(|(at, _)| at);
            let parents: Vec<String> = ends.map(|at| path[..at].to_owned()).collect();
            let root = (number == 0).then(String::new);
            let fresh: Vec<String> =
                parents.into_iter().filter(|parent| !known.contains(parent)).collect();
            // Only the last folder differs from number to number.
            known.truncate(8);
            known.extend(fresh.iter().cloned());
            root.into_iter().chain(fresh)
        })
    }
}
