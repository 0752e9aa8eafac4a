use unstuck_sim::scenario::Scenario;
use unstuck_sim::serve::{Address, Server};
#[tokio::main(flavor = "current_thread")]
async fn main() {
    let args: Vec<String> = std::env::args().collect();
    let s = Scenario::parse_with(&args[2], Scenario::text(&args[2]).unwrap(), &args[3..]).unwrap();
    let a: Address = args[1].parse().unwrap();
    Server::new(&s, 1793491200).listen(&a, |a| eprintln!("{a}")).await.unwrap();
}
