//! Temporary: diagnoses JSON lines given as an argument.
use unstuck_diagnosis::{Options, Tuning, case::CaseFile, diagnose};
fn main() {
    let args: Vec<String> = std::env::args().collect();
    let text = std::fs::read_to_string(&args[1]).unwrap();
    let mut tuning = Tuning::default();
    let f = |k: &str, d: f64| std::env::var(k).ok().and_then(|v| v.parse().ok()).unwrap_or(d);
    tuning.further = f("FURTHER", tuning.further);
    tuning.temperature = f("TEMP", tuning.temperature);
    tuning.prior = f("PRIOR", tuning.prior);
    tuning.unknown = f("UNKNOWN", tuning.unknown);
    let options = Options { tuning, ..Options::default() };
    for line in text.lines() {
        let case = CaseFile::read(line.as_bytes()).into_case();
        let d = diagnose(&case, &options);
        let causes: Vec<_> = d.causes.iter().map(|c| serde_json::json!({"id": c.cause.id(), "probability": c.probability, "why": c.why.iter().map(|w| format!("{} {} {:+.1} {}", w.rule, w.evidence, w.weight, w.says)).collect::<Vec<_>>()})).collect();
        println!(
            "{}",
            serde_json::json!({"verdict": d.verdict.word(), "causes": causes, "ladder": d.ladder.iter().map(|o| o.remedy.id).collect::<Vec<_>>(), "ask": d.ask.map(|q| q.question)})
        );
    }
}
