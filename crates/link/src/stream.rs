//! Byte streams of any kind under one name.

use std::fmt::Debug;

use tokio::io::{AsyncRead, AsyncWrite};

/// A byte stream to a daemon or a phone.
pub trait Stream: AsyncRead + AsyncWrite + Unpin + Send + Sync + Debug {}

impl<T: AsyncRead + AsyncWrite + Unpin + Send + Sync + Debug> Stream for T {}
