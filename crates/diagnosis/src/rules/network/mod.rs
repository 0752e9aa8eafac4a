//! The network.

crate::rules::rules! {
    n001_filter_in_the_way
    n002_works_elsewhere
    n003_whole_house
    n004_weak_network
    n005_wifi_run_broke
    n006_wired_works
    n007_clock_behind
    n008_way_to_apple_closed
    n009_line_measured
    n010_foreign_network
}
