//! How it goes: whether anything is wrong at all.

crate::rules::rules! {
    w001_still_moving
    w002_slow
    w003_full_or_first
    w004_resumes
    w005_it_failed
    w006_scan_is_quiet
    w007_figures_move
    w008_small_backup
    w009_works_now_and_then
    w010_thin_evidence
    w011_talked_about
    w012_pace_measured
    w013_finishes_anyway
    w014_looked_on
    w015_talks_like
    w016_own_end
    w018_answered
    w019_time_goes_by
    w020_fills_after_restore
    w021_tools_from_a_package
}
