//! The scoring rule of CaRB, the Open IE benchmark (Bhardwaj, Aggarwal and Mausam, EMNLP 2019), as its authors'
//! published figures use it. No input or output here: texts and tuples in, figures out.
//!
//! A gold and a predicted tuple are compared token by token, upper and lower case apart, in three parts: the relation,
//! the first argument, and all the other arguments joined. Without a shared token in the relation they do not match at
//! all. Otherwise their precision is the share of predicted tokens that the gold tuple has in the same part, and their
//! recall the reverse. Within a sentence, precision pairs each prediction with a gold tuple of its own, the most precise
//! pairs first, and a prediction left over counts as 0; recall is each gold tuple's best over all predictions, which it
//! need not have to itself. Both are averaged over all tuples of all sentences, once for every confidence, with the
//! predictions at least as sure. That makes the curve; its area includes the point of recall 0 and precision 1.

use std::{cmp::Ordering, collections::HashMap, fmt, iter};

/// A relation and its arguments, as tokens apart by white space.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tuple {
    /// The relation.
    pub relation: String,
    /// The first argument, as a rule the subject, then the others.
    pub arguments: Vec<String>,
}

impl fmt::Display for Tuple {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (first, rest) = self.arguments.split_first().map_or(("", [].as_slice()), |(first, rest)| (first.as_str(), rest));
        write!(f, "{first} | {} | {}", self.relation, rest.join(" ; "))
    }
}

/// A sentence and the tuples that people found in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GoldSentence {
    /// The sentence, in tokens.
    pub text: String,
    /// What it says.
    pub tuples: Vec<Tuple>,
}

/// A tuple that an extractor found, and how sure it is.
#[derive(Clone, Debug, PartialEq)]
pub struct Predicted {
    /// What was found.
    pub tuple: Tuple,
    /// Only the order of confidences counts.
    pub confidence: f64,
}

/// The figures for all predictions at least as sure as a threshold.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct CurvePoint {
    /// The lowest confidence let in.
    pub threshold: f64,
    /// The mean over the predictions let in.
    pub precision: f64,
    /// The mean over all gold tuples.
    pub recall: f64,
    /// The harmonic mean of both.
    pub f1: f64,
}

/// The figures for a set of sentences.
#[derive(Clone, Debug, PartialEq)]
pub struct Score {
    /// The best F1 of the curve.
    pub best_f1: f64,
    /// Precision at the best F1.
    pub precision: f64,
    /// Recall at the best F1.
    pub recall: f64,
    /// The area under the curve from recall 0 to the highest recall reached.
    pub auc: f64,
    /// One point for each confidence, the highest first.
    pub curve: Vec<CurvePoint>,
}

/// How well a gold tuple was found.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct GoldVerdict {
    /// Which tuple of the sentence.
    pub gold: usize,
    /// The best recall that a prediction gave it.
    pub recall: f64,
    /// The prediction that gave it.
    pub by: Option<usize>,
}

/// How right a prediction was.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PredictedVerdict {
    /// Which prediction of the sentence.
    pub predicted: usize,
    /// What it counts for: its precision against the gold tuple that it was paired with.
    pub precision: f64,
    /// The gold tuple that it was paired with.
    pub with: Option<usize>,
    /// What it would count for if no other prediction took its gold tuple: much higher than `precision` if it repeats another.
    pub alone: f64,
}

/// Where a sentence went wrong: the worst first.
#[derive(Clone, Debug, PartialEq)]
pub struct Verdict {
    /// The gold tuples, from the lowest recall up.
    pub gold: Vec<GoldVerdict>,
    /// The predictions, from the lowest precision up.
    pub predicted: Vec<PredictedVerdict>,
}

/// Reads the gold file: a line a tuple, in columns of sentence, relation and arguments.
///
/// Sentences come in the order of their first tuple. A context (an argument with `C: `) is not an argument.
pub fn read_gold(dev_tsv: &str) -> Vec<GoldSentence> {
    let mut sentences: Vec<GoldSentence> = Vec::new();
    let mut places = HashMap::new();
    for (text, tuple) in dev_tsv.lines().filter_map(gold_line) {
        let place = *places.entry(text).or_insert(sentences.len());
        match sentences.get_mut(place) {
            Some(sentence) => sentence.tuples.push(tuple),
            None => sentences.push(GoldSentence { text: text.to_owned(), tuples: vec![tuple] }),
        }
    }
    sentences
}

fn gold_line(line: &str) -> Option<(&str, Tuple)> {
    let mut columns = line.trim().split('\t').map(str::trim);
    let (text, relation) = (columns.next()?, columns.next()?.to_owned());
    let arguments = columns.filter(|argument| !argument.contains("C: ")).map(str::to_owned).collect();
    Some((text, Tuple { relation, arguments }))
}

/// Scores the predictions for each gold sentence, in the order of `gold`; sentences beyond the last have none.
pub fn score(gold: &[GoldSentence], predicted: &[Vec<Predicted>]) -> Score {
    let predicted = predicted.iter().map(Vec::as_slice).chain(iter::repeat([].as_slice()));
    let mut steps: Vec<Step> = gold.iter().zip(predicted).flat_map(|(sentence, predicted)| steps(sentence, predicted)).collect();
    steps.sort_by(|a, b| b.threshold.total_cmp(&a.threshold));
    let curve = curve(&steps, gold.iter().map(|sentence| sentence.tuples.len()).sum());
    // Of equals the one with more predictions.
    let best = curve.iter().copied().max_by(|a, b| a.f1.total_cmp(&b.f1));
    let best = best.unwrap_or(CurvePoint { threshold: 0.0, precision: 0.0, recall: 0.0, f1: 0.0 });
    Score { best_f1: best.f1, precision: best.precision, recall: best.recall, auc: area(&curve), curve }
}

/// Says what was missed in a sentence and what was wrong, with all predictions let in.
pub fn judge(sentence: &GoldSentence, predicted: &[Predicted]) -> Verdict {
    let pairs = Pairs::new(sentence, predicted);
    let everything = vec![true; predicted.len()];
    let paired: HashMap<usize, usize> = pairs.matching(&everything).map(|pair| (pair.predicted, pair.gold)).collect();
    let mut gold: Vec<GoldVerdict> = (0..pairs.gold).map(|gold| pairs.judge_gold(gold)).collect();
    gold.sort_by(|a, b| a.recall.total_cmp(&b.recall));
    let verdict_on = |predicted| pairs.judge_predicted(predicted, paired.get(&predicted).copied());
    let mut predicted: Vec<PredictedVerdict> = (0..predicted.len()).map(verdict_on).collect();
    predicted.sort_by(|a, b| a.precision.total_cmp(&b.precision));
    Verdict { gold, predicted }
}

/// By how much the sums grow when a threshold falls to this one.
struct Step {
    threshold: f64,
    precision: f64,
    predictions: usize,
    recall: f64,
}

/// The steps of a sentence: one for each confidence.
fn steps(sentence: &GoldSentence, predicted: &[Predicted]) -> Vec<Step> {
    let pairs = Pairs::new(sentence, predicted);
    let mut thresholds: Vec<f64> = predicted.iter().map(|predicted| predicted.confidence).collect();
    thresholds.sort_by(|a, b| b.total_cmp(a));
    thresholds.dedup_by(|a, b| a.total_cmp(b).is_eq());
    let mut before = Step { threshold: f64::INFINITY, precision: 0.0, predictions: 0, recall: 0.0 };
    let step = |threshold: f64| {
        let sums = pairs.sums(threshold, predicted);
        let step = Step {
            threshold,
            precision: sums.precision - before.precision,
            predictions: sums.predictions - before.predictions,
            recall: sums.recall - before.recall,
        };
        before = sums;
        step
    };
    thresholds.into_iter().map(step).collect()
}

/// The curve that steps in falling order make.
#[expect(clippy::cast_precision_loss, reason = "counts of tuples")]
fn curve(steps: &[Step], gold: usize) -> Vec<CurvePoint> {
    let (mut precision, mut predictions, mut recall) = (0.0, 0, 0.0);
    let point_of = |level: &[Step]| {
        precision += level.iter().map(|step| step.precision).sum::<f64>();
        predictions += level.iter().map(|step| step.predictions).sum::<usize>();
        recall += level.iter().map(|step| step.recall).sum::<f64>();
        let threshold = level.first()?.threshold;
        Some(point(threshold, precision / predictions as f64, recall / gold as f64))
    };
    steps.chunk_by(|a, b| a.threshold.total_cmp(&b.threshold).is_eq()).filter_map(point_of).collect()
}

fn point(threshold: f64, precision: f64, recall: f64) -> CurvePoint {
    let recall = if recall.is_finite() { recall } else { 0.0 };
    let both = precision + recall;
    let f1 = if both > 0.0 { 2.0 * precision * recall / both } else { 0.0 };
    CurvePoint { threshold, precision, recall, f1 }
}

/// The area by trapezia, starting from recall 0 and precision 1.
fn area(curve: &[CurvePoint]) -> f64 {
    let from = iter::once((0.0, 1.0)).chain(curve.iter().map(|point| (point.recall, point.precision)));
    let to = curve.iter().map(|point| (point.recall, point.precision));
    from.zip(to).map(|(from, to)| (to.0 - from.0) * f64::midpoint(from.1, to.1)).sum()
}

/// A gold tuple and a prediction of the same sentence whose relations share a token.
#[derive(Clone, Copy)]
struct Pair {
    gold: usize,
    predicted: usize,
    found: Found,
}

/// The pairs of a sentence, the most precise first.
struct Pairs {
    gold: usize,
    pairs: Vec<Pair>,
}

impl Pairs {
    fn new(sentence: &GoldSentence, predicted: &[Predicted]) -> Self {
        let predicted: Vec<Parts<'_>> = predicted.iter().map(|predicted| Parts::new(&predicted.tuple)).collect();
        let mut pairs = Vec::new();
        for (gold, tuple) in sentence.tuples.iter().enumerate() {
            let parts = Parts::new(tuple);
            let says = is_said(tuple);
            let found = |(predicted, other)| Some(Pair { gold, predicted, found: compare(&parts, says, other)? });
            pairs.extend(predicted.iter().enumerate().filter_map(found));
        }
        // Stable: of equals the first gold tuple comes first, then the first prediction.
        pairs.sort_by(|a, b| b.found.precision.total_cmp(&a.found.precision));
        Self { gold: sentence.tuples.len(), pairs }
    }

    /// Gives each prediction let in a gold tuple of its own.
    fn matching<'a>(&'a self, let_in: &'a [bool]) -> impl Iterator<Item = Pair> + 'a {
        let mut free_gold = vec![true; self.gold];
        let mut free = let_in.to_vec();
        self.pairs.iter().copied().filter(move |pair| {
            let (Some(gold), Some(predicted)) = (free_gold.get_mut(pair.gold), free.get_mut(pair.predicted)) else { return false };
            let both = *gold && *predicted;
            if both {
                (*gold, *predicted) = (false, false);
            }
            both
        })
    }

    /// What the predictions down to a threshold add up to.
    fn sums(&self, threshold: f64, predicted: &[Predicted]) -> Step {
        let let_in: Vec<bool> = predicted.iter().map(|predicted| predicted.confidence.total_cmp(&threshold).is_ge()).collect();
        let mut recall = vec![0.0_f64; self.gold];
        for pair in self.pairs.iter().filter(|pair| let_in.get(pair.predicted) == Some(&true)) {
            if let Some(best) = recall.get_mut(pair.gold) {
                *best = best.max(pair.found.recall);
            }
        }
        Step {
            threshold,
            precision: self.matching(&let_in).map(|pair| pair.found.precision).sum(),
            predictions: let_in.into_iter().filter(|let_in| *let_in).count(),
            recall: recall.into_iter().sum(),
        }
    }

    fn judge_gold(&self, gold: usize) -> GoldVerdict {
        let pairs = self.pairs.iter().filter(|pair| pair.gold == gold);
        let best = pairs.max_by(|a, b| a.found.recall.total_cmp(&b.found.recall));
        GoldVerdict { gold, recall: best.map_or(0.0, |pair| pair.found.recall), by: best.map(|pair| pair.predicted) }
    }

    fn judge_predicted(&self, predicted: usize, with: Option<usize>) -> PredictedVerdict {
        let mut pairs = self.pairs.iter().filter(|pair| pair.predicted == predicted);
        let alone = pairs.clone().next().map_or(0.0, |pair| pair.found.precision);
        let paired = pairs.find(|pair| Some(pair.gold) == with);
        PredictedVerdict { predicted, precision: paired.map_or(0.0, |pair| pair.found.precision), with, alone }
    }
}

/// The shares of tokens that two tuples have in common.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Found {
    precision: f64,
    recall: f64,
}

/// A tuple as it is compared: the sorted tokens of each part.
struct Parts<'a> {
    relation: Vec<&'a str>,
    /// The first argument, then all others joined: none, one or two.
    arguments: Vec<Vec<&'a str>>,
}

impl<'a> Parts<'a> {
    fn new(tuple: &'a Tuple) -> Self {
        let relation = sorted(tuple.relation.split_whitespace());
        let (first, rest) = tuple.arguments.split_at(tuple.arguments.len().min(1));
        let parts = [first, rest].into_iter().filter(|part| !part.is_empty());
        let arguments = parts.map(|part| sorted(part.iter().flat_map(|argument| argument.split_whitespace()))).collect();
        Self { relation, arguments }
    }
}

fn sorted<'a>(tokens: impl Iterator<Item = &'a str>) -> Vec<&'a str> {
    let mut tokens: Vec<&str> = tokens.collect();
    tokens.sort_unstable();
    tokens
}

/// Whether the relation reports speech, in which speaker and speech may change places. The rule looks for these letters
/// anywhere, inside of words too.
fn is_said(gold: &Tuple) -> bool {
    ["said", "told", "added", "adds", "says"].into_iter().any(|verb| gold.relation.contains(verb))
}

/// Compares a gold tuple with a predicted one, the other way round too if it is about speech.
fn compare(gold: &Parts<'_>, says: bool, predicted: &Parts<'_>) -> Option<Found> {
    let straight = compare_parts(gold, predicted, false);
    if !says || predicted.arguments.len() < 2 {
        return straight;
    }
    let reverse = compare_parts(gold, predicted, true);
    straight.into_iter().chain(reverse).max_by(Found::by_precision_then_recall)
}

impl Found {
    fn by_precision_then_recall(&self, other: &Self) -> Ordering {
        self.precision.total_cmp(&other.precision).then(self.recall.total_cmp(&other.recall))
    }
}

#[expect(clippy::cast_precision_loss, reason = "counts of tokens")]
fn compare_parts(gold: &Parts<'_>, predicted: &Parts<'_>, reverse: bool) -> Option<Found> {
    let mut shared = shared_of_relations(&gold.relation, &predicted.relation);
    if shared == 0 || predicted.arguments.len() < gold.arguments.len() {
        return None;
    }
    let (mut of_gold, mut of_predicted) = (gold.relation.len(), predicted.relation.len());
    for (place, gold) in gold.arguments.iter().enumerate() {
        let place = if reverse { 1 - place } else { place };
        let predicted = predicted.arguments.get(place)?;
        shared += shared_tokens(gold, predicted);
        of_gold += gold.len();
        of_predicted += predicted.len();
    }
    Some(Found { precision: shared as f64 / of_predicted as f64, recall: shared as f64 / of_gold as f64 })
}

/// Shared tokens; besides, a predicted "be" left over stands for any form of it.
fn shared_of_relations(gold: &[&str], predicted: &[&str]) -> usize {
    let count = |tokens: &[&str]| tokens.iter().filter(|token| **token == "be").count();
    let left_over = count(gold) < count(predicted);
    let form = gold.iter().any(|token| matches!(*token, "be" | "is" | "am" | "are" | "was" | "were" | "been" | "being"));
    shared_tokens(gold, predicted) + usize::from(left_over && form)
}

/// How many tokens two sorted lists share, each as often as both have it.
fn shared_tokens(a: &[&str], b: &[&str]) -> usize {
    let (mut at, mut other, mut shared) = (0, 0, 0);
    while let (Some(left), Some(right)) = (a.get(at), b.get(other)) {
        let order = left.cmp(right);
        at += usize::from(order.is_le());
        other += usize::from(order.is_ge());
        shared += usize::from(order.is_eq());
    }
    shared
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A tuple written as `relation / argument / argument`.
    fn tuple(text: &str) -> Tuple {
        let mut parts = text.split('/').map(|part| part.trim().to_owned());
        Tuple { relation: parts.next().unwrap(), arguments: parts.collect() }
    }

    fn sentence(tuples: &[&str]) -> GoldSentence {
        GoldSentence { text: String::new(), tuples: tuples.iter().map(|text| tuple(text)).collect() }
    }

    fn predicted(tuples: &[(f64, &str)]) -> Vec<Predicted> {
        tuples.iter().map(|(confidence, text)| Predicted { tuple: tuple(text), confidence: *confidence }).collect()
    }

    fn near(a: f64, b: f64) -> bool {
        (a - b).abs() < 1e-12
    }

    /// Tokens shared, tokens of the prediction that count, tokens of the gold tuple.
    #[test]
    fn two_tuples() {
        let cases = [
            ("met / Ana / Ben", "met / Ana / Ben", (3, 3, 3)),
            ("met / Ana / Ben", "met / Ana / Ben Ito", (3, 4, 3)),
            ("met / Ana / Ben / in Porto", "met / Ana / Ben", (3, 3, 5)),
            ("met / Ana / Ben / in Porto", "met / Ana / in Porto / Ben", (5, 5, 5)),
            ("met / Ana / Ben / in Porto", "met in / Ana / Porto", (3, 4, 5)),
            ("met / Ana / Ben", "met / Ben / Ana", (1, 3, 3)),
            ("met / Ana / Ben", "greeted / Ana / Ben", (0, 1, 1)),
            ("met / Ana / Ben", "Met / Ana / Ben", (0, 1, 1)),
            ("met / Ana / Ben", "met / Ana", (0, 1, 1)),
            ("sleeps / Ana", "sleeps / Ana / in Porto", (2, 2, 2)),
            ("sleeps / Ana", "sleeps / Ana", (2, 2, 2)),
            ("went to / Ana / the , the bank", "went to / Ana / the bank , now", (6, 7, 7)),
            ("is in / Ana / Porto", "be / Ana / Porto", (3, 3, 4)),
            ("is / Ana / here", "be be / Ana / here", (3, 4, 3)),
            ("has / Ana / time", "be / Ana / time", (0, 1, 1)),
            ("said / Ana / it rains", "said / it rains / Ana", (4, 4, 4)),
            ("met / / ", "met / / ", (1, 1, 1)),
            ("met", "met / Ana", (1, 1, 1)),
            ("", "", (0, 1, 1)),
        ];
        for (gold, prediction, (shared, of_prediction, of_gold)) in cases {
            let score = score(&[sentence(&[gold])], &[predicted(&[(1.0, prediction)])]);
            let (precision, recall) = (f64::from(shared) / f64::from(of_prediction), f64::from(shared) / f64::from(of_gold));
            assert!(near(score.precision, precision) && near(score.recall, recall), "{gold} : {prediction} : {score:?}");
        }
    }

    #[test]
    fn each_prediction_takes_a_gold_tuple_of_its_own_but_recall_shares() {
        let gold = [sentence(&["met / Ana / Ben", "met / Ana / Eva"])];
        // The first takes one gold tuple whole; the second takes what is left, where 2 of its 3 tokens are right.
        let twice = score(&gold, &[predicted(&[(0.5, "met / Ana / Ben"), (0.5, "met / Ana / Ben")])]);
        assert!(near(twice.precision, (1.0 + 2.0 / 3.0) / 2.0) && near(twice.recall, (1.0 + 2.0 / 3.0) / 2.0), "{twice:?}");
        let thrice = score(&gold, &[predicted(&[(0.5, "met / Ana / Ben"); 3])]);
        assert!(near(thrice.precision, (1.0 + 2.0 / 3.0) / 3.0) && near(thrice.recall, twice.recall), "{thrice:?}");
    }

    #[test]
    fn a_curve_by_hand() {
        let gold = [sentence(&["met / Ana / Ben"]), sentence(&["left / Eva / Porto"])];
        let predictions = [predicted(&[(0.9, "met / Ana / Ben"), (0.2, "is / Ana / Ben")]), predicted(&[(0.4, "left / Eva / home")])];
        let score = score(&gold, &predictions);
        let (first, second) = (0.5, (1.0 + 2.0 / 3.0) / 2.0);
        let points: Vec<[f64; 3]> = score.curve.iter().map(|point| [point.threshold, point.precision, point.recall]).collect();
        let expected = [[0.9, 1.0, first], [0.4, second, second], [0.2, second * 2.0 / 3.0, second]];
        assert!(points.iter().flatten().zip(expected.iter().flatten()).all(|(a, b)| near(*a, *b)), "{points:?}");
        assert!(near(score.best_f1, second) && near(score.precision, second), "{score:?}");
        assert!(near(score.auc, first + (second - first) * (1.0 + second) / 2.0), "{score:?}");
    }

    #[test]
    fn gold_itself_is_perfect_and_nothing_is_zero() {
        let gold = read_gold("Ana met Ben .\tmet\tAna\tBen\nAna met Ben .\twas met by\tBen\tAna\nEva left .\tleft\tEva\n");
        let perfect: Vec<Vec<Predicted>> = gold.iter().map(gold_as_predictions).collect();
        let Score { best_f1, precision, recall, auc, .. } = score(&gold, &perfect);
        assert_eq!((best_f1, precision, recall, auc), (1.0, 1.0, 1.0, 1.0));
        for nothing in [Vec::new(), vec![Vec::new(); 2]] {
            let Score { best_f1, precision, recall, auc, curve } = score(&gold, &nothing);
            assert_eq!((best_f1, precision, recall, auc, curve.len()), (0.0, 0.0, 0.0, 0.0, 0));
        }
        assert_eq!(score(&[], &perfect).curve, []);
        assert_eq!(score(&[sentence(&[])], &[predicted(&[(f64::NAN, "met / Ana / Ben")])]).best_f1, 0.0);
    }

    fn gold_as_predictions(sentence: &GoldSentence) -> Vec<Predicted> {
        sentence.tuples.iter().map(|tuple| Predicted { tuple: tuple.clone(), confidence: 1.0 }).collect()
    }

    #[test]
    fn sentences_without_a_prediction_count_in_recall() {
        let gold = [sentence(&["met / Ana / Ben"]), sentence(&["left / Eva / Porto", "left / Eva / home", "left / Eva / us"])];
        let score = score(&gold, &[predicted(&[(1.0, "met / Ana / Ben")])]);
        assert_eq!((score.precision, score.recall, score.auc), (1.0, 0.25, 0.25));
    }

    #[test]
    fn the_gold_file() {
        let gold = read_gold("A b .\tis\tA\tb\t\nC d .\tis \tC\td\tC: Ana said\tnow\r\n\nA b .\tare\tA\tx\n");
        let expected = [("A b .", vec![tuple("is / A / b"), tuple("are / A / x")]), ("C d .", vec![tuple("is / C / d / now")])];
        assert_eq!(gold, expected.map(|(text, tuples)| GoldSentence { text: text.to_owned(), tuples }));
        assert_eq!(tuple("is / A / b / c").to_string(), "A | is | b ; c");
    }

    #[test]
    fn the_worst_come_first() {
        let gold = sentence(&["met / Ana / Ben", "left / Eva / Porto"]);
        let verdict = judge(&gold, &predicted(&[(1.0, "met / Ana / Ben"), (0.1, "met / Ana / Ben Ito")]));
        assert_eq!(verdict.gold[0], GoldVerdict { gold: 1, recall: 0.0, by: None });
        assert_eq!(verdict.gold[1].recall, 1.0);
        assert_eq!(verdict.predicted[0], PredictedVerdict { predicted: 1, precision: 0.0, with: None, alone: 0.75 });
        assert_eq!(verdict.predicted[1], PredictedVerdict { predicted: 0, precision: 1.0, with: Some(0), alone: 1.0 });
    }
}
