//! What of WordNet is of use for matching questions with facts: common words, no names of single things, no species.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::wordnet::{Meaning, Place, Pointer, WordNet};
use crate::table::{Link, Synset};

/// What goes into the table. Words and meanings are named by their numbers, which are their places here.
#[derive(Debug, Default)]
pub struct Chosen {
    /// Sorted, with senses in order: the meaning, and how often met.
    pub words: BTreeMap<String, Vec<(u32, u32)>>,
    /// The file and the number of meanings under each.
    pub meanings: Vec<(u8, u32)>,
    pub above: BTreeSet<(u32, u32)>,
    /// Between words in meanings.
    pub links: BTreeSet<(Node, Link, Node)>,
    pub bonds: BTreeSet<(u32, Link, u32)>,
    /// Irregular forms with parts (0 to 3) and bases.
    pub forms: BTreeMap<String, BTreeSet<(u8, String)>>,
}

/// A word in a meaning.
pub type Node = (String, u32);

/// WordNet's numbers of its files.
mod file {
    pub const COGNITION: u8 = 9;
    pub const COMMUNICATION: u8 = 10;
    pub const PERSON: u8 = 18;
    pub const TIME: u8 = 28;
    pub const ADJECTIVES: [u8; 3] = [0, 1, 44];
    /// Animals, bodies, foods, phenomena, plants, shapes and substances: of each only what was met in a text.
    pub const OF_NATURE: [u8; 7] = [5, 8, 13, 19, 20, 25, 27];
    /// Where names of several words are mostly of use: cognition, communication, events, groups, places, people, possessions,
    /// relations and times.
    pub const OF_PEOPLE: [u8; 9] = [9, 10, 11, 14, 15, 18, 21, 24, 28];
}

/// Chooses words, and of them the meanings to keep; and all that those are kinds of.
pub fn choose(wordnet: &WordNet) -> Chosen {
    let by_place: HashMap<Place, &Meaning> = wordnet.meanings.iter().map(|meaning| (meaning.place, meaning)).collect();
    let mut kept: BTreeMap<Place, Vec<usize>> = BTreeMap::new();
    for meaning in wordnet.meanings.iter().filter(|meaning| !meaning.is_instance()) {
        let met = meaning.words.iter().any(|word| 0 < wordnet.sense(word, meaning.place).1);
        let words: Vec<usize> = (0..meaning.words.len()).filter(|at| is_of_use(wordnet, meaning, *at, met)).collect();
        if !words.is_empty() {
            kept.insert(meaning.place, words);
        }
    }
    keep_above(&by_place, &mut kept);
    // In the order of WordNet's files, so that meanings of one kind are beside each other and the table packs well.
    let numbers: HashMap<Place, u32> = kept.keys().copied().zip(0..).collect();
    let mut chosen = Chosen { meanings: vec![(0, 0); kept.len()], ..Chosen::default() };
    let mut ranks: HashMap<Node, u32> = HashMap::new();
    for (place, words) in &kept {
        let (Some(meaning), Some(number)) = (by_place.get(place), numbers.get(place)) else { continue };
        if let Some(told) = chosen.meanings.get_mut(*number as usize) {
            *told = (meaning.file, 0);
        }
        for word in words.iter().filter_map(|at| meaning.words.get(*at)) {
            let (rank, count) = wordnet.sense(word, *place);
            let senses = chosen.words.entry(word.to_lowercase()).or_default();
            if senses.iter().all(|(other, _)| other != number) {
                senses.push((*number, count));
                ranks.insert((word.to_lowercase(), *number), rank);
            }
        }
        for pointer in &meaning.pointers {
            add_pointer(&mut chosen, pointer, (meaning, *number), &numbers, &by_place);
        }
    }
    sort_senses(&mut chosen, &ranks);
    only_between_kept(&mut chosen);
    count_below(&mut chosen);
    add_forms(&mut chosen, wordnet);
    chosen
}

/// Whether a meaning's word is common enough; `met` tells whether the meaning was met in a text, by any of its words.
fn is_of_use(wordnet: &WordNet, meaning: &Meaning, at: usize, met: bool) -> bool {
    let Some(word) = meaning.words.get(at) else { return false };
    let own = 0 < wordnet.sense(word, meaning.place).1;
    let parts = word.split(' ').count();
    let has_capital = word.chars().any(char::is_uppercase);
    if 4 < parts || word.chars().any(|letter| letter.is_ascii_digit()) {
        return false;
    }
    if meaning.place.0 != 'n' {
        return !has_capital || file::ADJECTIVES.contains(&meaning.file);
    }
    // Languages, peoples, faiths, months, degrees and titles are written so; families of plants and animals are too.
    if has_capital && ![file::COGNITION, file::COMMUNICATION, file::PERSON, file::TIME].contains(&meaning.file) {
        return false;
    }
    if file::OF_NATURE.contains(&meaning.file) {
        return met && (own || parts < 3);
    }
    parts == 1 || own || met || (file::OF_PEOPLE.contains(&meaning.file) && parts < 4)
}

/// Keeps all that kept meanings are kinds of, if only as rungs of the ladder.
fn keep_above(by_place: &HashMap<Place, &Meaning>, kept: &mut BTreeMap<Place, Vec<usize>>) {
    let mut open: Vec<Place> = kept.keys().copied().collect();
    while let Some(place) = open.pop() {
        let above = by_place.get(&place).into_iter().flat_map(|meaning| &meaning.pointers).filter(|pointer| pointer.symbol == "@");
        for pointer in above {
            if let std::collections::btree_map::Entry::Vacant(free) = kept.entry(pointer.target) {
                free.insert(Vec::new());
                open.push(pointer.target);
            }
        }
    }
}

fn add_pointer(
    chosen: &mut Chosen,
    pointer: &Pointer,
    (meaning, number): (&Meaning, u32),
    numbers: &HashMap<Place, u32>,
    by_place: &HashMap<Place, &Meaning>,
) {
    let (Some(target), Some(other)) = (numbers.get(&pointer.target), by_place.get(&pointer.target)) else { return };
    let link = match pointer.symbol.as_str() {
        "@" => {
            chosen.above.insert((number, *target));
            return;
        }
        "+" => Link::Derived,
        "!" => Link::Opposite,
        "\\" | "<" => Link::Pertains,
        "&" => Link::Similar,
        "$" => Link::Group,
        "=" => Link::Attribute,
        ">" | "*" => Link::Leads,
        _ => return,
    };
    let words = pointer.words.and_then(|(one, two)| Some((meaning.words.get(one.checked_sub(1)?)?, other.words.get(two.checked_sub(1)?)?)));
    match words {
        Some((one, two)) => {
            let (one, two) = ((one.to_lowercase(), number), (two.to_lowercase(), *target));
            let (one, two) = if two < one { (two, one) } else { (one, two) };
            chosen.links.insert((one, link, two));
        }
        None => {
            chosen.bonds.insert((number.min(*target), link, number.max(*target)));
        }
    }
}

/// A word's senses by part of speech (the order of the meanings' files), then as WordNet ranks them.
fn sort_senses(chosen: &mut Chosen, ranks: &HashMap<Node, u32>) {
    let part = |meaning: u32| chosen.meanings.get(meaning as usize).map(|(file, _)| Synset { file: *file, breadth: 0 }.part());
    for (word, senses) in &mut chosen.words {
        senses.sort_by_key(|(meaning, _)| (part(*meaning), ranks.get(&(word.clone(), *meaning)).copied(), *meaning));
    }
}

fn only_between_kept(chosen: &mut Chosen) {
    let words = &chosen.words;
    let is_kept = |(word, meaning): &Node| words.get(word).is_some_and(|senses| senses.iter().any(|(other, _)| other == meaning));
    chosen.links.retain(|(one, _, two)| is_kept(one) && is_kept(two) && one != two);
}

/// Counts the meanings under each meaning, itself among them.
fn count_below(chosen: &mut Chosen) {
    let mut above: HashMap<u32, Vec<u32>> = HashMap::new();
    for (one, other) in &chosen.above {
        above.entry(*one).or_default().push(*other);
    }
    for start in 0..chosen.meanings.len() as u32 {
        let (mut met, mut open) = (BTreeSet::from([start]), vec![start]);
        while let Some(meaning) = open.pop() {
            if let Some((_, below)) = chosen.meanings.get_mut(meaning as usize) {
                *below += 1;
            }
            open.extend(above.get(&meaning).into_iter().flatten().copied().filter(|other| met.insert(*other)));
        }
    }
}

fn add_forms(chosen: &mut Chosen, wordnet: &WordNet) {
    for (part, form, base) in &wordnet.irregular {
        let part = match part {
            'n' => 0,
            'v' => 1,
            'a' => 2,
            _ => 3,
        };
        if form != base && chosen.words.contains_key(base) {
            chosen.forms.entry(form.clone()).or_default().insert((part, base.clone()));
        }
    }
}
