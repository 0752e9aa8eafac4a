//! Learns how far each word leans towards each cause: logistic regression over all causes at
//! once, so that words which come in company share what they say, by gradient steps that grow
//! smaller for words seen often (AdaGrad: Duchi, Hazan and Singer, 2011).
//!
//! Cases come in a fixed order and nothing is drawn by lot: the same cases give the same words.

use std::collections::{BTreeMap, HashMap};

use super::words::words_of;
use super::{LOUDEST, Lexicon, STEP, share_of_a_word};
use crate::case::Case;
use crate::cause::{CAUSES, Cause};
use crate::reading::Reading;

/// A word counts that was seen in as many cases,
const CASES_MIN: usize = 4;
/// and a pair of words in as many: most pairs are chance.
const PAIR_CASES_MIN: usize = 8;

/// How often each case is looked at.
const ROUNDS: usize = 5;

/// How far a step goes.
const PACE: f64 = 0.1;

/// How strongly weights are drawn back to nothing, so that rare words are not trusted blindly: at
/// each look at a word, times how many cases there are to one with it.
const PULL: f64 = 0.0014;

/// A case to learn from: its words by number, and how much it counts.
struct Lesson {
    words: Vec<usize>,
    cause: usize,
    share: f64,
}

impl Lexicon {
    /// Learns from cases whose causes are known; each with how much it counts, 1 being usual.
    pub fn learn<'a>(cases: impl Iterator<Item = (&'a Case, Cause, f64)>) -> Self {
        let (names, lessons) = lessons(cases);
        let rarity = rarity(&names, &lessons);
        let weights = descend(&rarity, &lessons);
        let mut words = HashMap::new();
        for ((name, weights), rarity) in names.into_iter().zip(weights).zip(rarity) {
            let usual = weights.iter().sum::<f64>() / (CAUSES - 1) as f64;
            let mut leaning = weights.map(|weight| in_steps((weight - usual) * rarity));
            leaning[Cause::Unknown.index()] = 0.0;
            if leaning.iter().any(|leaning| *leaning != 0.0) {
                words.insert(name.into(), leaning);
            }
        }
        Self { words }
    }
}

/// A weight as the table has it.
fn in_steps(weight: f64) -> f64 {
    (weight / STEP).round().clamp(-LOUDEST / STEP, LOUDEST / STEP) * STEP
}

/// The words seen often enough, by number, and the cases in them.
fn lessons<'a>(cases: impl Iterator<Item = (&'a Case, Cause, f64)>) -> (Vec<String>, Vec<Lesson>) {
    let cases = cases.filter(|(_, cause, _)| *cause != Cause::Unknown);
    let told: Vec<_> = cases
        .map(|(case, cause, share)| {
            (words_of(&Reading::with(case, &Lexicon::default())), cause.index(), share)
        })
        .collect();
    let mut seen: BTreeMap<&str, usize> = BTreeMap::new();
    for word in told.iter().flat_map(|(words, ..)| words.keys()) {
        *seen.entry(word).or_default() += 1;
    }
    seen.retain(|word, times| {
        *times >= if word.contains('_') { PAIR_CASES_MIN } else { CASES_MIN }
    });
    let numbers: HashMap<&str, usize> = seen.keys().copied().zip(0..).collect();
    let lesson = |(words, cause, share): &(BTreeMap<String, String>, usize, f64)| Lesson {
        words: words.keys().filter_map(|word| numbers.get(word.as_str()).copied()).collect(),
        cause: *cause,
        share: *share,
    };
    let lessons = told.iter().map(lesson).filter(|lesson| !lesson.words.is_empty()).collect();
    (seen.keys().map(|word| (*word).to_owned()).collect(), lessons)
}

/// How rare each word is: one and the logarithm of the share of cases without it.
fn rarity(names: &[String], lessons: &[Lesson]) -> Vec<f64> {
    let mut seen = vec![1.0; names.len()];
    for word in lessons.iter().flat_map(|lesson| &lesson.words) {
        seen[*word] += 1.0;
    }
    let all = lessons.len() as f64 + 1.0;
    seen.into_iter().map(|seen| 1.0 + (all / seen).ln()).collect()
}

/// Steps down the slope of the loss, case by case.
fn descend(rarity: &[f64], lessons: &[Lesson]) -> Vec<[f64; CAUSES]> {
    let mut weights = vec![[0.0; CAUSES]; rarity.len()];
    let mut trodden = vec![[1e-3; CAUSES]; rarity.len()];
    let stride = stride(lessons.len());
    for turn in 0..ROUNDS * lessons.len() {
        let lesson = &lessons[turn * stride % lessons.len()];
        let each = share_of_a_word(lesson.words.len());
        let mut wrong = probabilities(&weights, rarity, lesson, each);
        wrong[lesson.cause] -= 1.0;
        for word in &lesson.words {
            let seen = rarity[*word] * each * lesson.share;
            // A rare word is looked at seldom, and drawn back the more each time.
            let pull = PULL * (rarity[*word] - 1.0).exp();
            let rows = weights[*word].iter_mut().zip(&mut trodden[*word]);
            for ((weight, trodden), wrong) in rows.zip(wrong) {
                let slope = wrong * seen + pull * *weight;
                *trodden += slope * slope;
                *weight -= PACE * slope / trodden.sqrt();
            }
        }
    }
    weights
}

fn probabilities(
    weights: &[[f64; CAUSES]],
    rarity: &[f64],
    lesson: &Lesson,
    each: f64,
) -> [f64; CAUSES] {
    let mut odds = [0.0; CAUSES];
    for word in &lesson.words {
        let seen = rarity[*word] * each;
        for (odds, weight) in odds.iter_mut().zip(weights[*word]) {
            *odds += weight * seen;
        }
    }
    // It is no cause to be learnt.
    odds[Cause::Unknown.index()] = f64::NEG_INFINITY;
    let highest = odds.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let odds = odds.map(|odds| (odds - highest).exp());
    let sum: f64 = odds.iter().sum();
    odds.map(|odds| odds / sum)
}

/// A stride that meets every case once and those of one file far apart.
fn stride(cases: usize) -> usize {
    let coprime = |stride: &usize| {
        let (mut a, mut b) = (*stride, cases);
        while b > 0 {
            (a, b) = (b, a % b);
        }
        a == 1
    };
    let golden = cases * 618 / 1000;
    (golden..cases).find(coprime).unwrap_or(1)
}
