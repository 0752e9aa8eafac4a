//! The page: for whoever never reads a terminal. A server on loopback that shows the objects of
//! `--json` in plain words, one thing to do at a time.
//!
//! ```text
//! routes ─► guard (token, Host, Origin) ─► hub (what is known) ◄── run (a command on a thread)
//!    └────► html (askama) ◄── words (Fluent)              ask ──► a command, its objects
//! ```

mod api;
mod ask;
mod backups;
mod card;
mod guard;
mod html;
mod hub;
mod job;
mod live;
mod open;
mod person;
mod pictures;
mod reading;
mod routes;
mod run;
mod tell;
mod toys;
mod upload;
mod windows;

use std::net::{IpAddr, Ipv4Addr};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use clap::Args;
use serde_json::json;
use tokio::net::TcpListener;

use crate::cli::Cli;
use crate::interrupt::{Interrupts, ORDER_TIME};
use crate::report::{Report, code};
use crate::view::View;
use ask::Base;
use guard::Guard;
use hub::Hub;
pub(crate) use open::has_display;
use windows::Drawn;

/// Serve the page on this computer, for this computer only unless told otherwise, without opening
/// it. Prints the address; it is good for one browser.
#[derive(Debug, Args)]
pub(crate) struct ServeArgs {
    /// Port; without it a free one is taken.
    #[arg(long, value_name = "PORT", default_value_t = 0)]
    port: u16,

    /// Address of this computer to serve on, for a browser on another one. What is sent, backup
    /// passwords too, can then be read by others in the network.
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1")]
    listen: IpAddr,

    /// Folder for backups, if it is not Unstuck's own.
    #[arg(long, value_name = "DIR")]
    to: Option<PathBuf>,

    #[arg(skip)]
    open: bool,
}

impl ServeArgs {
    /// What `unstuck` alone does: the page opens in the browser.
    pub(crate) fn open() -> Self {
        Self { port: 0, listen: Ipv4Addr::LOCALHOST.into(), to: None, open: true }
    }
}

/// What every answer of the page is made from.
pub(crate) struct Page {
    pub(crate) hub: Arc<Hub>,
    pub(crate) guard: Guard,
    pub(crate) base: Base,
    pub(crate) books: backups::Books,
    drawn: Drawn,
}

/// Serves until the person interrupts.
pub(crate) async fn perform(
    args: ServeArgs,
    cli: Cli,
    view: &mut dyn View,
    mut interrupts: Interrupts,
) -> Result<u8, Report> {
    let listener = bind(args.listen, args.port).await?;
    let guard = Guard::new(listener.local_addr().unwrap_or((args.listen, args.port).into()))?;
    let address = guard.address();
    let base = Base::new(&cli, args.to);
    let (books, drawn) = (backups::Books::default(), Drawn::default());
    let page = Arc::new(Page { hub: Hub::new(), guard, base, books, drawn });
    tell(&page, &address, args.open, view);
    tokio::spawn(run::watch_phones(Arc::clone(&page)));
    let serving = axum::serve(listener, routes::all(Arc::clone(&page)));
    tokio::select! {
        ended = async { serving.await } => {
            ended.map_err(|error| {
                Report::new(code::FAILED, "The page ended.").saw(error.to_string())
            })?;
        }
        () = interrupts.next() => {}
    }
    // A run of the page is put in order as one of the terminal is.
    page.hub.stop();
    let _ = tokio::time::timeout(ORDER_TIME - Duration::from_millis(200), page.hub.ended()).await;
    Ok(code::DONE)
}

async fn bind(address: IpAddr, port: u16) -> Result<TcpListener, Report> {
    let failed = Report::new(code::FAILED, "The page could not be served.");
    // By its name a browser proves that it was not lured here; every address has none.
    if address.is_unspecified() {
        return Err(failed.saw("This stands for every address of this computer.").next(
            "Name the one address with --listen under which the other computer finds this.",
        ));
    }
    TcpListener::bind((address, port)).await.map_err(|error| {
        let failed = failed.saw(format!("Port {port} of this computer: {error}."));
        match address.is_loopback() {
            true => {
                failed.next("Choose another port with --port, or none: then a free one is taken.")
            }
            false => {
                failed.next("Choose an address that this computer has, or leave --listen out.")
            }
        }
    })
}

/// Says where the page is, and opens it when that is wanted and possible.
fn tell(page: &Page, address: &str, open: bool, view: &mut dyn View) {
    let opened = open && open::in_browser(address);
    let text = if opened {
        format!("The page is open in your browser. If you do not see it: {address}")
    } else {
        let open = match page.guard.is_open_to_others() {
            true => "Open this address in a browser on the other computer:",
            false => "Open this address in a browser on this computer:",
        };
        format!(
            "{open}\n  {address}\n\
             Without a browser: `unstuck look` says what is stuck, `unstuck rescue` mends it."
        )
    };
    let text = match page.guard.is_open_to_others() {
        true => format!(
            "{text}\nOthers in this network can read what is sent, backup passwords too. Only do \
             this in a network that you trust."
        ),
        false => text,
    };
    let text = format!("{text}\nIt is served as long as this runs; Ctrl-C ends it.");
    let object = json!({
        "type": "page", "address": address, "opened": opened, "api_token": page.guard.session(),
    });
    view.say(&text, Some(object));
}
