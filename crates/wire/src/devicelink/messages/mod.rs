//! One file per message: what it means, its parameters in order, both directions.
//!
//! Positions follow docs/protocol.md 4.3. Paths are kept as the phone wrote them;
//! the host machine checks them ([`HostPath`](crate::HostPath)) before anyone acts.

mod copy_item;
mod create_directory;
mod disconnect;
mod download_files;
mod list_directory;
mod move_items;
mod ping;
pub(crate) mod process;
mod purge_disk_space;
mod remove_items;
pub(crate) mod status_response;
mod upload_files;
mod version_exchange;

pub use copy_item::CopyItem;
pub use create_directory::CreateDirectory;
pub use disconnect::Disconnect;
pub use download_files::DownloadFiles;
pub use list_directory::ListDirectory;
pub use move_items::MoveItems;
pub use ping::Ping;
pub use purge_disk_space::PurgeDiskSpace;
pub use remove_items::RemoveItems;
pub use upload_files::UploadFiles;
pub use version_exchange::VersionExchange;

use plist::{Dictionary, Value};

/// The options dictionary phones send with most requests: empty.
fn no_options() -> Value {
    Value::Dictionary(Dictionary::new())
}
