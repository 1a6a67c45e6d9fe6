//! The table of verbs: which words say which predicate, and how.

/// What a verb says of its predicate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Means {
    /// It is so: "lives in".
    State,
    /// It came to be so: "moved to".
    Begin,
    /// It stopped being so: "moved out of".
    End,
    /// It happened: "visited".
    Happen,
}

/// What must stand after the verb.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Slot {
    /// A name.
    Name,
    /// A name, or a plain noun phrase: "strong coffee".
    Phrase,
    /// A name, or "a car", or "my car".
    Thing,
    /// One capitalised word: "French".
    Language,
    /// "a nurse".
    Job,
    /// "the mayor of Lyon".
    Role,
    /// "my wife", "Bob's wife".
    Tie,
    /// "in Lyon", or only a date; the predicates of the place and of the date.
    Life(&'static str, &'static str),
    /// "from Paris to Lyon".
    Journey,
}

/// The forms of a verb.
#[derive(Debug)]
pub struct Verb {
    /// "live"
    pub base: &'static str,
    /// "lives"
    pub third: &'static str,
    /// "lived"
    pub past: &'static str,
    /// "has lived"
    pub done: &'static str,
    /// "is living"
    pub ing: &'static str,
}

/// A verb with the words that belong to it, and what they say.
#[derive(Debug)]
pub struct Row {
    /// The verb; none for "be", which has its tense in the verb group.
    pub verb: Option<&'static Verb>,
    /// The words after the verb.
    pub tail: &'static str,
    /// The predicate; several where only what was read before can settle which, the first where the object is a company.
    pub predicates: &'static [&'static str],
    /// What is said of it.
    pub means: Means,
    /// What must follow.
    pub slot: Slot,
}

/// Predicates whose subject may be a company.
pub const OF_COMPANIES: &[&str] = &["owns", "headquartered_in", "located_in", "part_of", "member_of", "founded"];

/// Predicates that never end; the schemas say so too.
pub const PERMANENT: &[&str] = &["born_in", "born_on", "died_in", "died_on", "graduated_from", "sibling_of", "parent_of", "founded"];

/// Offices, in small letters, and their predicates.
pub const ROLES: &[(&str, &str)] = &[
    ("ceo", "ceo_of"),
    ("chief executive", "ceo_of"),
    ("chief executive officer", "ceo_of"),
    ("president", "president_of"),
    ("prime minister", "prime_minister_of"),
    ("governor", "governor_of"),
    ("mayor", "mayor_of"),
    ("attorney general", "attorney_general_of"),
    ("head", "head_of"),
];

/// What somebody is to another: the predicate, and whether it is read from the other's side.
pub const TIES: &[(&str, &str, bool)] = &[
    ("wife", "spouse_of", false),
    ("husband", "spouse_of", false),
    ("spouse", "spouse_of", false),
    ("girlfriend", "partner_of", false),
    ("boyfriend", "partner_of", false),
    ("fiancé", "engaged_to", false),
    ("fiancée", "engaged_to", false),
    ("friend", "friend_of", false),
    ("best friend", "friend_of", false),
    ("sister", "sibling_of", false),
    ("brother", "sibling_of", false),
    ("mother", "parent_of", false),
    ("father", "parent_of", false),
    ("mum", "parent_of", false),
    ("mom", "parent_of", false),
    ("dad", "parent_of", false),
    ("son", "parent_of", true),
    ("daughter", "parent_of", true),
    ("neighbour", "neighbour_of", false),
    ("neighbor", "neighbour_of", false),
    ("colleague", "colleague_of", false),
    ("coworker", "colleague_of", false),
    ("boss", "manages", false),
];

const fn verb(base: &'static str, third: &'static str, past: &'static str, done: &'static str, ing: &'static str) -> Verb {
    Verb { base, third, past, done, ing }
}

const ADORE: Verb = verb("adore", "adores", "adored", "adored", "adoring");
const BECOME: Verb = verb("become", "becomes", "became", "become", "becoming");
const BEGIN: Verb = verb("begin", "begins", "began", "begun", "beginning");
const BUY: Verb = verb("buy", "buys", "bought", "bought", "buying");
const DIE: Verb = verb("die", "dies", "died", "died", "dying");
const DISLIKE: Verb = verb("dislike", "dislikes", "disliked", "disliked", "disliking");
const DIVORCE: Verb = verb("divorce", "divorces", "divorced", "divorced", "divorcing");
const DROP: Verb = verb("drop", "drops", "dropped", "dropped", "dropping");
const ENJOY: Verb = verb("enjoy", "enjoys", "enjoyed", "enjoyed", "enjoying");
const ENROL: Verb = verb("enrol", "enrols", "enrolled", "enrolled", "enrolling");
const FOUND: Verb = verb("found", "founds", "founded", "founded", "founding");
const GET: Verb = verb("get", "gets", "got", "got", "getting");
const GRADUATE: Verb = verb("graduate", "graduates", "graduated", "graduated", "graduating");
const HATE: Verb = verb("hate", "hates", "hated", "hated", "hating");
const JOIN: Verb = verb("join", "joins", "joined", "joined", "joining");
const LEAVE: Verb = verb("leave", "leaves", "left", "left", "leaving");
const LIKE: Verb = verb("like", "likes", "liked", "liked", "liking");
const LIVE: Verb = verb("live", "lives", "lived", "lived", "living");
const LOVE: Verb = verb("love", "loves", "loved", "loved", "loving");
const MARRY: Verb = verb("marry", "marries", "married", "married", "marrying");
const MOVE: Verb = verb("move", "moves", "moved", "moved", "moving");
const OWN: Verb = verb("own", "owns", "owned", "owned", "owning");
const PREFER: Verb = verb("prefer", "prefers", "preferred", "preferred", "preferring");
const QUIT: Verb = verb("quit", "quits", "quit", "quit", "quitting");
const RESIGN: Verb = verb("resign", "resigns", "resigned", "resigned", "resigning");
const SELL: Verb = verb("sell", "sells", "sold", "sold", "selling");
const SPEAK: Verb = verb("speak", "speaks", "spoke", "spoken", "speaking");
const START: Verb = verb("start", "starts", "started", "started", "starting");
const STEP: Verb = verb("step", "steps", "stepped", "stepped", "stepping");
const STOP: Verb = verb("stop", "stops", "stopped", "stopped", "stopping");
const STUDY: Verb = verb("study", "studies", "studied", "studied", "studying");
const VISIT: Verb = verb("visit", "visits", "visited", "visited", "visiting");
const WORK: Verb = verb("work", "works", "worked", "worked", "working");

const fn row(verb: &'static Verb, tail: &'static str, predicates: &'static [&'static str], means: Means, slot: Slot) -> Row {
    Row { verb: Some(verb), tail, predicates, means, slot }
}

const fn be(tail: &'static str, predicates: &'static [&'static str], means: Means, slot: Slot) -> Row {
    Row { verb: None, tail, predicates, means, slot }
}

use Means::{Begin, End, Happen, State};
use Slot::{Job, Journey, Language, Life, Name, Phrase, Role, Thing, Tie};

/// Every pattern that is read.
pub const TABLE: &[Row] = &[
    // Homes
    row(&LIVE, "in", &["lives_in"], State, Name),
    row(&MOVE, "to", &["lives_in"], Begin, Name),
    row(&MOVE, "out of", &["lives_in"], End, Name),
    row(&MOVE, "away from", &["lives_in"], End, Name),
    row(&MOVE, "from", &["lives_in"], Begin, Journey),
    row(&START, "living in", &["lives_in"], Begin, Name),
    row(&STOP, "living in", &["lives_in"], End, Name),
    row(&LEAVE, "", &["works_at", "lives_in", "studies_at", "member_of"], End, Name),
    // Work
    row(&WORK, "at", &["works_at"], State, Name),
    row(&WORK, "for", &["works_at"], State, Name),
    be("employed by", &["works_at"], State, Name),
    row(&WORK, "as", &["job_title"], State, Job),
    row(&JOIN, "", &["works_at", "member_of"], Begin, Name),
    row(&START, "at", &["works_at", "studies_at"], Begin, Name),
    row(&START, "working at", &["works_at"], Begin, Name),
    row(&START, "working for", &["works_at"], Begin, Name),
    row(&START, "work at", &["works_at"], Begin, Name),
    row(&START, "a job at", &["works_at"], Begin, Name),
    row(&START, "a new job at", &["works_at"], Begin, Name),
    row(&START, "my job at", &["works_at"], Begin, Name),
    row(&START, "my new job at", &["works_at"], Begin, Name),
    row(&BEGIN, "working at", &["works_at"], Begin, Name),
    row(&BEGIN, "working for", &["works_at"], Begin, Name),
    be("hired by", &["works_at"], Begin, Name),
    row(&QUIT, "", &["works_at", "studies_at", "member_of"], End, Name),
    row(&QUIT, "my job at", &["works_at"], End, Name),
    row(&QUIT, "a job at", &["works_at"], End, Name),
    row(&LEAVE, "my job at", &["works_at"], End, Name),
    row(&LEAVE, "a job at", &["works_at"], End, Name),
    row(&RESIGN, "from", &["works_at", "member_of"], End, Name),
    row(&STOP, "working at", &["works_at"], End, Name),
    row(&STOP, "working for", &["works_at"], End, Name),
    be("fired from", &["works_at"], End, Name),
    be("fired by", &["works_at"], End, Name),
    be("laid off from", &["works_at"], End, Name),
    be("laid off by", &["works_at"], End, Name),
    // Study
    row(&STUDY, "at", &["studies_at"], State, Name),
    be("a student at", &["studies_at"], State, Name),
    row(&START, "studying at", &["studies_at"], Begin, Name),
    row(&BEGIN, "studying at", &["studies_at"], Begin, Name),
    row(&ENROL, "at", &["studies_at"], Begin, Name),
    row(&STOP, "studying at", &["studies_at"], End, Name),
    row(&DROP, "out of", &["studies_at"], End, Name),
    row(&GRADUATE, "from", &["graduated_from"], Begin, Name),
    // Ties
    be("married to", &["spouse_of"], State, Name),
    row(&MARRY, "", &["spouse_of"], Begin, Name),
    row(&GET, "married to", &["spouse_of"], Begin, Name),
    row(&DIVORCE, "", &["spouse_of"], End, Name),
    row(&GET, "divorced from", &["spouse_of"], End, Name),
    be("engaged to", &["engaged_to"], State, Name),
    row(&GET, "engaged to", &["engaged_to"], Begin, Name),
    be("friends with", &["friend_of"], State, Name),
    be("a friend of", &["friend_of"], State, Name),
    be("a good friend of", &["friend_of"], State, Name),
    row(&BECOME, "friends with", &["friend_of"], Begin, Name),
    be("a colleague of", &["colleague_of"], State, Name),
    be("a neighbour of", &["neighbour_of"], State, Name),
    be("a member of", &["member_of"], State, Name),
    row(&BECOME, "a member of", &["member_of"], Begin, Name),
    be("", &[], State, Tie),
    // Attitudes
    row(&LIKE, "", &["likes"], State, Phrase),
    row(&LOVE, "", &["likes"], State, Phrase),
    row(&ENJOY, "", &["likes"], State, Phrase),
    row(&ADORE, "", &["likes"], State, Phrase),
    be("fond of", &["likes"], State, Phrase),
    row(&DISLIKE, "", &["dislikes"], State, Phrase),
    row(&HATE, "", &["dislikes"], State, Phrase),
    row(&PREFER, "", &["prefers"], State, Phrase),
    be("allergic to", &["allergic_to"], State, Phrase),
    row(&SPEAK, "", &["speaks"], State, Language),
    // Things
    row(&OWN, "", &["owns"], State, Thing),
    row(&BUY, "", &["owns"], Begin, Thing),
    row(&SELL, "", &["owns"], End, Thing),
    row(&FOUND, "", &["founded"], Begin, Name),
    row(&VISIT, "", &["visited"], Happen, Name),
    // Lives
    be("born", &[], Begin, Life("born_in", "born_on")),
    row(&DIE, "", &[], Begin, Life("died_in", "died_on")),
    // Offices and places
    be("", &[], State, Role),
    row(&BECOME, "", &[], Begin, Role),
    row(&RESIGN, "as", &[], End, Role),
    row(&STEP, "down as", &[], End, Role),
    be("the capital of", &["capital_of"], State, Name),
    row(&BECOME, "the capital of", &["capital_of"], Begin, Name),
    be("headquartered in", &["headquartered_in"], State, Name),
    be("located in", &["located_in"], State, Name),
    be("part of", &["part_of"], State, Name),
];

#[cfg(test)]
mod tests {
    use asof_model::{BUILT_IN, read_schemas};

    use super::*;

    #[test]
    fn every_predicate_has_a_built_in_schema() {
        let schemas = read_schemas(BUILT_IN).unwrap();
        let known = |name: &str| schemas.iter().any(|schema| schema.name == name);
        let lives = |row: &Row| match row.slot {
            Life(place, day) => vec![place, day],
            Name | Phrase | Thing | Language | Job | Role | Tie | Journey => row.predicates.to_vec(),
        };
        let named = TABLE.iter().flat_map(lives).chain(ROLES.iter().map(|role| role.1)).chain(TIES.iter().map(|tie| tie.1));
        for predicate in named.chain(OF_COMPANIES.iter().copied()) {
            assert!(known(predicate), "{predicate}");
            let permanent = schemas.iter().any(|schema| schema.name == predicate && schema.permanent);
            assert_eq!(permanent, PERMANENT.contains(&predicate), "{predicate}");
        }
    }
}
