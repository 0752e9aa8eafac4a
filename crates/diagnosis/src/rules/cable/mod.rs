//! Cable, port, hub.

crate::rules::rules! {
    c001_cable_suspect
    c002_connects_and_drops
    c003_not_seen
    c004_only_charges
    c005_cable_exchanged
    c006_hub_between
    c007_cut_off_after_good_start
    c008_says_disconnected
    c009_works_on_other_computer
    c010_bus_measured
    c011_bounces_measured
    c012_works_without_hub
    c013_controller_at_fault
    c014_replugging_helps
    c015_one_of_two_seen
}
