//! sim (table of contents follows)
pub mod content;
pub mod identity;
pub mod phone;
pub mod scenario;
pub mod agent;
pub mod services;
pub mod mux;
pub mod serve;
