//! Every named scenario in virtual time: how it ends, what the person is told and when, and
//! that the last good version is untouched.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on may stop")]

use unstuck_sim::{Scenario, World, WorldConfig};

#[test]
fn print_all() {
    for name in Scenario::names() {
        let scenario = Scenario::named(name).unwrap();
        let mut world = World::new(&scenario);
        let told = world.back_up(&WorldConfig {
            password: scenario.encryption.password.clone(),
            ..WorldConfig::default()
        });
        let o = told.outcome.as_ref();
        println!(
            "{name:22} {:?} exit {:?} took {:?} steps {} viol {:?} attempts {:?} errs {:?}",
            o.map(|o| &o.end),
            o.map(|o| o.exit_code()),
            told.took(),
            told.steps,
            told.violations,
            o.map(|o| o.attempts),
            o.map(|o| o.file_error_count)
        );
        if let Some(p) = o.and_then(|o| o.proof.as_ref()) {
            println!(
                "     {:?} {:?} read back {} carried {} changed {:?}",
                p.report.verdict,
                p.report.findings.iter().map(|f| (f.card.id, f.total)).collect::<Vec<_>>(),
                p.hashes.read_back,
                p.hashes.carried_over,
                p.hashes.changed_count
            );
        }
    }
}
