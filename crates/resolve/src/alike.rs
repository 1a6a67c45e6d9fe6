//! Two names compared: which words agree and how, what is left over, and what that is worth.

use crate::{
    evidence::{Case, Clue, Limit},
    lists,
    profile::Kind,
    reading::Reading,
    slip::{Edit, Slip, slip},
    words::{Word, WordId, Words},
};

/// What it adds that a name agrees to the last word: within one memory that is nearly always one entity.
const WHOLE: f64 = 6.0;

/// How two words agree.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Level {
    Equal,
    Umlaut,
    Nickname,
    Initial,
    Typo(Slip),
}

/// Words of one name that found their like in the other.
struct Alignment {
    /// Positions in both, in the order of the first.
    pairs: Vec<(usize, usize, Level)>,
    left: Vec<usize>,
    right: Vec<usize>,
}

/// What the kinds say about who is meant.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Kinds(pub Option<Kind>, pub Option<Kind>);

impl Kinds {
    fn any(self, kind: Kind) -> bool {
        self.0 == Some(kind) || self.1 == Some(kind)
    }

    fn both(self, kind: Kind) -> bool {
        self.0 == Some(kind) && self.1 == Some(kind)
    }
}

/// Two readings and what they are compared with.
pub(crate) struct Pair<'w> {
    pub words: &'w Words,
    pub a: &'w Reading,
    pub b: &'w Reading,
    pub kinds: Kinds,
}

impl Pair<'_> {
    /// The case that the names make, before any fact.
    pub(crate) fn case(&self, tell: bool) -> Case {
        let mut case = Case::new(-self.words.crowd().ln(), tell);
        if self.a.relational || self.b.relational {
            let name = if self.a.relational { self.a } else { self.b };
            case.bound(|| Clue::Description(name.solid.clone()), 0.0, Limit::Apart);
            return case;
        }
        if self.short_form(&mut case) {
            return case;
        }
        self.surroundings(&mut case);
        if case.limit == Limit::Apart {
            return case;
        }
        if !self.whole(&mut case) && !self.acronym(&mut case) {
            self.aligned(&mut case);
        }
        case
    }

    fn short_form(&self, case: &mut Case) -> bool {
        let (a, b) = (self.a.short_form, self.b.short_form);
        if a.is_none() || a != b || !self.a.qualifier.is_empty() || !self.b.qualifier.is_empty() || self.kinds.any(Kind::Person) {
            return false;
        }
        case.whole = true;
        case.add(|| Clue::ShortForm(self.a.solid.clone(), self.b.solid.clone()), self.words.crowd().ln() + WHOLE);
        true
    }

    /// What stands around the names: numbers, brackets, generations, titles, legal forms.
    fn surroundings(&self, case: &mut Case) {
        if self.a.numbers != self.b.numbers {
            case.bound(|| Clue::Numbers(self.join(&self.a.numbers), self.join(&self.b.numbers)), -8.0, Limit::Apart);
        }
        if self.a.qualifier != self.b.qualifier {
            let both = !self.a.qualifier.is_empty() && !self.b.qualifier.is_empty();
            let words = if self.a.qualifier.is_empty() { &self.b.qualifier } else { &self.a.qualifier };
            case.bound(|| Clue::Qualifier(self.join(words)), -4.0, if both { Limit::Apart } else { Limit::Unsure });
        }
        if self.a.generation != self.b.generation {
            let both = self.a.generation.is_some() && self.b.generation.is_some();
            distinguish(self.a.generation, self.b.generation, if both { Limit::Apart } else { Limit::Unsure }, case);
        }
        if self.a.legal.is_some() && self.b.legal.is_some() && self.a.legal != self.b.legal {
            distinguish(self.a.legal, self.b.legal, Limit::Unsure, case);
        }
        self.titles(case);
    }

    fn titles(&self, case: &mut Case) {
        let has = |reading: &Reading, list: &[&str]| reading.titles.iter().any(|title| list.contains(&self.words.text(*title)));
        let (men, women) = (lists::TITLES_OF_MEN, lists::TITLES_OF_WOMEN);
        if has(self.a, men) && has(self.b, women) || has(self.a, women) && has(self.b, men) {
            case.bound(|| Clue::Gender(self.join(&self.a.titles), self.join(&self.b.titles)), -8.0, Limit::Apart);
        } else if self.a.titles != self.b.titles {
            let titles = if self.a.titles.is_empty() { &self.b.titles } else { &self.a.titles };
            case.add(|| Clue::Title(self.join(titles)), 0.0);
            // "King George" need not be George.
            if self.a.core.len().min(self.b.core.len()) < 2 {
                case.limit(Limit::WithFacts);
            }
        }
    }

    /// Names that agree as a whole. Within one memory that is nearly always one entity.
    fn whole(&self, case: &mut Case) -> bool {
        let Some(clue) = self.agreement() else { return false };
        case.whole = 2 <= self.a.core.len() + self.a.numbers.len();
        let rarity: f64 = self.a.core.iter().map(|word| -self.words.frequency(*word).ln()).sum();
        let numbers = match (self.a.numbers.is_empty(), self.a.core.is_empty()) {
            (true, _) => 0.0,
            (false, false) => 3.0,
            (false, true) => 7.0,
        };
        case.add(|| clue, rarity + numbers + WHOLE);
        self.small_words(case);
        self.legal_form(case);
        true
    }

    fn agreement(&self) -> Option<Clue> {
        let umlauts = |(x, y): (&WordId, &WordId)| x == y || is_umlaut(self.words.get(*x), self.words.get(*y));
        if self.a.solid.is_empty() || self.b.solid.is_empty() {
            None
        } else if self.a.core == self.b.core && !(self.a.core.is_empty() && self.a.numbers.is_empty()) {
            Some(Clue::SameName)
        } else if self.a.solid == self.b.solid {
            Some(Clue::Spacing)
        } else {
            let same = self.a.core.len() == self.b.core.len() && self.a.core.iter().zip(&self.b.core).all(umlauts);
            same.then(|| Clue::Transliteration(self.a.solid.clone(), self.b.solid.clone()))
        }
    }

    /// "King Kong" is not "King of Kong"; but particles of people's names come and go.
    fn small_words(&self, case: &mut Case) {
        let that_count = |reading: &Reading| -> Vec<WordId> {
            let free = |word: &&WordId| !matches!(self.words.text(**word), "the" | "a" | "an" | "and");
            reading.small.iter().filter(free).copied().collect()
        };
        let (a, b) = (that_count(self.a), that_count(self.b));
        if a == b {
            return;
        }
        let one_sided = a.is_empty() || b.is_empty();
        let limit = match one_sided {
            true if self.like_a_person([&self.a.core, &self.b.core]) => return,
            true => Limit::WithFacts,
            false => Limit::Unsure,
        };
        let clue = || if one_sided { Clue::Extra(self.join(&[a, b].concat())) } else { Clue::Different(self.join(&a), self.join(&b)) };
        case.bound(clue, -2.0, limit);
    }

    /// "Walt Disney" founded "Walt Disney Co.".
    fn legal_form(&self, case: &mut Case) {
        let (Some(form), true) = (self.a.legal.or(self.b.legal), self.a.legal != self.b.legal) else { return };
        case.add(|| Clue::LegalForm(form.to_owned()), 0.0);
        let like_a_person = 2 <= self.a.core.len() && self.a.core.first().is_some_and(|word| self.words.get(*word).given);
        if (like_a_person || self.kinds.any(Kind::Person)) && !self.kinds.both(Kind::Organisation) {
            case.limit(Limit::Unsure);
        }
    }

    /// "NYC": one word in capitals, made of the initials of the other name. Many names have these initials.
    fn acronym(&self, case: &mut Case) -> bool {
        let (short, long) = match (self.a.capitals, self.b.capitals) {
            (true, false) => (self.a, self.b),
            (false, true) => (self.b, self.a),
            _ => return false,
        };
        if !initials(long, self.words).contains(&short.solid) || short.solid.len() < 2 || self.kinds.any(Kind::Person) {
            return false;
        }
        #[expect(clippy::cast_precision_loss, reason = "a handful of letters")]
        let letters = short.solid.len() as f64;
        case.bound(|| Clue::Acronym(short.solid.to_uppercase(), self.join(&long.core)), letters * 2.9 - 1.0, Limit::WithAFact);
        true
    }

    fn aligned(&self, case: &mut Case) {
        let (a, b) = self.in_one_order();
        let alignment = self.align(&a, &b);
        if alignment.pairs.is_empty() {
            return case.bound(|| Clue::Different(self.join(&a), self.join(&b)), -6.0, Limit::Apart);
        }
        self.agreements(&a, &b, &alignment, case);
        self.order(&alignment, case);
        self.leftovers(&a, &b, &alignment, case);
        self.small_words(case);
        self.legal_form(case);
    }

    /// The words of both; "Ito, Ana" is turned round if the other has no comma.
    fn in_one_order(&self) -> (Vec<WordId>, Vec<WordId>) {
        let turned = |reading: &Reading, other: &Reading| {
            let mut words = reading.core.clone();
            if 0 < reading.before_comma && reading.before_comma < words.len() && other.before_comma == 0 && 1 < other.core.len() {
                words.rotate_left(reading.before_comma);
            }
            words
        };
        (turned(self.a, self.b), turned(self.b, self.a))
    }

    fn align(&self, a: &[WordId], b: &[WordId]) -> Alignment {
        let mut pairs: Vec<(usize, usize, Level)> = Vec::new();
        let mut taken = vec![false; b.len()];
        for exact in [true, false] {
            for (i, word) in a.iter().enumerate() {
                if pairs.iter().any(|pair| pair.0 == i) {
                    continue;
                }
                let free = b.iter().enumerate().filter(|(j, _)| !taken.get(*j).copied().unwrap_or(true));
                let found = free.filter_map(|(j, other)| Some((j, self.level(*word, *other, exact)?))).min_by_key(|(j, _)| j.abs_diff(i));
                if let Some((j, level)) = found {
                    pairs.push((i, j, level));
                    if let Some(slot) = taken.get_mut(j) {
                        *slot = true;
                    }
                }
            }
        }
        pairs.sort_by_key(|pair| pair.0);
        let left = (0..a.len()).filter(|i| pairs.iter().all(|pair| pair.0 != *i)).collect();
        let right = (0..b.len()).filter(|j| !taken.get(*j).copied().unwrap_or(true)).collect();
        Alignment { pairs, left, right }
    }

    fn level(&self, a: WordId, b: WordId, exact: bool) -> Option<Level> {
        if exact || a == b {
            return (a == b).then_some(Level::Equal);
        }
        let (a, b) = (self.words.get(a), self.words.get(b));
        if a.is_letter() || b.is_letter() {
            let agree = !self.is_thing() && a.text.chars().next() == b.text.chars().next() && a.is_letter() != b.is_letter();
            return agree.then_some(Level::Initial);
        }
        if is_umlaut(a, b) {
            return Some(Level::Umlaut);
        }
        if a.lines.iter().any(|line| b.lines.contains(line)) {
            return Some(Level::Nickname);
        }
        let real = a.given && b.given || 3 <= a.profiles && 3 <= b.profiles;
        // A given name with another ending is another name.
        slip(&a.text, &b.text).filter(|slip| !real && !(slip.inflects() && (a.given || b.given))).map(Level::Typo)
    }

    /// Known to be no person, or nothing like one: a letter in its name is not short for a word.
    fn is_thing(&self) -> bool {
        let thing = |kind: Option<Kind>| matches!(kind, Some(Kind::Organisation | Kind::Place | Kind::Work));
        thing(self.kinds.0) || thing(self.kinds.1)
    }

    /// Whether one of these is known to be a person, or starts with a given name.
    fn like_a_person(&self, names: [&[WordId]; 2]) -> bool {
        let given = |name: &[WordId]| name.first().is_some_and(|word| self.words.get(*word).given);
        !self.is_thing() && (self.kinds.any(Kind::Person) || names.into_iter().any(given))
    }

    fn agreements(&self, a: &[WordId], b: &[WordId], alignment: &Alignment, case: &mut Case) {
        let (mut edits, mut initials) = (0, 0);
        for &(i, j, level) in &alignment.pairs {
            let (Some(&x), Some(&y)) = (a.get(i), b.get(j)) else { continue };
            case.add(|| self.word_clue(x, y, level), self.weigh(x, y, level));
            match level {
                Level::Typo(slip) => {
                    edits += if slip.edit == Edit::Two { 2 } else { 1 };
                    self.doubt(x, y, slip, case);
                }
                Level::Initial => initials += 1,
                Level::Equal | Level::Umlaut | Level::Nickname => {}
            }
        }
        let solid = alignment.pairs.iter().filter(|pair| pair.2 != Level::Initial).count();
        let extra = !alignment.left.is_empty() || !alignment.right.is_empty();
        if 2 < edits || solid == 0 || 0 < initials && solid < 2 && extra {
            case.limit(Limit::Unsure);
        }
        // A surname by its initial, "Ana S.", or a single initial before a surname.
        let one_nickname = matches!(alignment.pairs[..], [(_, _, Level::Nickname)]);
        let last_initial = alignment.pairs.last().is_some_and(|pair| pair.2 == Level::Initial);
        if one_nickname || last_initial {
            case.limit(Limit::WithFacts);
        } else if initials == 1 && solid < 2 {
            case.limit(Limit::WithAFact);
        }
    }

    /// Frequency-based weights (Fellegi and Sunter 1969; Winkler 1989): agreeing on a rare word says more.
    fn weigh(&self, x: WordId, y: WordId, level: Level) -> f64 {
        let rarity = -self.words.frequency(x).max(self.words.frequency(y)).ln();
        match level {
            Level::Equal if self.words.get(x).is_letter() => 2.3,
            Level::Equal => rarity,
            Level::Umlaut => rarity - 0.5,
            Level::Nickname => rarity - 1.5,
            Level::Initial => 2.5,
            Level::Typo(slip) => {
                let swapped = if slip.edit == Edit::Swap { 1.0 } else { 0.0 };
                let long_word = if 8 <= slip.length { 1.5 } else { 0.0 };
                rarity - 3.0 + swapped + long_word
            }
        }
    }

    fn word_clue(&self, x: WordId, y: WordId, level: Level) -> Clue {
        let (a, b) = (self.words.text(x).to_owned(), self.words.text(y).to_owned());
        let (short, long) = if a.len() < b.len() { (a, b) } else { (b, a) };
        match level {
            Level::Equal => Clue::Word(short),
            Level::Umlaut => Clue::Transliteration(short, long),
            Level::Nickname => Clue::Nickname(short, long),
            Level::Initial => Clue::Initial(short, long),
            Level::Typo(_) => Clue::Typo(short, long),
        }
    }

    /// A slip that may as well be another name.
    fn doubt(&self, x: WordId, y: WordId, slip: Slip, case: &mut Case) {
        let (a, b) = (self.words.get(x), self.words.get(y));
        let (rare, common) = if a.profiles < b.profiles { (a, b) } else { (b, a) };
        let misspelt = rare.profiles <= 1 && !rare.given && (3 <= common.profiles || common.given);
        let another = slip.vowels && slip.edit != Edit::Gap || slip.inflects();
        let trusted = slip.clear() || misspelt && !another || slip.edit == Edit::Two;
        if !trusted {
            case.limit(Limit::WithAFact);
        }
    }

    fn order(&self, alignment: &Alignment, case: &mut Case) {
        let rising = alignment.pairs.iter().zip(alignment.pairs.iter().skip(1)).all(|(one, next)| one.1 < next.1);
        if !rising {
            let whole = alignment.left.is_empty() && alignment.right.is_empty();
            case.bound(|| Clue::Order, -2.0, if whole { Limit::WithFacts } else { Limit::Apart });
        } else if self.a.before_comma != self.b.before_comma && alignment.left.is_empty() && alignment.right.is_empty() {
            let certain = alignment.pairs.iter().all(|pair| matches!(pair.2, Level::Equal | Level::Umlaut));
            case.add(|| Clue::Order, if certain { WHOLE } else { 0.0 });
        }
    }

    fn leftovers(&self, a: &[WordId], b: &[WordId], alignment: &Alignment, case: &mut Case) {
        let words = |ids: &[WordId], at: &[usize]| -> Vec<WordId> { at.iter().filter_map(|at| ids.get(*at)).copied().collect() };
        let (left, right) = (words(a, &alignment.left), words(b, &alignment.right));
        match (left.is_empty(), right.is_empty()) {
            (true, true) => {}
            (false, false) => case.bound(|| Clue::Different(self.join(&left), self.join(&right)), -6.0, Limit::Apart),
            (false, true) => self.extra(b, a, &alignment.left, case),
            (true, false) => self.extra(a, b, &alignment.right, case),
        }
    }

    /// One name has words that the other lacks.
    fn extra(&self, short: &[WordId], long: &[WordId], at: &[usize], case: &mut Case) {
        let extra: Vec<WordId> = at.iter().filter_map(|at| long.get(*at)).copied().collect();
        let (leading, trailing) = (at.contains(&0), at.contains(&(long.len().saturating_sub(1))));
        let person = self.like_a_person([short, long]);
        let letters = extra.iter().all(|word| self.words.get(*word).is_letter());
        let clue = || Clue::Extra(self.join(&extra));
        let place_word = extra.iter().all(|word| lists::PLACE_WORDS.contains(&self.words.text(*word)));
        if place_word && !leading && !person {
            return case.bound(clue, -0.5, Limit::Unsure);
        }
        if short.len() == 1 {
            let weight = if person { -0.5 } else { -3.5 };
            let limit = if person { Limit::WithFacts } else { Limit::Unsure };
            return case.bound(|| Clue::OneWord(self.join(short), self.join(long)), weight, limit);
        }
        if letters && (trailing || !person && !self.starts_with_letter(short)) {
            // "Braga B" is the second team of Braga.
            return case.bound(clue, -8.0, Limit::Apart);
        }
        match (leading || trailing, person || letters) {
            // "George W. Bush" is not George H. W. Bush: who tells one middle name tells all.
            (false, true) if 3 <= short.len() => case.bound(clue, -2.0, Limit::WithAFact),
            (false, true) => case.add(clue, if letters { -0.5 } else { -1.5 }),
            (true, true) if extra.len() == 1 || self.kinds.any(Kind::Person) => case.bound(clue, -2.0, Limit::WithFacts),
            (false, false) => case.bound(clue, -2.0, Limit::Unsure),
            (true, _) => case.bound(clue, -10.0, Limit::Unsure),
        }
    }

    fn starts_with_letter(&self, name: &[WordId]) -> bool {
        name.first().is_some_and(|word| self.words.get(*word).is_letter())
    }

    fn join(&self, words: &[WordId]) -> String {
        words.iter().map(|word| self.words.text(*word)).collect::<Vec<_>>().join(" ")
    }
}

fn distinguish(a: Option<&str>, b: Option<&str>, limit: Limit, case: &mut Case) {
    case.bound(|| Clue::Distinction(a.unwrap_or("").to_owned(), b.unwrap_or("").to_owned()), -4.0, limit);
}

fn is_umlaut(a: &Word, b: &Word) -> bool {
    a.spelled_out.as_ref() == Some(&b.text)
        || b.spelled_out.as_ref() == Some(&a.text)
        || a.umlauts_merged == b.umlauts_merged && 4 <= a.umlauts_merged.len() && !(a.given && b.given)
}

/// Words that acronyms leave out, beside the small ones.
const PASSED_OVER: &[&str] = &["in", "for", "on", "at", "to", "by", "with"];

/// The initials that a name of several words may be called by.
pub(crate) fn initials(reading: &Reading, words: &Words) -> Vec<String> {
    if reading.core.len() < 2 {
        return Vec::new();
    }
    let first = |word: &WordId| words.text(*word).chars().next();
    let counted = |word: &&WordId| !PASSED_OVER.contains(&words.text(**word));
    let all: String = reading.core.iter().filter_map(first).collect();
    let short: String = reading.core.iter().filter(counted).filter_map(first).collect();
    if short == all { vec![all] } else { vec![all, short] }
}
