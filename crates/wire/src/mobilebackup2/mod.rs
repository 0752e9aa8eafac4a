//! mobilebackup2: the dictionaries inside `DLMessageProcessMessage`.
//!
//! The host says `Hello`, then one [`Request`]; the phone serves itself through
//! DeviceLink and closes with one [`Response`] (docs/protocol.md 5).

mod error_code;
mod hello;
mod request;
mod response;

pub use error_code::ErrorCode;
pub use hello::{Hello, VERSIONS};
pub use request::{Request, RestoreOptions};
pub use response::Response;
