//! What a phrase of the vocabulary means depends on what it is said of: nobody marries a sofa, a garden belongs to no choir, and who
//! joins a firm works there.

use asof_parser::Pos;

use crate::{
    deed::Deed,
    kin, phrase,
    verb::Tense,
    vocabulary::{Meaning, Means},
};

/// Where people work, by the common noun.
const WORKPLACES: &[&str] = &[
    "company",
    "firm",
    "agency",
    "startup",
    "start-up",
    "bank",
    "consultancy",
    "corporation",
    "newspaper",
    "practice",
    "studio",
    "staff",
    "business",
    "hospital",
    "brewery",
    "bakery",
    "publisher",
    "airline",
    "retailer",
    "manufacturer",
    "employer",
    "institute",
    "university",
    "faculty",
];
/// What people are members of, by the common noun or a word of the name.
const CLUBS: &[&str] = &[
    "party",
    "club",
    "choir",
    "orchestra",
    "union",
    "league",
    "association",
    "society",
    "band",
    "team",
    "church",
    "army",
    "navy",
    "force",
    "guard",
    "parliament",
    "senate",
    "order",
    "council",
    "committee",
    "federation",
    "movement",
    "brotherhood",
    "regiment",
    "brigade",
    "corps",
    "squad",
    "ensemble",
    "quartet",
    "united",
    "rovers",
    "city",
    "fc",
    "athletic",
    "wanderers",
    "marines",
    "resistance",
    "guild",
    "lodge",
    "scouts",
    "group",
    "nato",
    "eu",
    "un",
    "community",
    "congress",
    "convent",
    "monastery",
    "expedition",
    "crew",
];
/// Whose work is done in clubs.
const PLAYERS: &[&str] = &[
    "midfielder",
    "striker",
    "goalkeeper",
    "defender",
    "forward",
    "footballer",
    "player",
    "winger",
    "drummer",
    "guitarist",
    "bassist",
    "singer",
    "pianist",
    "violinist",
    "cellist",
    "politician",
    "soldier",
    "pilot",
    "cyclist",
    "swimmer",
    "runner",
    "cricketer",
    "captain",
    "member",
    "volunteer",
];
/// What people catch, and are ill with.
const ILLS: &[&str] = &[
    "cold",
    "flu",
    "influenza",
    "covid",
    "covid-19",
    "coronavirus",
    "virus",
    "bug",
    "pneumonia",
    "infection",
    "disease",
    "fever",
    "malaria",
    "measles",
    "mumps",
    "chickenpox",
    "pox",
    "strep",
    "bronchitis",
    "tuberculosis",
    "cholera",
    "typhus",
    "typhoid",
    "mono",
    "hepatitis",
    "illness",
    "chill",
    "plague",
    "smallpox",
    "norovirus",
];
/// What people move to without moving house.
const POSTS: &[&str] = &[
    "team",
    "department",
    "role",
    "job",
    "position",
    "post",
    "project",
    "desk",
    "side",
    "platform",
    "plan",
    "model",
    "system",
    "branch",
    "group",
    "phase",
    "stage",
    "level",
    "page",
    "topic",
    "school",
    "university",
    "class",
    "party",
    "club",
    "part",
    "unit",
    "ward",
    "division",
    "section",
    "office",
    "schedule",
    "format",
];

impl Deed<'_, '_> {
    /// What the vocabulary's meaning is where it is told of this phrase; `None` where it is not meant.
    pub fn fitted(&self, meaning: Meaning, at: usize) -> Option<Meaning> {
        let meaning = self.owned(meaning);
        let meaning = self.moved(meaning, at)?;
        (self.suits(&meaning, at) && self.people(&meaning, at) && self.work(&meaning, at) && self.deeds(&meaning, at)).then_some(meaning)
    }

    /// "The shop belongs to the Khans": a thing is nobody's member.
    fn owned(&self, meaning: Meaning) -> Meaning {
        let belongs = meaning.predicate == "member_of" && self.scene.tree.lemma(self.clause.head) == "belong";
        let thing = !self.subject.person && !phrase::capital(&self.subject.name);
        if belongs && thing { Meaning { predicate: "owns".into(), inverse: true, ..meaning } } else { meaning }
    }

    /// "moved to a small agency", "moved to the data team": no new home.
    fn moved(&self, meaning: Meaning, at: usize) -> Option<Meaning> {
        let tree = self.scene.tree;
        let lemma = tree.lemma(at).to_lowercase();
        // "lived on hot dogs"
        const GROUNDS: &[&str] = &[
            "street",
            "road",
            "farm",
            "island",
            "floor",
            "boat",
            "houseboat",
            "campus",
            "avenue",
            "lane",
            "coast",
            "ranch",
            "hill",
            "estate",
            "base",
            "side",
            "planet",
            "edge",
            "outskirts",
            "block",
            "beach",
            "land",
            "mountain",
            "reservation",
            "river",
            "lake",
            "square",
        ];
        let on = meaning.predicate == "lives_in" && crate::clause::case(tree, at) == "on";
        if on && !phrase::capital(&tree.words[at].form) && !GROUNDS.contains(&lemma.as_str()) {
            return None;
        }
        if meaning.predicate != "lives_in" || meaning.means == Means::State || phrase::is_name(tree, at) {
            return Some(meaning);
        }
        if POSTS.contains(&lemma.as_str()) {
            return None;
        }
        let works = WORKPLACES.contains(&lemma.as_str()) && self.subject.person;
        Some(if works { Meaning { predicate: "works_at".into(), ..meaning } } else { meaning })
    }

    /// Who is married, engaged, befriended or worked with is somebody.
    fn people(&self, meaning: &Meaning, at: usize) -> bool {
        let tree = self.scene.tree;
        match meaning.predicate.as_str() {
            "spouse_of" | "engaged_to" | "partner_of" | "friend_of" | "sibling_of" | "colleague_of" => {
                phrase::capital(&tree.words[at].form)
                    || tree.pos(at) == Pos::Pron
                    || kin::is_role(&tree.lemma(at).to_lowercase())
                    || self.scene.referent(at).is_some_and(|referent| referent.person)
            }
            // "caught a guitar pick" is no illness.
            "has_condition" if tree.is_one(self.clause.head, &["catch", "catches", "caught"]) => {
                ILLS.contains(&tree.lemma(at).to_lowercase().as_str())
            }
            "has_pet" => {
                !(meaning.means == Means::State && self.clause.group.tense == Tense::Past && tree.is_one(self.clause.head, &["kept"]))
            }
            _ => true,
        }
    }

    /// "retired from teaching": that is no employer.
    fn work(&self, meaning: &Meaning, at: usize) -> bool {
        let tree = self.scene.tree;
        // "worked six days in a row"
        if meaning.predicate == "works_in" && matches!(tree.lemma(at), "row" | "turn" | "shift" | "pair" | "person" | "way") {
            return false;
        }
        let named_after_another = tree.base(at) == "conj" && self.scene.referent(at).is_some_and(|referent| referent.person);
        meaning.predicate != "works_at"
            || meaning.inverse
            || tree.tag(at) != "VBG" && !tree.lemma(at).ends_with("teaching") && !named_after_another
    }

    /// "builds software", "can use a screen": what somebody does or can do has made nothing and is no habit.
    fn deeds(&self, meaning: &Meaning, at: usize) -> bool {
        let group = &self.clause.group;
        let simple = group.tense == Tense::Present && !group.passive && !group.progressive;
        match (meaning.predicate.as_str(), meaning.means) {
            ("created" | "author_of" | "composer_of" | "director_of" | "founded", Means::Begin) => {
                !simple || self.scene.tree.lemma(self.clause.head) == "be"
            }
            // "switched to coaching kids"
            ("uses", Means::Begin | Means::End) => {
                let tree = self.scene.tree;
                tree.tag(at) != "VBG" && !tree.children(at).iter().any(|&word| tree.tag(word) == "VBG")
            }
            // "I used fabric from her dress": once, and no habit that ended.
            ("uses", Means::State) if group.tense == Tense::Past => false,
            ("uses", Means::State) => !(group.able && simple && !group.negated),
            _ => true,
        }
    }

    /// "joined Acme as an engineer" is a new job; "joined the choir" is not.
    pub fn hired(&self, object: usize) -> Option<Meaning> {
        let tree = self.scene.tree;
        let joins = tree.lemma(self.clause.head) == "join" && !self.subject.name.split(' ').any(kin::is_organisation);
        (joins && self.is_employer(object)).then(|| Meaning {
            predicate: "works_at".into(),
            means: Means::Begin,
            inverse: false,
            core: true,
        })
    }

    /// Whether what somebody joined is where they work from then on.
    fn is_employer(&self, object: usize) -> bool {
        let tree = self.scene.tree;
        let Some(joined) = self.scene.referent(object) else { return false };
        if joined.name.split(' ').any(kin::is_company) {
            return true;
        }
        let word = |word: &str| CLUBS.contains(&word.to_lowercase().as_str());
        let club = joined.name.split(' ').any(word) || word(tree.lemma(object));
        let posts: Vec<String> = self.posts().collect();
        if club || posts.iter().any(|post| PLAYERS.contains(&post.as_str())) || self.plays() {
            return false;
        }
        let role = posts.iter().any(|post| kin::is_role(post) || matches!(post.as_str(), "head" | "apprentice" | "trainee" | "intern"));
        let place = WORKPLACES.contains(&tree.lemma(object).to_lowercase().as_str());
        let bare = phrase::is_name(tree, object)
            && tree.tag(object) != "NNPS"
            && phrase::determiner(tree, object).is_none()
            && self.subject.person;
        role || place && self.subject.person || bare
    }

    /// "as a data engineer": as what somebody joins, without "founding" and the like.
    fn posts(&self) -> impl Iterator<Item = String> {
        let tree = self.scene.tree;
        self.clause.obliques.iter().filter(|oblique| oblique.case == "as").map(|oblique| tree.lemma(oblique.head).to_lowercase())
    }

    /// Who was bought, or plays by trade, joins a team.
    fn plays(&self) -> bool {
        let tree = self.scene.tree;
        let bought = tree.words.iter().any(|word| matches!(word.form.as_str(), "£" | "€" | "loan" | "transfer" | "fee"));
        let player = (0..tree.words.len()).any(|at| at < self.clause.head && PLAYERS.contains(&tree.lemma(at).to_lowercase().as_str()));
        bought || player
    }
}
