//! The reader: a sentence read whole, or not at all.

use asof_model::{Claim, Kind, Object, Point, Scalar};

use crate::{
    Context, Found, MAX_SENTENCE_BYTES, Reason,
    date::{self, When},
    group::{self, Group, Mood, Person, Tense},
    guard, noun,
    place::{Placed, place},
    sentence::Sentence,
    table::{Means, OF_COMPANIES, PERMANENT, ROLES, Row, Slot, TABLE, TIES},
    told::Told,
    word::{after, before, owner, words},
};

/// How sure a sentence is that leaves nothing open.
const SURE: f32 = 0.9;
/// How sure one is with an object that is no name, a verb that had to be settled, an end with no date, or a move, which may
/// be to another team.
const FAIRLY_SURE: f32 = 0.8;

/// A claim, before it is given the place it was read from.
#[derive(Clone, Debug, PartialEq)]
pub struct Reading {
    /// What is claimed.
    pub claim: Claim,
    confidence: f32,
    corrects: Option<String>,
}

impl Reading {
    /// With the bytes it was read from.
    pub fn found(self, span: (u32, u32)) -> Found {
        Found { claim: self.claim, span, confidence: self.confidence, corrects: self.corrects }
    }
}

/// Reads a sentence.
///
/// # Errors
/// The reason to leave it alone.
pub fn read(sentence: &Sentence<'_>, context: &Context<'_>, told: &Told) -> Result<Vec<Reading>, Reason> {
    if MAX_SENTENCE_BYTES < sentence.text.len() {
        return Err(Reason::TooLong);
    }
    let words = words(sentence.body());
    guard::check(sentence, &words)?;
    let readings = Scene { context, told }.read(&words).and_then(sound);
    readings.map_err(|reason| if reason == Reason::NotUnderstood { guard::blame(&words) } else { reason })
}

/// Lets through only claims that the engine will accept.
fn sound(readings: Vec<Reading>) -> Result<Vec<Reading>, Reason> {
    let unsound = |Reading { claim, .. }: &Reading| {
        let endless = claim.kind == Kind::Ends && PERMANENT.contains(&claim.predicate.as_str());
        claim.check().is_err() || claim.object.text() == claim.subject || endless
    };
    if readings.is_empty() || readings.iter().any(unsound) { Err(Reason::NotUnderstood) } else { Ok(readings) }
}

/// Openings that add nothing; the ones with a comma need it: "No, Ana left", but not "No Ana left".
const OPENINGS: &[(&str, bool)] = &[
    ("And", false),
    ("But", false),
    ("So", false),
    ("Also ,", false),
    ("Yes ,", false),
    ("Well ,", false),
    ("Anyway ,", false),
    ("Yeah ,", false),
];
/// Openings that may say that something was wrong.
const CORRECTING: &[(&str, bool)] =
    &[("No ,", true), ("no ,", true), ("Sorry ,", true), ("sorry ,", true), ("Actually ,", true), ("Actually", true)];
const NOW: &[&str] = &["now", "these days"];
const TIRED: &[&str] = &["any more", "anymore", "any longer"];

/// What one reading of the words after a verb comes to.
struct Meaning {
    predicate: &'static str,
    object: Object,
    means: Means,
    flipped: bool,
    confidence: f32,
}

impl Meaning {
    fn new(predicate: &'static str, object: String, means: Means) -> Self {
        Self { predicate, object: Object::Entity(object), means, flipped: false, confidence: SURE }
    }
}

struct Subject {
    name: String,
    person: Person,
}

struct Scene<'a> {
    context: &'a Context<'a>,
    told: &'a Told,
}

impl Scene<'_> {
    fn read(&self, words: &[&str]) -> Result<Vec<Reading>, Reason> {
        let (words, objects) = opening(words);
        let Some((words, wrong)) = contrast(words) else { return self.statement(words) };
        if let Some(right) = after(words, "I meant").or_else(|| after(words, "I mean")) {
            return self.meant(right, wrong);
        }
        let readings = if objects { self.statement(words)? } else { return Err(Reason::NotUnderstood) };
        match <[Reading; 1]>::try_from(readings) {
            Ok([reading]) if corrects(&reading.claim, &wrong) => Ok(vec![Reading { corrects: Some(wrong), ..reading }]),
            Ok(_) | Err(_) => Err(Reason::NotUnderstood),
        }
    }

    /// "I meant Lyon, not Paris": what was said of Paris, of Lyon.
    fn meant(&self, right: &[&str], wrong: String) -> Result<Vec<Reading>, Reason> {
        let right = noun::object_name(right).ok_or(Reason::NotUnderstood)?;
        let claim = self.told.corrected(&wrong, &right).ok_or(Reason::NothingToCorrect)?;
        Ok(vec![Reading { claim, confidence: SURE, corrects: Some(wrong) }])
    }

    fn statement(&self, words: &[&str]) -> Result<Vec<Reading>, Reason> {
        let (when, words) = date::take(words, self.context.occurred_at)?;
        if let Some(readings) = self.called(words, when) {
            return readings;
        }
        let (subject, rest) = self.subject(words)?;
        let tired = TIRED.iter().find_map(|end| before(rest, end));
        let now = NOW.iter().find_map(|end| before(rest, end));
        let mut group = group::read(tired.or(now).unwrap_or(rest), subject.person, now.is_some());
        match (tired, group.mood) {
            (Some(_), Mood::Negated) => group.mood = Mood::Over,
            (Some(_), Mood::Plain | Mood::Over) => return Err(Reason::NotUnderstood),
            (None, Mood::Plain | Mood::Negated | Mood::Over) => {}
        }
        self.predicate(&subject, &group, when)
    }

    fn subject<'a, 'b>(&self, words: &'a [&'b str]) -> Result<(Subject, &'a [&'b str]), Reason> {
        let person = match words.first() {
            Some(&"I") => Person::I,
            Some(&("We" | "we")) => Person::We,
            _ => Person::Third,
        };
        if person != Person::Third {
            return Ok((Subject { name: self.speaker()?, person }, &words[1..]));
        }
        let (name, rest) = words.split_at(noun::name_length(words));
        let name = noun::subject_name(name).ok_or(Reason::NotUnderstood)?;
        Ok((Subject { name, person }, rest))
    }

    fn speaker(&self) -> Result<String, Reason> {
        self.context.speaker.map(str::to_owned).ok_or(Reason::UnknownSpeaker)
    }

    /// The first row of the table that reads the rest whole.
    fn predicate(&self, subject: &Subject, group: &Group<'_, '_>, when: When) -> Result<Vec<Reading>, Reason> {
        let mut why = Reason::NotUnderstood;
        for row in TABLE {
            let Some((tense, rest)) = group.matches(row) else { continue };
            match self.row(row, subject, group, tense, rest, when) {
                Err(Reason::NotUnderstood) => {}
                Err(reason) => why = reason,
                Ok(readings) => return Ok(readings),
            }
        }
        Err(why)
    }

    fn row(
        &self,
        row: &Row,
        subject: &Subject,
        group: &Group<'_, '_>,
        tense: Tense,
        rest: &[&str],
        when: When,
    ) -> Result<Vec<Reading>, Reason> {
        let meanings = self.meanings(row, subject, rest, when)?;
        if group.is_under_way(row.means) {
            return Err(Reason::Future);
        }
        let whole = |meaning: Meaning| {
            if meaning.predicate == "lives_in" && self.told.is_body(&meaning.object.text()) {
                return Err(Reason::Ambiguous);
            }
            let placed = place(meaning.means, tense, group.mood, when, self.context.occurred_at)?;
            reading(&subject.name, meaning, placed)
        };
        meanings.into_iter().map(whole).collect()
    }

    fn meanings(&self, row: &Row, subject: &Subject, rest: &[&str], when: When) -> Result<Vec<Meaning>, Reason> {
        let meaning = match row.slot {
            Slot::Role => role(rest, row.means),
            Slot::Tie => self.tie(rest)?,
            Slot::Journey => return journey(rest),
            Slot::Life(place, day) => return life(place, day, rest, when),
            Slot::Name | Slot::Phrase | Slot::Thing | Slot::Language | Slot::Job => self.plain(row, subject, rest)?,
        };
        meaning.map(|meaning| vec![meaning]).ok_or(Reason::NotUnderstood)
    }

    fn plain(&self, row: &Row, subject: &Subject, rest: &[&str]) -> Result<Option<Meaning>, Reason> {
        let name = if row.slot == Slot::Job { None } else { noun::object_name(rest) };
        let Some((object, named)) = name.map(|name| (name, true)).or_else(|| phrase(row, subject, rest).map(|phrase| (phrase, false)))
        else {
            return Ok(None);
        };
        if row.slot == Slot::Language && 1 < rest.len() {
            return Ok(None);
        }
        let (predicate, clear) = self.settled(row, &subject.name, &object, named)?;
        let meaning = Meaning::new(predicate, object, row.means);
        Ok(Some(Meaning { confidence: if named && clear { SURE } else { FAIRLY_SURE }, ..meaning }))
    }

    /// The predicate of the row; of several, the one that a company's name or an earlier sentence settles.
    fn settled(&self, row: &Row, subject: &str, object: &str, named: bool) -> Result<(&'static str, bool), Reason> {
        match row.predicates {
            [] => Err(Reason::NotUnderstood),
            // "Liverpool bought Salah" makes nobody an owner.
            [predicate] if row.slot != Slot::Thing || row.means == Means::State || !named => Ok((predicate, true)),
            several => {
                let told = self.told.settle(subject, object, several);
                let company = noun::is_company(object).then_some(several[0]);
                told.or(company).map(|predicate| (predicate, false)).ok_or(Reason::Ambiguous)
            }
        }
    }

    /// "My wife", "Bob's wife", "Acme's CEO".
    fn tie(&self, rest: &[&str]) -> Result<Option<Meaning>, Reason> {
        let Some((whose, noun)) = self.owned(rest)? else { return Ok(None) };
        let role = ROLES.iter().find(|(name, _)| name.eq_ignore_ascii_case(&noun)).map(|(_, predicate)| (*predicate, false));
        let tie = TIES.iter().find(|(name, ..)| *name == noun).map(|(_, predicate, flipped)| (*predicate, *flipped));
        let meaning = |(predicate, flipped)| Meaning { flipped, ..Meaning::new(predicate, whose, Means::State) };
        Ok(tie.or(role).map(meaning))
    }

    fn owned(&self, words: &[&str]) -> Result<Option<(String, String)>, Reason> {
        let Some(at) = words.iter().position(|word| matches!(*word, "my" | "My" | "our" | "Our") || owner(word).is_some()) else {
            return Ok(None);
        };
        let Some(last) = owner(words[at]) else {
            return if at == 0 { Ok(Some((self.speaker()?, words[1..].join(" ")))) } else { Ok(None) };
        };
        let name: Vec<&str> = words[..at].iter().copied().chain([last]).collect();
        Ok(noun::object_name(&name).map(|name| (name, words[at + 1..].join(" "))))
    }

    /// "My sister is called Lucia", "My sister's name is Lucia". Only so: in "My sister is French", the last word is no name.
    fn called(&self, words: &[&str], when: When) -> Option<Result<Vec<Reading>, Reason>> {
        let at = words.iter().position(|word| *word == "is")?;
        let (owned, rest) = (&words[..at], &words[at + 1..]);
        let (whose, tail) = match (owned, rest) {
            ([head @ .., noun, "name"], [..]) => ([head, &[owner(noun)?]].concat(), rest),
            (_, ["called" | "named", tail @ ..]) => (owned.to_vec(), tail),
            _ => return None,
        };
        let name = noun::object_name(tail)?;
        let meaning = match self.tie(&whose) {
            Ok(meaning) => meaning.filter(|_| matches!(whose.first(), Some(&("My" | "my" | "Our" | "our"))) && when == When::Unsaid)?,
            Err(reason) => return Some(Err(reason)),
        };
        let placed = place(Means::State, Tense::Present, Mood::Plain, when, self.context.occurred_at);
        Some(placed.and_then(|placed| reading(&name, meaning, placed)).map(|reading| vec![reading]))
    }
}

fn opening<'a, 'b>(words: &'a [&'b str]) -> (&'a [&'b str], bool) {
    let mut rest = (words, false);
    while let Some(next) = OPENINGS.iter().chain(CORRECTING).find_map(|(text, objects)| Some((after(rest.0, text)?, *objects))) {
        rest = (next.0, rest.1 || next.1);
    }
    rest
}

/// Cuts ", not Paris" off the end.
fn contrast<'a, 'b>(words: &'a [&'b str]) -> Option<(&'a [&'b str], String)> {
    let at = words.windows(2).rposition(|pair| *pair == [",", "not"])?;
    let wrong = match &words[at + 2..] {
        ["in" | "at" | "to" | "for" | "from", name @ ..] | name => noun::object_name(name)?,
    };
    Some((&words[..at], wrong))
}

fn corrects(claim: &Claim, wrong: &str) -> bool {
    matches!(claim.kind, Kind::Holds | Kind::Begins) && matches!(&claim.object, Object::Entity(right) if right != wrong)
}

fn reading(subject: &str, meaning: Meaning, placed: Placed) -> Result<Reading, Reason> {
    let text = meaning.object.text();
    let person_only = !OF_COMPANIES.contains(&meaning.predicate);
    let misfit = noun::is_company(subject) && person_only
        || noun::is_company(&text) && meaning.predicate == "lives_in"
        || noun::is_clergy(subject) && meaning.predicate == "spouse_of";
    let moved = meaning.predicate == "lives_in" && meaning.means != Means::State;
    let vague = moved || placed.kind == Kind::Ends && placed.from.is_none();
    let claim = Claim {
        subject: if meaning.flipped { text } else { subject.into() },
        predicate: meaning.predicate.into(),
        object: if meaning.flipped { Object::Entity(subject.into()) } else { meaning.object },
        kind: placed.kind,
        from: placed.from,
        to: placed.to,
    };
    let confidence = if vague { FAIRLY_SURE } else { meaning.confidence };
    if misfit { Err(Reason::NotUnderstood) } else { Ok(Reading { claim, confidence, corrects: None }) }
}

/// What may stand for a name: "strong coffee" to like, "a car" or "my car" to own, "a nurse" to work as.
fn phrase(row: &Row, subject: &Subject, rest: &[&str]) -> Option<String> {
    match (row.slot, rest) {
        (Slot::Phrase, _) => noun::phrase(rest),
        (Slot::Job, ["a" | "an", noun @ ..]) => noun::phrase(noun),
        (Slot::Thing, ["a" | "an", noun @ ..]) if row.means != Means::End => thing(noun),
        (Slot::Thing, ["my" | "our", noun @ ..]) if subject.person != Person::Third => thing(noun),
        (Slot::Name | Slot::Thing | Slot::Language | Slot::Job | Slot::Role | Slot::Tie | Slot::Life(..) | Slot::Journey, _) => None,
    }
}

/// "Red car", "Honda".
fn thing(words: &[&str]) -> Option<String> {
    noun::object_name(words).or_else(|| noun::phrase(words))
}

/// "The mayor of Lyon".
fn role(words: &[&str], means: Means) -> Option<Meaning> {
    let words = words.strip_prefix(&["the"]).unwrap_or(words);
    let at = words.iter().position(|word| *word == "of")?;
    let title = words[..at].join(" ");
    let (_, predicate) = ROLES.iter().find(|(name, _)| name.eq_ignore_ascii_case(&title))?;
    Some(Meaning::new(predicate, noun::object_name(&words[at + 1..])?, means))
}

/// "Paris to Lyon", after "moved from".
fn journey(words: &[&str]) -> Result<Vec<Meaning>, Reason> {
    let at = words.iter().position(|word| *word == "to").ok_or(Reason::NotUnderstood)?;
    let place = |words: &[&str]| noun::object_name(words).ok_or(Reason::NotUnderstood);
    let (old, new) = (place(&words[..at])?, place(&words[at + 1..])?);
    Ok(vec![Meaning::new("lives_in", old, Means::End), Meaning::new("lives_in", new, Means::Begin)])
}

/// "In Lyon", after "was born"; the date says one thing more. A birth counted from today is a figure of speech.
fn life(place: &'static str, day: &'static str, words: &[&str], when: When) -> Result<Vec<Meaning>, Reason> {
    let place = match words {
        [] => None,
        ["in", name @ ..] => Some(Meaning::new(place, noun::object_name(name).ok_or(Reason::NotUnderstood)?, Means::Begin)),
        _ => return Err(Reason::NotUnderstood),
    };
    let date = match when {
        When::Unsaid if place.is_none() => return Err(Reason::Undated),
        When::Unsaid => None,
        When::At { counted: true, .. } if day == "born_on" => return Err(Reason::NotUnderstood),
        When::At { point, .. } => Some(Meaning { object: written(point), ..Meaning::new(day, String::new(), Means::Begin) }),
        When::Since(_) | When::From(_) | When::Until(_) | When::Span(..) | When::Between(..) => return Err(Reason::NotUnderstood),
    };
    Ok(place.into_iter().chain(date).collect())
}

fn written(point: Point) -> Object {
    Object::Value { value: Scalar::Text(point.to_string()), unit: None }
}
