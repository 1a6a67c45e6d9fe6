//! The lists of a text, read: the items that share a wording by it, and the others as sentences of their own.

use std::sync::LazyLock;

use asof_model::{BUILT_IN, Claim, End, Kind, Point, read_schemas};
use rustc_hash::FxHashSet;

use super::{
    Frame, Item, Place, Relation, frames, items,
    prototype::{by_words, relation},
};
use crate::{Context, Diagnostic, Extractor, Found, Mention, Read, Reader, TimeMention, reader::span};

/// The predicates of the core vocabulary.
static CORE: LazyLock<FxHashSet<String>> =
    LazyLock::new(|| read_schemas(BUILT_IN).unwrap_or_default().into_iter().map(|schema| schema.name).collect());

/// The lists of a text.
pub struct Lists {
    items: Vec<Item>,
    /// What each frame says, where that is plain.
    relations: Vec<Option<Relation>>,
    /// For each item the frame it is told in, if it is.
    places: Vec<Option<Place>>,
}

/// What only the words of a frame name is believed once so many items share it.
const LEAST_BY_WORDS: usize = 3;

impl Lists {
    /// Finds the lists, and the wordings that their items share with each other and with those of the texts before: a list may be told
    /// in pieces.
    pub fn find(text: &str, context: &Context<'_>) -> Self {
        let items = items(text);
        if items.is_empty() {
            return Self { items, relations: Vec::new(), places: Vec::new() };
        }
        let mut bodies: Vec<&str> = items.iter().map(|item| item.body(text)).collect();
        bodies.extend(context.before.iter().flat_map(|turn| super::items(turn.text).into_iter().map(|item| item.body(turn.text))));
        let (frames, mut places) = frames(&bodies);
        for (place, body) in places.iter_mut().zip(&bodies) {
            *place = place.take().filter(|place| is_timeless(body, place, context));
        }
        let fillers = fillers(&bodies, &places, frames.len());
        let relations: Vec<_> = frames.iter().zip(&fillers).map(|(frame, fillers)| read_relation(frame, fillers)).collect();
        places.truncate(items.len());
        for (place, item) in places.iter_mut().zip(&items) {
            *place = place.take().filter(|place| item.date.is_none() && relations[place.frame].is_some());
        }
        Self { items, relations, places }
    }

    /// What the items say that share a wording.
    pub fn told(&self, text: &str, context: &Context<'_>) -> Vec<Read> {
        let items = self.items.iter().zip(&self.places).filter_map(|(item, place)| Some((item, place.as_ref()?)));
        let read = |(item, place): (&Item, &Place)| {
            let relation = self.relations[place.frame].as_ref()?;
            let [first, second] = filled(text, item, place);
            let claim = relation.claim(first, second);
            let own = span(item.span.0, item.span.1);
            let found = Found { claim, span: own, confidence: relation.sure, corrects: None, said: item.said(context.occurred_at) };
            let found = if found.claim.check().is_ok() { vec![found] } else { Vec::new() };
            Some(Read { span: own, found, ..Read::default() })
        };
        items.filter_map(read).collect()
    }

    /// What the items say that bring a date of their own: "yesterday" counts from it.
    pub fn dated(&self, text: &str, context: &Context<'_>) -> Vec<Read> {
        let dated = self.items.iter().filter(|item| item.date.is_some());
        let read = |item: &Item| {
            let own = Context { occurred_at: item.date, ..*context };
            let said = item.said(None);
            let body = text.get(item.span.0..item.span.1).unwrap_or_default();
            let reads = Reader::new().read(body, &own).into_iter();
            reads.map(|read| moved(happened(read, item.date), item.span.0, said)).collect::<Vec<Read>>()
        };
        dated.flat_map(read).collect()
    }

    /// The words of each sentence that no frame tells: an item is never part of the sentence before or after it.
    pub fn sentences(&self, text: &str) -> Vec<Vec<(usize, usize)>> {
        let mut sentences = Vec::new();
        let mut at = 0;
        for (item, place) in self.items.iter().zip(&self.places) {
            sentences.extend(between(text, at, item.span.0));
            if place.is_none() && item.date.is_none() {
                sentences.extend(joined(text, sentences_of(text, item.span.0, item.span.1)));
            }
            at = item.span.1;
        }
        sentences.extend(sentences_of(text, at, text.len()));
        sentences
    }

    /// Says when the statements of an item were said.
    pub fn date(&self, read: &mut Read, context: &Context<'_>) {
        if let Some(item) = self.item(read.span.0 as usize) {
            read.found.iter_mut().for_each(|found| found.said = item.said(context.occurred_at));
        }
    }

    /// The item that a place of the text is in.
    pub fn item(&self, place: usize) -> Option<&Item> {
        let at = self.items.partition_point(|item| item.span.1 <= place);
        self.items.get(at).filter(|item| item.span.0 <= place)
    }
}

/// For each frame what fills the slots of the items told in it.
fn fillers<'t>(bodies: &[&'t str], places: &[Option<Place>], frames: usize) -> Vec<Vec<[&'t str; 2]>> {
    let mut fillers = vec![Vec::new(); frames];
    for (body, place) in bodies.iter().zip(places) {
        if let Some(place) = place {
            fillers[place.frame].push(place.slots.map(|(from, to)| body.get(from..to).unwrap_or_default()));
        }
    }
    fillers
}

/// What a frame says, as its items are read, or else as its words name it where it is plain enough.
fn read_relation(frame: &Frame, fillers: &[[&str; 2]]) -> Option<Relation> {
    let alone = |text: &str| Reader::new().extract(text, &Context::default());
    let read = relation(frame, fillers, |predicate| CORE.contains(predicate), alone).ok()?;
    read.or_else(|| (LEAST_BY_WORDS <= fillers.len() || frame.is_plain() || frame.rare).then(|| by_words(frame)))
}

/// What an entry says came to be or happened did so on its date, if it says no other. A birth may be told of at any time.
fn happened(mut read: Read, date: Option<Point>) -> Read {
    let came = |claim: &&mut Claim| matches!(claim.kind, Kind::Begins | Kind::Happens) && !claim.predicate.starts_with("born_");
    let undated = |claim: &&mut Claim| claim.from.is_none() && !matches!(claim.to, End::At(_));
    read.found.iter_mut().map(|found| &mut found.claim).filter(came).filter(undated).for_each(|claim| claim.from = date);
    read
}

/// What was read of a part of a text, with its bytes as they are in the whole.
fn moved(read: Read, by: usize, said: Option<Point>) -> Read {
    let by = u32::try_from(by).unwrap_or(u32::MAX);
    let moved = |(from, to): (u32, u32)| (from.saturating_add(by), to.saturating_add(by));
    Read {
        span: moved(read.span),
        mentions: read.mentions.into_iter().map(|mention| Mention { span: moved(mention.span), ..mention }).collect(),
        times: read.times.into_iter().map(|time| TimeMention { span: moved(time.span), ..time }).collect(),
        found: read.found.into_iter().map(|found| Found { span: moved(found.span), said, ..found }).collect(),
        left: read.left.into_iter().map(|left| Diagnostic { span: moved(left.span), ..left }).collect(),
    }
}

/// What fills an item's slots.
fn filled<'t>(text: &'t str, item: &Item, place: &Place) -> [&'t str; 2] {
    place.slots.map(|(from, to)| text.get(item.span.0 + from..item.span.0 + to).unwrap_or_default())
}

/// Whether all times that an item names are part of names: "1984" may be a book, but what is "in 1984" is dated.
fn is_timeless(item: &str, place: &Place, context: &Context<'_>) -> bool {
    let day = context.occurred_at.or_else(|| asof_model::Instant::from_micros(0).map(Point::at));
    let Some(day) = day else { return true };
    let times = asof_dates::find(item, &asof_dates::Reference::at(day));
    times.iter().all(|time| place.slots.iter().any(|slot| is_of_name(item, *slot, (time.start, time.end))))
}

/// Whether what reads like a time is part of the name in a slot: "May West", "Order of the Winter", "Park Hee-soon".
fn is_of_name(item: &str, (from, to): (usize, usize), time: (usize, usize)) -> bool {
    let part = |from: usize, to: usize| item.get(from..to).unwrap_or_default();
    if time.0 < from {
        // "by May" is a date, and "by May West" is none.
        let rest = part(time.1, to);
        return from < time.1 && rest.trim_start().chars().next().is_some_and(char::is_uppercase);
    }
    let before = part(from, time.0);
    let joined = before.ends_with('-') || before.ends_with(char::is_alphanumeric) || part(time.1, to).starts_with('-');
    let written_as_name = part(time.0, time.1).chars().any(|c| c.is_uppercase() || c.is_numeric());
    let dated = before.trim_end().rsplit(' ').next().is_some_and(|word| TIME_WORDS.contains(&word));
    time.1 <= to && (joined || written_as_name && !dated)
}

/// Words that make a date of what follows.
const TIME_WORDS: &[&str] =
    &["in", "on", "since", "until", "from", "by", "before", "after", "during", "at", "around", "till", "to", "between"];

/// The text between two items, without the number before the second.
fn between(text: &str, from: usize, to: usize) -> Vec<Vec<(usize, usize)>> {
    let gap = text.get(from..to).unwrap_or_default();
    let end = gap.rfind('\n').map_or(0, |line| line + 1);
    sentences_of(text, from, from + end)
}

fn sentences_of(text: &str, from: usize, to: usize) -> Vec<Vec<(usize, usize)>> {
    let moved = |sentence: Vec<(usize, usize)>| sentence.into_iter().map(|(start, end)| (from + start, from + end)).collect();
    asof_parser::sentences(text.get(from..to).unwrap_or_default()).into_iter().map(moved).collect()
}

/// Within an item, what goes on in lower case is no sentence of its own: "Who's There? was written by …".
fn joined(text: &str, sentences: Vec<Vec<(usize, usize)>>) -> Vec<Vec<(usize, usize)>> {
    let mut joined: Vec<Vec<(usize, usize)>> = Vec::new();
    for sentence in sentences {
        let first = sentence.first().and_then(|word| text.get(word.0..word.1)?.chars().next());
        match joined.last_mut().filter(|_| first.is_some_and(char::is_lowercase)) {
            Some(last) => last.extend(sentence),
            None => joined.push(sentence),
        }
    }
    joined
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_reads_like_a_time_within_a_name_dates_nothing() {
        let list = "0. Blue Hour was performed by Ana Ito.\n1. Red Sky was performed by May West.\n2. Dawn was performed by Jon Reis.\n\
                    3. Tide was performed by Park Hee-soon.\n4. Bell was performed by The Winter Company.\n5. Rain was performed by Order of the Winter.";
        let day = "2024-04-02".parse().ok();
        let read = Reader::new().extract(list, &Context { occurred_at: day, ..Context::default() });
        let said: Vec<&str> = read.found.iter().map(|found| found.claim.subject.as_str()).collect();
        assert_eq!(said, ["Ana Ito", "May West", "Jon Reis", "Park Hee-soon", "Winter Company", "Order of the Winter"]);
    }

    /// What a list says: subject, predicate, object of each claim.
    fn said(list: &str) -> Vec<(String, String, String)> {
        let day = "2024-04-02".parse().ok();
        let read = Reader::new().extract(list, &Context { occurred_at: day, ..Context::default() });
        let claims = read.found.into_iter().map(|found| found.claim);
        claims.map(|claim| (claim.subject, claim.predicate, claim.object.text())).collect()
    }

    #[test]
    fn the_mark_at_the_end_of_an_item_is_part_of_a_name_only_where_others_have_it_within() {
        let list = "1. Ana Ito joined Yahoo! in a hurry.\n2. Mia Tal works for Yahoo!\n3. Jon Reis works for Acme!\n\
                    4. Eva Brandt works for Globex;\n5. Leo Berg works for Initech,\n6. Ida Falk works for Umbra Inc.";
        let works = said(list).into_iter().filter(|(_, predicate, _)| predicate == "works_at").map(|(_, _, object)| object);
        assert_eq!(works.collect::<Vec<_>>(), ["Yahoo!", "Yahoo!", "Acme", "Globex", "Initech", "Umbra Inc"]);
    }

    #[test]
    fn a_wording_of_three_things_is_read_as_prose() {
        let people = [
            ["Ana Ito", "Oslo", "Acme"],
            ["Hugh Hart", "Lima", "Globex"],
            ["Jon Reis", "Porto", "Initech"],
            ["Eva Brandt", "Riga", "Umbra"],
        ];
        let item = |(number, [who, home, firm]): (usize, &[&str; 3])| format!("{number}. {who} lives in {home} and works for {firm}.\n");
        let told = said(&(people.iter().enumerate().map(item).collect::<String>() + "5. Ana Ito owns Vela.\n"));
        for [who, home, firm] in people {
            for (predicate, object) in [("lives_in", home), ("works_at", firm)] {
                assert!(told.contains(&(who.to_owned(), predicate.to_owned(), object.to_owned())), "{who} {predicate}: {told:?}");
            }
        }
    }

    #[test]
    fn a_town_in_one_item_is_not_the_club_of_another() {
        let told = said("1. The head coach of Halden Rovers is Ben Ito.\n2. Ana Ito has been the mayor of Halden since 2019.\n");
        assert!(told.contains(&("Ana Ito".to_owned(), "mayor_of".to_owned(), "Halden".to_owned())), "{told:?}");
    }

    #[test]
    fn all_that_a_wording_says_is_kept_in_the_predicate() {
        let sides = [["Ana Ito", "Oslo"], ["Mia Tal", "Lima"], ["Jon Reis", "Porto"], ["Eva Brandt", "Riga"]];
        let cases = [
            ("_ has _ as its mayor.", "mayor_of", true),
            ("_ has _ as a second home.", "as_second_home", false),
            ("_ drew a last breath in _.", "draw_last_breath_in", false),
            ("_ is the town to which _ belongs.", "town_to_which_belongs", false),
            ("The faith that _ professes is _.", "faith_that_professes", false),
            ("People in _ pay with _.", "people_in_pay_with", false),
            ("_ runs _ as CEO.", "runs_as_ceo", false),
            ("Officially, the language of _ is _.", "language", false),
            ("_ is in charge of coaching _.", "charge_of_coaching", false),
            ("_ was born in the city of _.", "born_in", false),
            ("_ is married to _.", "spouse_of", false),
            ("_ might move to _.", "", false),
            ("Bank of _ was founded by _.", "bank_of_founded_by", false),
            ("Citizen of _ is _.", "citizen", false),
            ("_ works for the brother of _.", "works_at_brother", false),
            ("The wife of the mayor of _ is _.", "wife_of_mayor", false),
            ("_ works for the company of _.", "works_at", false),
            ("Only _ lives in _.", "lives_in", false),
            ("_ lives in _!", "lives_in", false),
            ("_ lives in _;", "lives_in", false),
        ];
        for (wording, predicate, turned) in cases {
            let [before, between, after] = wording.splitn(3, '_').collect::<Vec<_>>().try_into().unwrap();
            let items = sides.iter().enumerate().map(|(number, [one, other])| format!("{number}. {before}{one}{between}{other}{after}\n"));
            let expected = sides.map(|[one, other]| {
                let (subject, object) = if turned { (other, one) } else { (one, other) };
                (subject.to_owned(), predicate.to_owned(), object.to_owned())
            });
            let expected = if predicate.is_empty() { Vec::new() } else { expected.to_vec() };
            assert_eq!(said(&items.collect::<String>()), expected, "{wording}");
        }
    }
}
