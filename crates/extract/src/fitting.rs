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
    "board",
    "bench",
    "cabinet",
    "panel",
    "jury",
    "commission",
    "cast",
];
/// Whose work is done in clubs.
const PLAYERS: &[&str] = &[
    "midfielder",
    "rapper",
    "vocalist",
    "keyboardist",
    "frontman",
    "frontwoman",
    "trumpeter",
    "saxophonist",
    "violist",
    "tenor",
    "soprano",
    "fellow",
    "musician",
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

/// Kinds of things that things are of, without being theirs.
const CLASSES: &[&str] = &[
    "family",
    "genus",
    "species",
    "order",
    "class",
    "group",
    "category",
    "type",
    "tribe",
    "phylum",
    "era",
    "period",
    "generation",
    "genre",
    "style",
    "movement",
    "tradition",
    "branch",
    "continent",
    "province",
    "region",
    "district",
];

impl Deed<'_, '_> {
    /// What the vocabulary's meaning is where it is told of this phrase; `None` where it is not meant.
    pub fn fitted(&self, meaning: Meaning, at: usize) -> Option<Meaning> {
        let meaning = self.belongs(meaning, at)?;
        let meaning = self.schooled(self.moved(meaning, at)?, at);
        (self.suits(&meaning, at) && self.people(&meaning, at) && self.work(&meaning, at) && self.deeds(&meaning, at)).then_some(meaning)
    }

    /// "The shop belongs to the Khans" is theirs; somebody belongs to a club, a plant to a family of plants, and a town to a province.
    fn belongs(&self, meaning: Meaning, at: usize) -> Option<Meaning> {
        let tree = self.scene.tree;
        if meaning.predicate != "member_of" {
            return Some(meaning);
        }
        // "played four games for that season", "injuries left the team short"
        let club = || phrase::is_name(tree, at) || self.is_club(at);
        let nobody = meaning.means == Means::End && !self.subject.person && !phrase::capital(&self.subject.name);
        match tree.lemma(self.clause.head) {
            "belong" => {}
            "play" => return club().then_some(meaning),
            _ => return (!nobody).then_some(meaning),
        }
        let somebody = self.scene.referent(at).is_some_and(|referent| referent.person);
        // "to the family Rosaceae", "to the beech family", and not "to the Khan family"
        let whose = |before: usize| tree.base(before) == "nmod" || phrase::is_name(tree, before);
        let named_class = CLASSES.contains(&tree.lemma(at)) && !tree.all(at, &["compound", "nmod:poss"]).any(whose);
        match self.subject.person {
            true if somebody => None,
            false if !somebody && named_class || self.class_of_name(at, CLASSES) => None,
            false if somebody || !self.is_club(at) => Some(Meaning { predicate: "owns".into(), inverse: true, ..meaning }),
            true | false => Some(meaning),
        }
    }

    /// "the genus Rosa": what its name is the name of.
    fn class_of_name(&self, at: usize, nouns: &[&str]) -> bool {
        let tree = self.scene.tree;
        tree.all(at, &["nmod", "appos", "compound"]).any(|noun| {
            let beside = phrase::is_description(tree, noun) || tree.base(noun) == "appos" || tree.pos(noun) == Pos::Noun;
            beside && nouns.contains(&tree.lemma(noun).to_lowercase().as_str())
        })
    }

    /// Whether a phrase stands for what people are members of, by its words, what stands beside it, or what the text has told of it.
    fn is_club(&self, at: usize) -> bool {
        let tree = self.scene.tree;
        let Some(joined) = self.scene.referent(at) else { return false };
        let word = |word: &str| CLUBS.contains(&word.to_lowercase().as_str());
        joined.name.split(' ').any(word)
            || word(tree.lemma(at))
            || self.class_of_name(at, CLUBS)
            || self.scene.told.is_one(&joined.name, CLUBS)
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

    /// "started at uni" makes a student; "started at the school as a teacher" does not.
    fn schooled(&self, meaning: Meaning, at: usize) -> Meaning {
        const SCHOOLS: &[&str] = &["university", "college", "school", "uni", "academy", "kindergarten", "nursery", "preschool"];
        let tree = self.scene.tree;
        let starts = meaning.predicate == "works_at" && matches!(tree.lemma(self.clause.head), "start" | "begin");
        let pupil = starts && self.clause.objects.is_empty() && self.posts().next().is_none() && SCHOOLS.contains(&tree.lemma(at));
        if pupil { Meaning { predicate: "studies_at".into(), ..meaning } } else { meaning }
    }

    /// Who is married, engaged, befriended or worked with is somebody.
    fn people(&self, meaning: &Meaning, at: usize) -> bool {
        let tree = self.scene.tree;
        match meaning.predicate.as_str() {
            "spouse_of" | "engaged_to" | "partner_of" | "friend_of" | "sibling_of" | "colleague_of" => {
                // "the people I work with"
                if matches!(tree.lemma(at), "people" | "person" | "someone" | "somebody" | "anyone") {
                    return tree.all(at, &["amod", "compound"]).next().is_some();
                }
                phrase::capital(&tree.words[at].form)
                    || tree.pos(at) == Pos::Pron
                    || kin::is_role(&tree.lemma(at).to_lowercase())
                    || self.scene.referent(at).is_some_and(|referent| referent.person)
            }
            // "met the deadline"
            "knows" if tree.lemma(self.clause.head) == "meet" => {
                let lemma = tree.lemma(at).to_lowercase();
                phrase::is_name(tree, at)
                    || matches!(tree.pos(at), Pos::Pron | Pos::Adj | Pos::Det)
                    || kin::is_role(&lemma)
                    || kin::is_collective(&lemma)
                    || phrase::is_pet(&lemma)
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
        // "the board of Meridian Bank"
        if !phrase::is_name(tree, object) && CLUBS.contains(&tree.lemma(object)) {
            return false;
        }
        if joined.name.split(' ').any(kin::is_company) {
            return true;
        }
        let posts: Vec<String> = self.posts().collect();
        if self.is_club(object) || posts.iter().any(|post| PLAYERS.contains(&post.as_str())) || self.plays() {
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
        bought || player || self.scene.told.is_one(&self.subject.name, PLAYERS) || self.speaks_of_music()
    }

    /// "joined Metallica for their second album"
    fn speaks_of_music(&self) -> bool {
        const MUSIC: &[&str] =
            &["album", "tour", "gig", "song", "guitar", "drum", "bass", "line-up", "lineup", "concert", "record", "band"];
        (0..self.scene.tree.words.len()).any(|at| MUSIC.contains(&self.scene.tree.lemma(at)))
    }
}
