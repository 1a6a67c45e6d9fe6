//! What an answer looks like, whatever is known of it: an amount for "how much", no wish for what is, nothing that the question said.

use asof_lexicon::{Lexicon, Part};
use asof_parser::{Parser, Pos};

use crate::{
    kinds,
    path::Path,
    question::{Asked, Form},
    wording::Wording,
    world::World,
};

/// That it looks like no answer.
const UNLIKE: f32 = 0.3;
/// Words for what somebody means rather than does.
const MEANT: &[&str] = &[
    "want", "plan", "need", "wish", "hope", "intend", "aim", "dream", "like", "love", "prefer", "think", "believe", "consider", "fear",
    "worry", "goal", "interest", "afraid", "idea", "opinion", "desire", "look",
];

/// What speaks against a path for how its end looks; `told` is the wording of its last fact, `nouns` what its end is called.
pub(crate) fn shape(asked: &Asked, path: &Path, told: &Wording, nouns: &[String], world: &dyn World) -> f32 {
    let name = world.name(path.end());
    let asks_for_a_thing = matches!(asked.form, Form::Who | Form::Where | Form::What | Form::Count);
    let of_no_thing = asks_for_a_thing && matches!(name.as_str(), "true" | "false");
    let only_meant = path.last().is_some_and(|edge| world.is_meant(edge)) && !asked.words.iter().any(|word| means(&word.text));
    let no_amount = asked.amount && !tells_an_amount(&name);
    let things = matches!(asked.form, Form::Who | Form::Where) && !name.contains(char::is_uppercase) && tells_an_amount(&name);
    let said = asked.form == Form::What && is_said(asked, &name);
    let uncounted = asked.counted.as_ref().is_some_and(|noun| !may_be_counted(noun, &name, told, nouns));
    let against = [of_no_thing, only_meant, no_amount, things, said, uncounted].into_iter().filter(|against| *against).count();
    UNLIKE.powi(i32::try_from(against).unwrap_or(i32::MAX))
}

/// Whether a question with this word asks for what somebody wants or thinks.
fn means(word: &str) -> bool {
    let lemmas = [Part::Verb, Part::Noun].map(|part| Lexicon::shipped().lemmas(word, Some(part)));
    MEANT.contains(&word) || lemmas.iter().flatten().any(|lemma| MEANT.contains(&lemma.as_str()))
}

fn tells_an_amount(name: &str) -> bool {
    let in_words = || Parser::new().parse(name).iter().flat_map(|sentence| &sentence.words).any(|word| word.pos == Pos::Num);
    name.contains(|c: char| c.is_numeric()) || in_words()
}

/// Whether a name in lower case has no word that the question does not have: "a play" for "what play did Ana see".
fn is_said(asked: &Asked, name: &str) -> bool {
    let words: Vec<&str> = name.split(' ').filter(|word| !matches!(*word, "a" | "an" | "the" | "my" | "new")).collect();
    let said = |word: &&str| asked.words.iter().any(|other| other.text.eq_ignore_ascii_case(word));
    name.starts_with(char::is_lowercase) && !words.is_empty() && words.iter().all(said)
}

/// Whether something may be one of what is counted: it is called so, its name or the fact that leads to it has the noun, or nothing known
/// of it tells that it is none.
fn may_be_counted(noun: &str, name: &str, told: &Wording, nouns: &[String]) -> bool {
    let lexicon = Lexicon::shipped();
    let is =
        |word: &str| word == noun || lexicon.is_a(word, noun) || lexicon.lemmas(word, Some(Part::Noun)).iter().any(|lemma| lemma == noun);
    let named = name.split(' ').any(|word| is(&word.to_lowercase()));
    let called = nouns.iter().any(|noun| is(noun)) || told.units.iter().any(|unit| unit.text.split(' ').any(is));
    named || called || kinds::fits(noun, nouns) == Some(true) || name.starts_with(char::is_uppercase)
}
