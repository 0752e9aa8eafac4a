//! What is done with versions after they were made: read again, thinned out, taken in, given
//! away (docs/vault.md 5).

mod adopt;
mod aside;
mod copy;
mod export;
mod finish;
mod proofs;
mod prune;
mod scrub;

pub use adopt::{Adopted, adopt};
pub use aside::{Move, NotBack, plan_folder_aside, plan_tree_aside, put_aside, put_back};
pub use export::{Exported, For, export};
pub use finish::{FinishPlan, Finished, finish, plan_finish};
pub use proofs::{Note, Noted, note, notes};
pub use prune::{Keep, Planned, Policy, plan_prune, remove};
pub use scrub::{Damaged, ScrubReport, find_good, scrub};
