//! Made-up claims of a realistic mix: 50 predicates, people and things, some of whom are told of more often.

use std::time::Instant as Stopwatch;

use asof::{Batch, Claim, Kind, Memory, Operation, Point, Statement};

use crate::{Failure, measure::Luck};

/// Claims told in one transaction.
const AT_ONCE: usize = 1_000;
/// Of a hundred entities, so many are people; the rest are companies.
const PEOPLE: u64 = 70;
/// There are no more entities than names.
const MOST: u64 = 1 << 20;
const SOURCES: u64 = 40;
/// Of a hundred claims, so many say again what another source said.
const AGAIN: u64 = 8;

const FIRST: [&str; 40] = [
    "Ada", "Ana", "Boris", "Bruno", "Carla", "Chen", "Clara", "Dmitri", "Elena", "Emil", "Farid", "Fatima", "Greta", "Hana", "Hugo",
    "Ines", "Ivan", "Jonas", "Julia", "Kira", "Lars", "Lucia", "Luis", "Mara", "Miguel", "Mona", "Nils", "Noor", "Olga", "Omar", "Pavel",
    "Petra", "Quentin", "Rosa", "Samir", "Sven", "Tara", "Tomas", "Vera", "Yusuf",
];
const SYLLABLES: [&str; 32] = [
    "ba", "bel", "cor", "cas", "den", "dra", "fal", "fen", "gri", "gol", "hol", "has", "jan", "jor", "kel", "kov", "lum", "lin", "mor",
    "mas", "nev", "nor", "pol", "per", "ras", "ros", "sil", "sten", "tov", "tar", "wen", "vik",
];

/// What is told of whom.
#[derive(Clone, Copy)]
enum Sort {
    /// One at a time, from some day on.
    State,
    /// Several at a time.
    Several,
    /// Something that happened on a day.
    Event,
    /// A state with a value for its object.
    Value,
    /// One for good.
    Once,
}

use Sort::{Event, Once, Several, State, Value};

/// Predicates by sort and by what their objects are: the first letters of a pool.
const PREDICATES: [(&str, Sort, &str); 50] = [
    ("lives_in", State, "place"),
    ("works_at", State, "company"),
    ("married_to", State, "person"),
    ("reports_to", State, "person"),
    ("plays_for", State, "club"),
    ("studies_at", State, "school"),
    ("has_title", State, "title"),
    ("coached_by", State, "person"),
    ("uses_bank", State, "company"),
    ("main_language", State, "language"),
    ("drives", State, "product"),
    ("phone_plan", State, "product"),
    ("born_in", Once, "place"),
    ("mother", Once, "person"),
    ("father", Once, "person"),
    ("died_in", Once, "place"),
    ("native_language", Once, "language"),
    ("knows", Several, "person"),
    ("friend_of", Several, "person"),
    ("sibling_of", Several, "person"),
    ("child", Several, "person"),
    ("likes", Several, "band"),
    ("dislikes", Several, "product"),
    ("speaks", Several, "language"),
    ("member_of", Several, "club"),
    ("owns", Several, "product"),
    ("edits_with", Several, "product"),
    ("invested_in", Several, "company"),
    ("wrote", Several, "work"),
    ("reads", Several, "work"),
    ("plays", Several, "instrument"),
    ("follows", Several, "person"),
    ("advises", Several, "company"),
    ("collaborates_with", Several, "person"),
    ("visited", Event, "place"),
    ("met", Event, "person"),
    ("bought", Event, "product"),
    ("sold", Event, "product"),
    ("attended", Event, "work"),
    ("won", Event, "prize"),
    ("reviewed", Event, "work"),
    ("called", Event, "person"),
    ("travelled_to", Event, "place"),
    ("presented", Event, "work"),
    ("repaired", Event, "product"),
    ("hired", Event, "person"),
    ("age_group", Value, "group"),
    ("salary_band", Value, "band"),
    ("shoe_size", Value, "size"),
    ("favourite_number", Value, "number"),
];

/// Draws claims one after the other; the same seed draws the same.
pub struct Made {
    luck: Luck,
    /// Who or what is told of, people first.
    entities: u64,
    people: u64,
    told: Vec<(u64, usize, u64, u64)>,
}

impl Made {
    /// Claims about so many entities.
    pub fn new(seed: u64, entities: usize) -> Self {
        let entities = (entities as u64).clamp(100, MOST);
        Self { luck: Luck(seed), entities, people: entities * PEOPLE / 100, told: Vec::new() }
    }

    /// Tells so many more claims, in transactions that are durable each. The seconds that telling took.
    pub fn tell(&mut self, memory: &Memory, count: usize) -> Result<f64, Failure> {
        let mut left = count;
        let mut seconds = 0.0;
        while left > 0 {
            let now = left.min(AT_ONCE);
            let operations = (0..now).map(|_| self.claim()).collect::<Result<_, _>>()?;
            let start = Stopwatch::now();
            memory.tell_batches(&[Batch { operations, ..Batch::default() }])?;
            seconds += start.elapsed().as_secs_f64();
            left -= now;
        }
        Ok(seconds)
    }

    fn claim(&mut self) -> Result<Operation, Failure> {
        let again = !self.told.is_empty() && self.luck.below(100) < AGAIN;
        let drawn = if again { self.any_told() } else { self.fresh() };
        let (subject, at, object, day) = drawn;
        let (predicate, sort, pool) = PREDICATES.get(at).copied().unwrap_or(("knows", Several, "person"));
        let date: Point = format!("{}-{:02}-{:02}", 1990 + day / 336, 1 + day / 28 % 12, 1 + day % 28).parse()?;
        let claim = Claim::new(&self.entity(subject), predicate, &self.named(pool, object));
        let claim = match sort {
            State | Value => claim.kind(Kind::Begins).from(date),
            Event => claim.kind(Kind::Happens).from(date),
            Several | Once => claim,
        };
        Ok(Operation::Claim(Statement::new(claim).source(&format!("feed {}", self.luck.below(SOURCES)))))
    }

    /// Half are about a tenth of all.
    fn fresh(&mut self) -> (u64, usize, u64, u64) {
        let subject = if self.luck.below(2) == 0 { self.luck.below(self.entities / 10) } else { self.luck.below(self.entities) };
        // Those of whom much is told are of all sorts.
        let subject = subject * 7_919 % self.entities;
        let at = usize::try_from(self.luck.below(PREDICATES.len() as u64)).unwrap_or(0);
        let drawn = (subject, at, self.luck.next(), self.luck.below(35 * 336));
        // Enough to say some of them again.
        if self.luck.below(20) == 0 {
            self.told.push(drawn);
        }
        drawn
    }

    fn entity(&self, number: u64) -> String {
        let sort = if number.is_multiple_of(3) { "Works" } else { "Group" };
        if number < self.people { person(number) } else { format!("{} {sort}", word(number)) }
    }

    /// The name of an object of some pool: there are many people and companies, fewer places, and a few languages.
    fn named(&self, pool: &str, number: u64) -> String {
        let of = |what: &str, one_in: u64| format!("{}{what}", word(number % (self.entities / one_in).max(20)));
        match pool {
            "person" => person(number % self.people),
            "company" => self.entity(self.people + number % (self.entities - self.people)),
            "place" => of("ford", 40),
            "club" => of(" United", 100),
            "school" => of(" College", 200),
            "work" => format!("The {} of {}", word(number % 200), word(number / 200 % 100)),
            "product" => of(" 2", 60),
            "prize" => of(" Prize", 1_000),
            "language" => format!("{}ish", word(number % 60)),
            "instrument" | "title" => format!("{}er", word(number % 60)),
            "group" | "size" | "number" => (number % 50).to_string(),
            _ => of("s", 200),
        }
    }

    fn any_told(&mut self) -> (u64, usize, u64, u64) {
        let at = usize::try_from(self.luck.below(self.told.len() as u64)).unwrap_or(0);
        self.told.get(at).copied().unwrap_or((0, 0, 0, 0))
    }
}

fn person(number: u64) -> String {
    format!("{} {}", pick(&FIRST, number), word(number / FIRST.len() as u64))
}

/// A name of three or four syllables, another for each number.
fn word(number: u64) -> String {
    // A step that shares no divisor with the number of words: neighbours look different.
    let mixed = number.wrapping_mul(614_657) % (1 << 20);
    let count = if mixed < 1 << 15 { 3 } else { 4 };
    let text: String = (0..count).map(|at| pick(&SYLLABLES, mixed >> (5 * at))).collect();
    let (first, rest) = text.split_at(1);
    first.to_uppercase() + rest
}

fn pick<'w>(words: &[&'w str], at: u64) -> &'w str {
    usize::try_from(at % (words.len() as u64).max(1)).ok().and_then(|at| words.get(at)).copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn everybody_has_a_name_of_their_own() {
        let made = Made::new(1, 200_000);
        let names: BTreeSet<String> = (0..made.entities).map(|number| made.entity(number)).collect();
        assert_eq!(names.len() as u64, made.entities);
    }

    #[test]
    fn a_memory_takes_the_claims_and_the_same_seed_draws_the_same() {
        let told = |seed| {
            let memory = Memory::options().volatile().unwrap();
            Made::new(seed, 500).tell(&memory, 2_500).unwrap();
            memory.snapshot().stats().claims
        };
        assert_eq!(told(1), told(1));
        assert!(2_400 < told(1));
        let predicates: BTreeSet<&str> = PREDICATES.iter().map(|(name, _, _)| *name).collect();
        assert_eq!(predicates.len(), PREDICATES.len());
    }
}
