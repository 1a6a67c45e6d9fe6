//! Frames: the wording that many statements of a list share, with a place for each of the two things that differ.
//!
//! "The author of _ is _" is found without knowing English: words in lower case that stay the same around two stretches that
//! differ from item to item. That tells names apart from what is said of them where a single sentence does not: "The author
//! of What Is Man? is Mark Twain". The idea is wrapper induction (Kushmerick 1997), kept to two slots.

use std::hash::{Hash, Hasher};

use rustc_hash::{FxHashMap, FxHashSet, FxHasher};

use super::words::{Word, split, stopped};

/// A frame is believed once so many items share it.
const LEAST_ITEMS: u32 = 3;
/// Items of more words than this are prose.
const MOST_WORDS: usize = 40;
/// A slot is one where so many different things stand.
const LEAST_FILLERS: usize = 3;
/// A name in lower case has no more words than this.
const LONGEST_LOW: usize = 4;
/// What stands in a slot, all in lower case, has no more words than this, and an item that is has no more than that.
const LONGEST_LOW_SLOT: usize = 6;
const MOST_LOW_WORDS: usize = 24;
/// What the name of something known from another frame counts for, in words of the frame.
const KNOWN: usize = 3;
/// Of so many words that names seldom have, in the slots of a frame, so many must differ for them to be of titles.
const ODD_LOOKED_AT: usize = 8;
const ODD_OF_TITLES: usize = 6;
/// So many times must twice as many items share a frame to count for one more word of it.
const SHARE: usize = 3;

/// A wording: what stands before the first slot, between the slots, and after the second.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Frame {
    /// Before, between, after.
    pub parts: [String; 3],
    /// Whether too few items share it to tell it by: it stands around names that are known from others.
    pub rare: bool,
}

/// Where an item fills its frame.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// The frame's number.
    pub frame: usize,
    /// The bytes of what fills each slot, within the item.
    pub slots: [(usize, usize); 2],
}

/// One way of parting an item's words: where the first slot begins and ends, and where the second does.
#[derive(Clone, Copy, Debug)]
struct Cut {
    at: [usize; 4],
    key: u64,
    /// The key of the same without what follows the second slot, if anything does.
    shorter: Option<u64>,
    /// How many words are the frame's.
    fixed: usize,
    /// Whether a name that begins in lower case ends it, as in "works in the field of philosophy of Kant": it makes no frame believed.
    low_name: bool,
    /// A word in a slot that names seldom have, as in "Ana Ito worked": frames of such slots are seldom believed.
    odd: Option<u64>,
    /// Hashes of what fills the slots.
    fillers: [u64; 2],
}

/// How often a way of parting was seen, and with how many different fillers.
#[derive(Debug, Default)]
struct Seen {
    items: u32,
    /// How many of them have no odd word in a slot, and the odd words of the first others.
    even: u32,
    odd: Vec<u64>,
    fillers: [FxHashSet<u64>; 2],
}

/// The frames that the items share, and for each item the one it is told in.
pub fn frames(items: &[&str]) -> (Vec<Frame>, Vec<Option<Place>>) {
    let asks = |item: &&str| item.trim_end().ends_with('?');
    let stopped = stopped(items);
    let mut words: Vec<Vec<Word>> = items.iter().map(|item| if asks(item) { Vec::new() } else { split(item, &stopped) }).collect();
    open_plainly(&mut words);
    let seen = frequent(&words);
    let items_of = |key: u64| seen.get(&key).map_or(0, |seen| seen.items);
    // What ends some of the items that begin alike, and not most, is part of a name: "… plays rock and roll".
    let ends = |cut: &Cut| cut.shorter.is_none_or(|shorter| items_of(shorter) <= items_of(cut.key) * 2);
    let valid = |cut: &Cut| seen.get(&cut.key).is_some_and(Seen::is_frame) && ends(cut);
    // "The owner of _ and _ TV": three titles like "Ember and Oak TV" make no wording where a thousand others say "the owner of _ is _".
    let shared_by = |cut: &Cut| items_of(cut.key).checked_ilog2().map_or(0, |log| log as usize);
    let first: Vec<Option<Cut>> = words.iter().map(|words| best(words, &valid, shared_by)).collect();
    let known = known(&first);
    let chosen = |(words, first): (&Vec<Word>, &Option<Cut>)| {
        let own = first.as_ref().map(|cut| cut.key);
        best(words, &valid, |cut| {
            let known = cut.fillers.iter().filter(|filler| elsewhere(&known, **filler, own)).count() * KNOWN * SHARE;
            known + shared_by(cut)
        })
    };
    let mut shared: Vec<Option<Cut>> = words.iter().zip(&first).map(chosen).collect();
    leave_three_slots(&mut words, &mut shared);
    let names = self::known(&shared);
    let common = |cut: &Cut| seen.get(&cut.key).is_some_and(Seen::differs);
    let around = |(words, shared): (&Vec<Word>, &Option<Cut>)| shared.is_none().then(|| around_names(words, &names, &common)).flatten();
    let rare: Vec<Option<Cut>> = words.iter().zip(&shared).map(around).collect();
    number(items, &words, &shared, &rare)
}

/// What opens several items, always before the same word in lower case and never within one, is no name: "People in Peru pay with".
fn open_plainly(items: &mut [Vec<Word>]) {
    let mut openings: FxHashMap<u64, (u64, usize)> = FxHashMap::default();
    for words in items.iter().filter(|words| 1 < words.len()) {
        let next = if words[1].low { words[1].hash } else { words[0].hash };
        let opening = openings.entry(words[0].hash).or_insert((next, 0));
        *opening = (if opening.0 == next { next } else { words[0].hash }, opening.1 + 1);
    }
    openings.retain(|own, (next, count)| own != next && 1 < *count);
    for word in items.iter().filter_map(|words| words.get(1..)).flatten().filter(|word| !word.low) {
        openings.remove(&word.hash);
    }
    for word in items.iter_mut().filter_map(|words| words.first_mut()) {
        word.plain |= openings.contains_key(&word.hash);
    }
}

/// Leaves to be read as prose what has more than two slots: "_ lives in _ and works for _" is no wording of two, though what stands
/// before "and works for" differs from item to item.
fn leave_three_slots(items: &mut [Vec<Word>], cuts: &mut [Option<Cut>]) {
    let mut said: FxHashMap<u64, FxHashSet<u64>> = FxHashMap::default();
    for (words, cut) in items.iter().zip(&*cuts).filter_map(|(words, cut)| Some((words, cut.as_ref()?))) {
        let own = said_within(words, cut);
        said.entry(cut.key).and_modify(|said| said.retain(|word| own.contains(word))).or_insert_with(|| own.iter().copied().collect());
    }
    for (words, cut) in items.iter_mut().zip(cuts) {
        if cut.is_some_and(|cut| said.get(&cut.key).is_some_and(|said| !said.is_empty())) {
            (*words, *cut) = (Vec::new(), None);
        }
    }
}

/// The words in lower case between names within a slot that names do not have.
fn said_within(words: &[Word], cut: &Cut) -> Vec<u64> {
    let slots = [&words[cut.at[0]..cut.at[1]], &words[cut.at[2]..cut.at[3]]];
    let within = |slot: &[Word]| {
        let first = slot.iter().position(|word| !word.low).unwrap_or(slot.len());
        let last = slot.iter().rposition(|word| !word.low).unwrap_or(first);
        slot.get(first..last)
            .unwrap_or_default()
            .iter()
            .filter(|word| word.low && word.tells && !word.joins)
            .map(|word| word.hash)
            .collect()
    };
    slots.into_iter().flat_map(|slot| -> Vec<u64> { within(slot) }).collect()
}

/// The way of parting an item around two names that other items name too, or around one and a stretch that is written like a name,
/// or, where there are just two such stretches, around those. Around one it is surer in a wording that other items have as well.
fn around_names(words: &[Word], names: &FxHashMap<u64, Option<u64>>, common: &impl Fn(&Cut) -> bool) -> Option<Cut> {
    let known = |cut: &Cut, slot: usize| names.contains_key(&cut.fillers[slot]);
    let written = |cut: &Cut, slot: usize| is_written_as_name(words, cut, slot);
    let length = |cut: &Cut, slot: usize| if known(cut, slot) { cut.at[slot * 2 + 1] - cut.at[slot * 2] } else { 0 };
    let lengths = |cut: &Cut| length(cut, 0) + length(cut, 1);
    let runs = words.chunk_by(|one, other| one.low == other.low).filter(|run| !run[0].low && !run.iter().all(|word| word.plain)).count();
    let lengths = |cut: &Cut| lengths(cut) * SHARE;
    best(words, &|cut| known(cut, 0) && known(cut, 1), lengths)
        .or_else(|| best(words, &|cut| (known(cut, 0) || known(cut, 1)) && common(cut), lengths))
        .or_else(|| best(words, &|cut| known(cut, 0) && written(cut, 1) || known(cut, 1) && written(cut, 0), lengths))
        .or_else(|| best(words, &|cut| runs <= 2 && written(cut, 0) && written(cut, 1), |_| 0))
}

/// Whether what fills a slot is written like a name, or is what a statement ends with after "is".
fn is_written_as_name(words: &[Word], cut: &Cut, slot: usize) -> bool {
    let (from, to) = (cut.at[slot * 2], cut.at[slot * 2 + 1]);
    let own = &words[from..to];
    let capital = own.iter().find(|word| !word.article).is_some_and(|word| !word.low)
        && own.last().is_some_and(|word| !word.low)
        && own.iter().all(|word| !word.low || word.joins);
    capital || slot == 1 && to == words.len() && words[..from].last().is_some_and(|word| word.is_be) && own.len() <= LONGEST_LOW
}

impl Seen {
    fn is_frame(&self) -> bool {
        (LEAST_ITEMS <= self.even || self.has_titles()) && self.fillers.iter().all(|fillers| LEAST_FILLERS <= fillers.len())
    }

    /// Whether the odd words differ as those of titles do, "Pride and prejudice", "War and peace": what is told of names has few.
    fn has_titles(&self) -> bool {
        let distinct: FxHashSet<u64> = self.odd.iter().copied().collect();
        ODD_OF_TITLES <= distinct.len()
    }

    fn note_odd(&mut self, odd: Option<u64>) {
        match odd {
            Some(odd) if self.odd.len() < ODD_LOOKED_AT => self.odd.push(odd),
            Some(_) => {}
            None => self.even += 1,
        }
    }

    /// Whether what stands in each slot differs at all.
    fn differs(&self) -> bool {
        self.fillers.iter().all(|fillers| 1 < fillers.len())
    }
}

/// The ways of parting that occur often enough, counted in two rounds so that the rare ones take little memory.
fn frequent(items: &[Vec<Word>]) -> FxHashMap<u64, Seen> {
    let mut counts: FxHashMap<u64, u32> = FxHashMap::default();
    let count = |counts: &mut FxHashMap<u64, u32>, cut: &Cut| *counts.entry(cut.key).or_default() += u32::from(!cut.low_name);
    items.iter().for_each(|words| each_cut(words, &mut |cut| count(&mut counts, &cut)));
    counts.retain(|_, count| LEAST_ITEMS <= *count);
    let mut seen: FxHashMap<u64, Seen> = FxHashMap::default();
    for words in items {
        each_cut(words, &mut |cut| {
            if !cut.low_name && counts.contains_key(&cut.key) {
                let seen = seen.entry(cut.key).or_default();
                seen.items += 1;
                seen.note_odd(cut.odd);
                // Beyond enough of them it does not matter how many.
                for (fillers, filler) in seen.fillers.iter_mut().zip(cut.fillers) {
                    if fillers.len() < LEAST_FILLERS {
                        fillers.insert(filler);
                    }
                }
            }
        });
    }
    seen
}

/// The way of parting with the most words in the frame, or worth as much; a word counts `SHARE`.
fn best(words: &[Word], valid: &impl Fn(&Cut) -> bool, worth: impl Fn(&Cut) -> usize) -> Option<Cut> {
    let mut best: Option<(usize, Cut)> = None;
    each_cut(words, &mut |cut| {
        if valid(&cut) {
            let score = cut.fixed * SHARE + worth(&cut);
            if best.is_none_or(|(least, _)| least < score) {
                best = Some((score, cut));
            }
        }
    });
    best.map(|(_, cut)| cut)
}

/// In how many frames each thing fills a slot: one of them, or several.
fn known(cuts: &[Option<Cut>]) -> FxHashMap<u64, Option<u64>> {
    let mut known: FxHashMap<u64, Option<u64>> = FxHashMap::default();
    for cut in cuts.iter().flatten() {
        for filler in cut.fillers {
            known.entry(filler).and_modify(|frame| *frame = frame.filter(|&frame| frame == cut.key)).or_insert(Some(cut.key));
        }
    }
    known
}

/// Whether what fills a slot is named in another frame than the item's own also.
fn elsewhere(known: &FxHashMap<u64, Option<u64>>, filler: u64, own: Option<u64>) -> bool {
    known.get(&filler).is_some_and(|frame| *frame != own)
}

fn number(items: &[&str], words: &[Vec<Word>], shared: &[Option<Cut>], rare: &[Option<Cut>]) -> (Vec<Frame>, Vec<Option<Place>>) {
    let mut numbers: FxHashMap<u64, usize> = FxHashMap::default();
    let mut frames = Vec::new();
    let cuts =
        shared.iter().zip(rare).map(|(shared, rare)| shared.as_ref().map(|cut| (cut, false)).or(rare.as_ref().map(|cut| (cut, true))));
    let places = cuts.zip(words).zip(items).map(|((cut, words), item)| {
        let (cut, rare) = cut?;
        let frame = *numbers.entry(cut.key).or_insert_with(|| {
            frames.push(Frame { rare, ..frame(item, words, cut) });
            frames.len() - 1
        });
        Some(Place { frame, slots: [slot(words, cut.at[0], cut.at[1]), slot(words, cut.at[2], cut.at[3])] })
    });
    let places = places.collect();
    (frames, places)
}

fn frame(item: &str, words: &[Word], cut: &Cut) -> Frame {
    let part = |from: usize, to: usize| {
        let words: Vec<&str> = words[from..to].iter().filter_map(|word| item.get(word.span.0..word.span.1)).collect();
        words.join(" ")
    };
    Frame { parts: [part(0, cut.at[0]), part(cut.at[1], cut.at[2]), part(cut.at[3], words.len())], rare: false }
}

/// The bytes of a slot, without the article before the name.
fn slot(words: &[Word], from: usize, to: usize) -> (usize, usize) {
    let first = if from + 1 < to && words[from].article { from + 1 } else { from };
    (words[first].span.0, words[to - 1].span.1)
}

/// Every way of parting an item into frame and slots: the first slot begins after plain words, the second after plain words
/// between the two, and only plain words follow it.
fn each_cut(words: &[Word], each: &mut dyn FnMut(Cut)) {
    if MOST_WORDS < words.len() || MOST_LOW_WORDS < words.len() && words.iter().all(|word| word.low) {
        return;
    }
    let long = |slot: &[Word]| LONGEST_LOW_SLOT < slot.len() && slot.iter().all(|word| word.low);
    let opening = words.iter().take_while(|word| word.plain).count();
    let closing = words.len() - words.iter().rev().take_while(|word| word.low).count();
    for begin in 0..=opening {
        for end in (begin + 1..words.len()).filter(|end| !long(&words[begin..*end])) {
            for next in end + 1..words.len() {
                if !words[next - 1].low {
                    break;
                }
                if !words[end..next].iter().any(|word| word.says) {
                    continue;
                }
                let tells = words[..begin].iter().chain(&words[end..next]).any(|word| word.tells);
                for last in (closing.max(next + 1)..=words.len()).filter(|last| !long(&words[next..*last])) {
                    let edge = |word: Option<&Word>| word.is_some_and(|word| !word.low || word.tells || word.article);
                    let ends = |slot: &[Word]| slot.last().is_some_and(|word| !word.low || word.tells);
                    let named = |slot: &[Word]| !slot.iter().all(|word| word.article) && edge(slot.first()) && ends(slot);
                    let low_name = last == words.len() && !opens_a_name(&words[next..last]);
                    let opens = opens_a_name(&words[begin..end]) && (low_name || opens_a_name(&words[next..last]));
                    let tells = tells || words[last..].iter().any(|word| word.tells);
                    if tells && opens && named(&words[begin..end]) && named(&words[next..last]) {
                        each(Cut { low_name, ..cut(words, [begin, end, next, last]) });
                    }
                }
            }
        }
    }
}

/// A name with capitals in it begins with one, but for the likes of "van": "state of Peru" is none.
fn opens_a_name(slot: &[Word]) -> bool {
    let own: Vec<&Word> = slot.iter().filter(|word| !word.article).collect();
    own.first().is_some_and(|word| !word.low || word.joins) || own.iter().all(|word| word.low)
}

/// The last word after a capital that names seldom have: neither one that joins their parts, nor in brackets.
fn odd(slot: &[Word]) -> Option<u64> {
    let capital = slot.iter().position(|word| !word.low && !word.article)?;
    let mut within = 0_i32;
    let mut odd = None;
    for word in &slot[capital..] {
        within += word.brackets;
        if within <= 0 && word.low && (word.is_be || word.tells && !word.joins) {
            odd = Some(word.hash);
        }
    }
    odd
}

fn cut(words: &[Word], at: [usize; 4]) -> Cut {
    let [begin, end, next, last] = at;
    let key = |ending: &[Word]| {
        let mut hasher = FxHasher::default();
        for part in [&words[..begin], &words[end..next], ending] {
            part.iter().for_each(|word| word.hash.hash(&mut hasher));
            hasher.write_u8(0xFF);
        }
        hasher.finish()
    };
    let ending = &words[last..];
    let shorter = (!ending.is_empty()).then(|| key(&[]));
    let filler = |from: usize, to: usize| {
        let from = if from + 1 < to && words[from].article { from + 1 } else { from };
        let mut hasher = FxHasher::default();
        words[from..to].iter().for_each(|word| word.hash.hash(&mut hasher));
        hasher.finish()
    };
    Cut {
        at,
        key: key(ending),
        shorter,
        fixed: begin + (next - end) + (words.len() - last),
        low_name: false,
        odd: odd(&words[begin..end]).or_else(|| odd(&words[next..last])),
        fillers: [filler(begin, end), filler(next, last)],
    }
}

#[cfg(test)]
mod tests {
    use super::frames;

    fn read(items: &[&'static str]) -> Vec<Option<(String, &'static str, &'static str)>> {
        let (frames, places) = frames(items);
        let shown = |(item, place): (&&'static str, &Option<super::Place>)| {
            let place = place.as_ref()?;
            let [a, b] = place.slots;
            Some((frames[place.frame].parts.join("|").to_lowercase(), &item[a.0..a.1], &item[b.0..b.1]))
        };
        items.iter().zip(&places).map(shown).collect()
    }

    #[test]
    fn what_statements_share_is_told_from_what_differs() {
        let items = [
            "The author of Blue Hour is Ana Ito.",
            "The author of What Is Man is Mia Tal.",
            "The author of The Old Man of the Sea is Jon Reis.",
            "The author of Who's There? is Ana Ito.",
            "Ana Ito was born in the city of Porto.",
            "Mia Tal was born in the city of Oslo.",
            "Jon Reis was born in the city of The Hague.",
            "FC Harun is associated with the sport of association football.",
            "Oslo Kings is associated with the sport of ice hockey.",
            "FC Belm is associated with the sport of association football.",
            "Porto Stars is associated with the sport of basketball.",
            "Nobody knows why.",
        ];
        let read = read(&items);
        let author = "the author of|is|".to_owned();
        let sport = "|is associated with the sport of|".to_owned();
        assert_eq!(read[0], Some((author.clone(), "Blue Hour", "Ana Ito")));
        assert_eq!(read[1], Some((author.clone(), "What Is Man", "Mia Tal")));
        assert_eq!(read[2], Some((author.clone(), "Old Man of the Sea", "Jon Reis")));
        assert_eq!(read[3], Some((author, "Who's There?", "Ana Ito")));
        assert_eq!(read[6], Some(("|was born in the city of|".into(), "Jon Reis", "Hague")));
        assert_eq!(read[7], Some((sport.clone(), "FC Harun", "association football")));
        assert_eq!(read[10], Some((sport, "Porto Stars", "basketball")));
        assert_eq!(read[11], None);
    }

    #[test]
    fn titles_that_look_like_a_wording_are_names() {
        let titles =
            ["Ember and Oak", "Silence of Glass", "Salt and Smoke", "Map of Rain", "Hour of Lead", "Wind and Rye", "Lamp", "Tide", "Door"];
        let people = ["Ana Ito", "Mia Tal", "Jon Reis", "Eva Lund", "Ben Ode", "Lea Ruiz", "Tom Gray", "Ida Holm", "Max Berg"];
        let mut items: Vec<String> =
            titles.iter().zip(people).map(|(title, person)| format!("The author of {title} is {person}.")).collect();
        items.extend(
            ["rowing", "chess", "golf", "third Ostling", "third Morling"]
                .iter()
                .zip(people)
                .map(|(sport, person)| format!("{person} plays the sport of {sport}.")),
        );
        items.extend(
            ["Wolf TV", "Oak TV", "Lake TV"].iter().zip(people).map(|(channel, person)| format!("{channel} is owned by {person}.")),
        );
        let items: Vec<&'static str> = items.into_iter().map(|item| &*item.leak()).collect();
        let read = read(&items);
        for (at, title) in titles.iter().enumerate() {
            assert_eq!(read[at], Some(("the author of|is|".into(), *title, people[at])));
        }
        assert_eq!(read[12], Some(("|plays the sport of|".into(), "Eva Lund", "third Ostling")));
        assert_eq!(read[14], Some(("|is owned by|".into(), "Wolf TV", "Ana Ito")));
    }

    #[test]
    fn what_several_wordings_have_in_common_is_none() {
        let items = [
            "Ana Ito is the mayor of Porto.",
            "The mayor of Oslo is Mia Tal.",
            "The current mayor of Lima is Jon Reis.",
            "Eva Lund is the mayor of Riga.",
            "Jon Reis was born in the city of Lima.",
            "Mia Tal works in the city of Oslo.",
            "Ana Ito is based in the city of Porto.",
            "Eva Lund lives in Riga.",
            "Jon Reis lives in Lima.",
            "Mia Tal lives in Oslo.",
            "Ana Ito lives in Porto.",
        ];
        let read = read(&items);
        assert_eq!(read[0], Some(("|is the mayor of|".into(), "Ana Ito", "Porto")));
        assert_eq!(read[2], Some(("the current mayor of|is|".into(), "Lima", "Jon Reis")));
        assert_eq!(read[5], Some(("|works in the city of|".into(), "Mia Tal", "Oslo")));
    }

    #[test]
    fn titles_in_lower_case_are_names_all_the_same() {
        let titles =
            ["Pride and prejudice", "War and peace", "Gone with the wind", "Crime and punishment", "Men in black", "Of mice and men"];
        let people = ["Ana Ito", "Mia Tal", "Jon Reis", "Eva Lund", "Ben Ode", "Lea Ruiz"];
        let items: Vec<String> = titles.iter().zip(people).map(|(title, person)| format!("{title} was written by {person}.")).collect();
        let items: Vec<&'static str> = items.into_iter().map(|item| &*item.leak()).collect();
        for (at, read) in read(&items).into_iter().enumerate() {
            assert_eq!(read, Some(("|was written by|".into(), titles[at], people[at])));
        }
    }

    #[test]
    fn a_wording_of_few_values_is_told_by_a_name_known_from_another() {
        let items = [
            "Ana Ito was born in the city of Porto.",
            "Mia Tal was born in the city of Oslo.",
            "Hugh Hart (economics) was born in the city of Lima.",
            "Ana Ito works in the field of poetry.",
            "Hugh Hart (economics) works in the field of poetry.",
            "Mia Tal works in the field of computer science.",
        ];
        let field = "|works in the field of|".to_owned();
        assert_eq!(read(&items)[4], Some((field.clone(), "Hugh Hart (economics)", "poetry")));
        assert_eq!(read(&items)[5], Some((field, "Mia Tal", "computer science")));
    }

    #[test]
    fn owners_and_endings_are_part_of_a_frame() {
        let items = [
            "Ana's child is Ben.",
            "Mia Tal's child is Jon.",
            "Jo's child is Eva Reis.",
            "Peru has Lima as its capital.",
            "Chad has Bamako as its capital.",
            "Mali has Ndola as its capital.",
        ];
        let read = read(&items);
        assert_eq!(read[1], Some(("|'s child is|".into(), "Mia Tal", "Jon")));
        assert_eq!(read[4], Some(("|has|as its capital".into(), "Chad", "Bamako")));
    }
}
