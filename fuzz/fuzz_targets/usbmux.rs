//! What a usbmux daemon answers: every call of the client ends, with a result or an error that
//! says what was found.

#![no_main]

use std::pin::Pin;

use libfuzzer_sys::fuzz_target;
use tokio::io::{AsyncReadExt, AsyncWriteExt, DuplexStream};
use unstuck_link::deadline::Deadlines;
use unstuck_link::mux::{Dial, Muxer};
use unstuck_link::{Fault, PairRecord, Stream};

/// A daemon that says these bytes to everybody.
struct Says(Vec<u8>);

impl Dial for Says {
    fn dial(&self) -> Pin<Box<dyn Future<Output = Result<Box<dyn Stream>, Fault>> + Send>> {
        let (near, far) = tokio::io::duplex(64 * 1024);
        tokio::spawn(say(far, self.0.clone()));
        Box::pin(async move { Ok(Box::new(near) as Box<dyn Stream>) })
    }
}

async fn say(mut stream: DuplexStream, bytes: Vec<u8>) {
    let mut request = [0; 4096];
    let _ = stream.read(&mut request).await;
    let _ = stream.write_all(&bytes).await;
    // Then it is silent until the client gives up: time is virtual.
    while stream.read(&mut request).await.is_ok_and(|bytes| bytes > 0) {}
}

fuzz_target!(|bytes: &[u8]| {
    let Some((&call, answer)) = bytes.split_first() else { return };
    let _ = PairRecord::from_bytes(answer);
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_time()
        .start_paused(true)
        .build()
        .expect("a runtime without sockets");
    runtime.block_on(async {
        let muxer = Muxer::new(Says(answer.to_vec()), Deadlines::default());
        let fault = match call % 6 {
            0 => muxer.list().await.err(),
            1 => muxer.buid().await.err(),
            2 => muxer.pair_record("U").await.err(),
            3 => muxer.connect(7, 62078).await.err(),
            4 => muxer.find("U").await.err(),
            _ => match muxer.listen().await {
                Err(error) => Some(error),
                Ok(mut listener) => {
                    while let Ok(Ok(_)) =
                        tokio::time::timeout(std::time::Duration::from_secs(5), listener.next())
                            .await
                    {}
                    None
                }
            },
        };
        if let Some(fault) = fault {
            assert!(!fault.to_string().is_empty());
        }
    });
});
