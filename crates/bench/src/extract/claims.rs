//! Scores extracted claims against labelled turns: precision, recall, dates, and every error by its fault.
//!
//! An extracted claim is **right** if it matches any label of its turn, required or not; several may match one label.
//! A required label is **hit** if any extracted claim matches it; labels of one `group` say the same in other shapes
//! and count once, hit by any of them. A match asks for all four:
//!
//! - *subject*: the same words (case, articles, possessives aside), or the same head noun and one side's words within the
//!   other's ("friends" and "new friends", but not "John" and "John's friends"); with "and" on one side it must be on both;
//! - *predicate*: the same words, or the same verb (the first word that is no form of "be" and no modal), with or without "by" alike;
//! - *object*: the label's content words are within those found; or its head is found, and what is found is within the
//!   label, or their F1 is at least a half; nothing matches nothing;
//! - *polarity*: `denies`, `ends` and a negation are negative; a label of several kinds may allow both.
//!
//! The kind itself and the dates are counted apart, over what matched. A date is right if it overlaps the labelled one
//! and is no more than twice as wide.

mod wording;

use std::collections::BTreeMap;

use asof::Point;
use serde::Deserialize;
use wording::{objects_agree, predicates_agree, subjects_agree};

/// Which half of the labels a turn belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Part {
    /// Looked at while developing.
    Dev,
    /// Kept for a final figure.
    Held,
}

/// One reading, or several that are equally right.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(untagged)]
pub enum Either {
    /// The only one.
    One(String),
    /// Any of these.
    AnyOf(Vec<String>),
}

impl Either {
    /// The readings.
    pub fn iter(&self) -> impl Iterator<Item = &str> {
        let all = match self {
            Self::One(text) => std::slice::from_ref(text),
            Self::AnyOf(texts) => texts,
        };
        all.iter().map(String::as_str)
    }

    fn any(&self, agrees: impl Fn(&str) -> bool) -> bool {
        self.iter().any(agrees)
    }
}

/// A claim that a careful reader draws from a turn.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Label {
    /// Whom it is about.
    pub subject: Either,
    /// Predicates that say it: canonical ones and verb phrases.
    pub predicate: Either,
    /// Short objects; empty if there is none.
    pub object: Either,
    /// Kinds, as the model names them.
    pub kind: Either,
    /// Whether it says that something is not so.
    #[serde(default)]
    pub negated: bool,
    /// When, if the turn says: a date, or an interval `from/to`.
    #[serde(default)]
    pub when: Option<Either>,
    /// Whether leaving it out is an error.
    pub required: bool,
    /// Labels of one turn with one group say the same thing.
    #[serde(default)]
    pub group: Option<String>,
}

/// What is right to draw from one turn.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TurnLabels {
    /// The conversation's name in the data.
    pub conversation: String,
    /// The turn's name in the conversation.
    pub turn: String,
    /// Which half it belongs to.
    pub part: Part,
    /// Every correct claim.
    pub claims: Vec<Label>,
}

/// Names one turn: its conversation and its own name.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TurnKey {
    /// The conversation's name in the data.
    pub conversation: String,
    /// The turn's name in the conversation.
    pub turn: String,
}

impl TurnLabels {
    /// The name of the turn.
    pub fn key(&self) -> TurnKey {
        TurnKey { conversation: self.conversation.clone(), turn: self.turn.clone() }
    }
}

/// A claim that an extractor drew.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Extracted {
    /// Whom it is about.
    pub subject: String,
    /// The predicate, canonical or a verb phrase.
    pub predicate: String,
    /// The object or value; empty if there is none.
    pub object: String,
    /// The kind, as the model names it.
    pub kind: String,
    /// Whether it was negated.
    pub negated: bool,
    /// When it began or happened.
    pub from: Option<String>,
    /// When it ended.
    pub to: Option<String>,
}

/// What kept the nearest pair of a label and an extracted claim apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Fault {
    /// All but the polarity agrees.
    Polarity,
    /// Subject and predicate agree.
    Object,
    /// Subject and object agree.
    Predicate,
    /// Predicate and object agree.
    Subject,
    /// Nothing like it on the other side.
    Unmatched,
    /// The other side of this turn is empty.
    Nothing,
}

/// An extracted claim that matches no label.
#[derive(Clone, Debug)]
pub struct Wrong {
    /// Where.
    pub turn: TurnKey,
    /// In which half.
    pub part: Part,
    /// What was extracted.
    pub claim: Extracted,
    /// How it differs from the nearest label.
    pub fault: Fault,
}

/// A required label that nothing matches.
#[derive(Clone, Debug)]
pub struct Missed {
    /// Where.
    pub turn: TurnKey,
    /// In which half.
    pub part: Part,
    /// What was to be found.
    pub label: Label,
    /// How the nearest extracted claim differs.
    pub fault: Fault,
}

/// The counts of one half, or of both.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// Turns.
    pub turns: usize,
    /// Claims extracted.
    pub found: usize,
    /// Of these, how many match a label.
    pub right: usize,
    /// Of these, how many have a kind that the label allows.
    pub right_kind: usize,
    /// Required labels, one for a group.
    pub required: usize,
    /// Of these, how many were found.
    pub hit: usize,
    /// Matched labels that say when.
    pub dated: usize,
    /// Of these, how many were dated rightly.
    pub right_date: usize,
}

impl Tally {
    /// The share of extracted claims that are right.
    pub fn precision(&self) -> f64 {
        share(self.right, self.found)
    }

    /// The share of required labels that were found.
    pub fn recall(&self) -> f64 {
        share(self.hit, self.required)
    }

    /// Of the right claims, the share whose kind is right too.
    pub fn kinds(&self) -> f64 {
        share(self.right_kind, self.right)
    }

    /// Of the matched labels that say when, the share with a right date.
    pub fn dates(&self) -> f64 {
        share(self.right_date, self.dated)
    }

    fn add(&mut self, other: &Self) {
        self.turns += other.turns;
        self.found += other.found;
        self.right += other.right;
        self.right_kind += other.right_kind;
        self.required += other.required;
        self.hit += other.hit;
        self.dated += other.dated;
        self.right_date += other.right_date;
    }
}

/// A share of nothing is 1: nobody erred.
#[expect(clippy::cast_precision_loss, reason = "a few hundred claims")]
fn share(part: usize, whole: usize) -> f64 {
    if whole == 0 { 1.0 } else { part as f64 / whole as f64 }
}

/// The figures and every error.
#[derive(Clone, Debug, Default)]
pub struct Score {
    /// The half that was developed on.
    pub dev: Tally,
    /// The half that was not.
    pub held: Tally,
    /// False positives.
    pub wrong: Vec<Wrong>,
    /// Required labels not found, one for a group.
    pub missed: Vec<Missed>,
}

impl Score {
    /// Both halves together.
    pub fn all(&self) -> Tally {
        let mut all = self.dev;
        all.add(&self.held);
        all
    }
}

/// Reads labels, one turn a line.
///
/// # Errors
/// The first line that is no turn.
pub fn read_labels(text: &str) -> Result<Vec<TurnLabels>, serde_json::Error> {
    text.lines().filter(|line| !line.trim().is_empty()).map(serde_json::from_str).collect()
}

/// Scores what was found in the labelled turns; what was found in any other turn is left aside.
pub fn score(labels: &[TurnLabels], found: &[(TurnKey, Vec<Extracted>)]) -> Score {
    let mut by_turn: BTreeMap<&TurnKey, Vec<&Extracted>> = BTreeMap::new();
    for (key, claims) in found {
        by_turn.entry(key).or_default().extend(claims);
    }
    let mut score = Score::default();
    for turn in labels {
        let claims = by_turn.get(&turn.key()).map_or(&[][..], Vec::as_slice);
        let tally = score_turn(turn, claims, &mut score);
        match turn.part {
            Part::Dev => score.dev.add(&tally),
            Part::Held => score.held.add(&tally),
        }
    }
    score
}

fn score_turn(turn: &TurnLabels, found: &[&Extracted], score: &mut Score) -> Tally {
    let mut tally = Tally { turns: 1, found: found.len(), ..Tally::default() };
    for claim in found {
        let matched: Vec<&Label> = turn.claims.iter().filter(|label| compare(label, claim).is_match()).collect();
        if matched.is_empty() {
            let fault = turn.claims.iter().map(|label| compare(label, claim).fault()).min().unwrap_or(Fault::Nothing);
            score.wrong.push(Wrong { turn: turn.key(), part: turn.part, claim: (*claim).clone(), fault });
        } else {
            tally.right += 1;
            tally.right_kind += usize::from(matched.iter().any(|label| label.kind.any(|kind| kind == claim.kind)));
        }
    }
    count_required(turn, found, &mut tally, score);
    count_dates(turn, found, &mut tally);
    tally
}

fn count_required(turn: &TurnLabels, found: &[&Extracted], tally: &mut Tally, score: &mut Score) {
    for unit in required_units(&turn.claims) {
        tally.required += 1;
        if unit.iter().any(|label| found.iter().any(|claim| compare(label, claim).is_match())) {
            tally.hit += 1;
            continue;
        }
        let pairs = unit.iter().flat_map(|label| found.iter().map(|claim| compare(label, claim).fault()));
        let fault = pairs.min().unwrap_or(Fault::Nothing);
        if let Some(label) = unit.iter().find(|label| label.required) {
            score.missed.push(Missed { turn: turn.key(), part: turn.part, label: (*label).clone(), fault });
        }
    }
}

/// The required labels; those of a group together, with its optional ones.
fn required_units(labels: &[Label]) -> Vec<Vec<&Label>> {
    let mut groups: BTreeMap<&str, Vec<&Label>> = BTreeMap::new();
    let mut units = Vec::new();
    for label in labels {
        match &label.group {
            Some(group) => groups.entry(group).or_default().push(label),
            None => units.push(vec![label]),
        }
    }
    units.extend(groups.into_values());
    units.retain(|unit| unit.iter().any(|label| label.required));
    units
}

fn count_dates(turn: &TurnLabels, found: &[&Extracted], tally: &mut Tally) {
    for label in &turn.claims {
        let Some(when) = &label.when else { continue };
        let matched: Vec<_> = found.iter().filter(|claim| compare(label, claim).is_match()).collect();
        tally.dated += usize::from(!matched.is_empty());
        tally.right_date += usize::from(matched.iter().any(|claim| when.any(|date| date_agrees(date, claim))));
    }
}

/// In which respects a label and an extracted claim agree.
struct Agreement {
    subject: bool,
    predicate: bool,
    object: bool,
    polarity: bool,
}

impl Agreement {
    fn is_match(&self) -> bool {
        self.subject && self.predicate && self.object && self.polarity
    }

    fn fault(&self) -> Fault {
        match (self.subject, self.predicate, self.object) {
            (true, true, true) => Fault::Polarity,
            (true, true, false) => Fault::Object,
            (true, false, true) => Fault::Predicate,
            (false, true, true) => Fault::Subject,
            _ => Fault::Unmatched,
        }
    }
}

fn compare(label: &Label, claim: &Extracted) -> Agreement {
    Agreement {
        subject: label.subject.any(|subject| subjects_agree(subject, &claim.subject)),
        predicate: label.predicate.any(|predicate| predicates_agree(predicate, &claim.predicate)),
        object: label.object.any(|object| objects_agree(object, &claim.object)),
        polarity: polarity_agrees(label, claim),
    }
}

fn polarity_agrees(label: &Label, claim: &Extracted) -> bool {
    let negative = claim.negated || is_negative(&claim.kind);
    if label.negated { negative } else { label.kind.any(|kind| is_negative(kind) == negative) }
}

fn is_negative(kind: &str) -> bool {
    matches!(kind, "denies" | "ends")
}

fn date_agrees(label: &str, claim: &Extracted) -> bool {
    let Ok(label) = label.parse::<Point>() else { return false };
    let ends = [&claim.from, &claim.to].map(|end| end.as_deref().and_then(|date| date.parse::<Point>().ok()));
    let (Some(first), Some(last)) = (ends[0].or(ends[1]), ends[1].or(ends[0])) else { return false };
    let (from, to) = (first.lo().micros(), last.reach());
    let (begins, ends) = (label.lo().micros(), label.reach());
    from < ends && begins < to && to.saturating_sub(from) <= 2 * (ends - begins)
}

#[cfg(test)]
mod tests {
    use super::*;

    const LABELS: &str = r#"
{"conversation":"c","turn":"D1:1","part":"dev","claims":[
{"subject":"Ana","predicate":["attended","go to"],"object":["concert","jazz concert"],"kind":"happens","when":"2023-05-07","required":true},
{"subject":["Ana's friends","friends"],"predicate":["is"],"object":["kind"],"kind":"holds","required":false},
{"subject":"Ana","predicate":["owns","has"],"object":["car"],"kind":["denies","ends"],"negated":true,"required":true}]}
{"conversation":"c","turn":"D1:2","part":"held","claims":[]}
{"conversation":"c","turn":"D1:3","part":"held","claims":[
{"subject":"Ben","predicate":["parent_of"],"object":["Kim"],"kind":"holds","required":true,"group":"kin"},
{"subject":"Kim","predicate":["child_of"],"object":["Ben"],"kind":"holds","required":false,"group":"kin"}]}"#;

    fn labels() -> Vec<TurnLabels> {
        // A turn is one line; here it is broken for the reader.
        read_labels(&LABELS.replace("[\n", "[").replace(",\n", ",")).unwrap()
    }

    fn claim(subject: &str, predicate: &str, object: &str) -> Extracted {
        let (subject, predicate, object) = (subject.into(), predicate.into(), object.into());
        Extracted { subject, predicate, object, kind: "holds".into(), negated: false, from: None, to: None }
    }

    fn at(turn: &str, claims: &[Extracted]) -> (TurnKey, Vec<Extracted>) {
        (TurnKey { conversation: "c".into(), turn: turn.into() }, claims.to_vec())
    }

    #[test]
    fn counts_are_kept_by_part() {
        let denied = Extracted { kind: "ends".into(), ..claim("Ana", "has", "her car") };
        let went = Extracted { kind: "happens".into(), ..claim("Ana", "go to", "a jazz concert") };
        let found =
            [at("D1:1", &[went, denied]), at("D1:2", &[claim("Ben", "is", "glad")]), at("D1:3", &[claim("Kim", "child_of", "Ben")])];
        let score = score(&labels(), &found);
        let dev = Tally { turns: 1, found: 2, right: 2, right_kind: 2, required: 2, hit: 2, dated: 1, right_date: 0 };
        let held = Tally { turns: 2, found: 2, right: 1, right_kind: 1, required: 1, hit: 1, dated: 0, right_date: 0 };
        assert_eq!((score.dev, score.held), (dev, held));
        assert!((score.all().precision() - 0.75).abs() < 1e-9 && (score.all().recall() - 1.0).abs() < 1e-9);
        assert!(score.missed.is_empty());
        assert_eq!(score.wrong.iter().map(|wrong| (wrong.part, wrong.fault)).collect::<Vec<_>>(), [(Part::Held, Fault::Nothing)]);
    }

    #[test]
    fn nothing_found_is_all_missed_and_none_wrong() {
        let score = score(&labels(), &[at("D9:9", &[claim("Ana", "is", "tall")])]);
        assert_eq!((score.all().found, score.all().required, score.all().hit), (0, 3, 0));
        assert_eq!(score.missed.iter().map(|missed| missed.fault).collect::<Vec<_>>(), [Fault::Nothing; 3]);
        assert_eq!(score.missed.last().map(|missed| missed.label.subject.iter().collect::<Vec<_>>()), Some(vec!["Ben"]));
    }

    #[test]
    fn many_may_match_one_label() {
        let friends = claim("the friends", "be", "kind");
        let score = score(&labels(), &[at("D1:1", &[friends.clone(), friends])]);
        assert_eq!((score.dev.found, score.dev.right, score.dev.hit), (2, 2, 0));
    }

    #[test]
    fn faults_name_what_differs() {
        let cases = [
            (claim("Ana", "owns", "car"), Fault::Polarity),
            (claim("Ana", "attended", "lecture"), Fault::Object),
            (claim("Ana", "hate", "concert"), Fault::Predicate),
            (claim("Ben", "attended", "concert"), Fault::Subject),
            (claim("Ben", "hate", "rain"), Fault::Unmatched),
        ];
        for (claim, fault) in cases {
            let score = score(&labels(), &[at("D1:1", std::slice::from_ref(&claim))]);
            assert_eq!(score.wrong.iter().map(|wrong| wrong.fault).collect::<Vec<_>>(), [fault], "{claim:?}");
        }
    }

    #[test]
    fn dates() {
        let cases = [
            ("2023-05-07", Some("2023-05-07"), None, true),
            ("2023-05-07", Some("2023-05-07T09:00:00Z"), None, true),
            ("2023-05-07", Some("2023-05"), None, false),
            ("2023-05-07", Some("2023-05-08"), None, false),
            ("2023-05", Some("2023-05-12"), None, true),
            ("2022-10-03/2022-10-09", Some("2022-10-03"), Some("2022-10-10"), true),
            ("2022-10-03/2022-10-09", Some("2022"), None, false),
            ("2023", None, Some("2023"), true),
            ("2023", None, None, false),
            ("2023", Some("soon"), None, false),
        ];
        for (label, from, to, agree) in cases {
            let claim = Extracted { from: from.map(Into::into), to: to.map(Into::into), ..claim("Ana", "is", "here") };
            assert_eq!(date_agrees(label, &claim), agree, "{label} / {from:?} {to:?}");
        }
    }

    /// The first reading of a label, as an extractor would give it.
    fn spelled_out(label: &Label) -> Extracted {
        let first = |either: &Either| either.iter().next().unwrap_or_default().to_string();
        let when = label.when.as_ref().map(first);
        Extracted {
            subject: first(&label.subject),
            predicate: first(&label.predicate),
            object: first(&label.object),
            kind: first(&label.kind),
            negated: label.negated,
            from: when,
            to: None,
        }
    }

    #[test]
    fn the_labels_are_well_formed_and_match_themselves() {
        let labels = read_labels(include_str!("../../../../fixtures/labels/locomo-100.jsonl")).unwrap();
        let found: Vec<_> = labels.iter().map(|turn| (turn.key(), turn.claims.iter().map(spelled_out).collect())).collect();
        let score = score(&labels, &found);
        let all = score.all();
        assert_eq!((score.dev.turns, score.held.turns), (50, 50));
        assert_eq!((all.right, all.right_kind), (all.found, all.found), "{:?}", score.wrong);
        assert_eq!((all.hit, all.right_date), (all.required, all.dated), "{:?}", score.missed);
        let kinds = ["begins", "ends", "holds", "denies", "happens"];
        let claims = || labels.iter().flat_map(|turn| &turn.claims);
        assert!(claims().all(|label| label.kind.iter().all(|kind| kinds.contains(&kind))));
        assert!(claims().filter_map(|label| label.when.as_ref()).flat_map(Either::iter).all(|date| date.parse::<Point>().is_ok()));
    }
}
