//! Closed lists of what people are to each other and what they are called for; general English, nobody's data.

/// Nouns for women.
pub const FEMALE: &[&str] = &[
    "mother",
    "mom",
    "mum",
    "mommy",
    "mummy",
    "sister",
    "daughter",
    "wife",
    "aunt",
    "auntie",
    "grandmother",
    "grandma",
    "granny",
    "niece",
    "girlfriend",
    "fiancée",
    "woman",
    "girl",
    "lady",
    "queen",
    "princess",
    "actress",
    "waitress",
    "widow",
    "bride",
    "stepmother",
    "stepsister",
    "granddaughter",
    "mother-in-law",
    "sister-in-law",
    "daughter-in-law",
    "ex-wife",
    "ex-girlfriend",
    "nun",
    "godmother",
    "empress",
    "duchess",
];

/// Nouns for men.
pub const MALE: &[&str] = &[
    "father",
    "dad",
    "daddy",
    "brother",
    "son",
    "husband",
    "uncle",
    "grandfather",
    "grandpa",
    "granddad",
    "nephew",
    "boyfriend",
    "fiancé",
    "man",
    "boy",
    "gentleman",
    "king",
    "prince",
    "actor",
    "waiter",
    "widower",
    "groom",
    "stepfather",
    "stepbrother",
    "grandson",
    "father-in-law",
    "brother-in-law",
    "son-in-law",
    "ex-husband",
    "ex-boyfriend",
    "monk",
    "godfather",
    "emperor",
    "duke",
    "guy",
];

/// Nouns for people of either kind.
const PEOPLE: &[&str] = &[
    "friend",
    "colleague",
    "coworker",
    "co-worker",
    "neighbour",
    "neighbor",
    "boss",
    "manager",
    "partner",
    "spouse",
    "cousin",
    "sibling",
    "parent",
    "grandparent",
    "child",
    "kid",
    "baby",
    "person",
    "people",
    "teacher",
    "student",
    "doctor",
    "nurse",
    "roommate",
    "flatmate",
    "classmate",
    "teammate",
    "mentor",
    "ex",
    "family",
    "couple",
    "founder",
    "president",
    "ceo",
    "cto",
    "cfo",
    "director",
    "chairman",
    "chairwoman",
    "secretary",
    "minister",
    "mayor",
    "governor",
    "coach",
    "player",
    "captain",
    "author",
    "writer",
    "singer",
    "musician",
    "artist",
    "painter",
    "poet",
    "composer",
    "architect",
    "engineer",
    "scientist",
    "lawyer",
    "judge",
    "politician",
    "leader",
    "professor",
    "chef",
    "pilot",
    "driver",
    "dancer",
    "designer",
    "developer",
    "programmer",
    "journalist",
    "photographer",
    "therapist",
    "counselor",
    "counsellor",
    "accountant",
    "consultant",
    "analyst",
    "researcher",
    "historian",
    "philosopher",
    "physicist",
    "chemist",
    "biologist",
    "economist",
    "mathematician",
    "psychologist",
    "dentist",
    "surgeon",
    "veterinarian",
    "vet",
    "pharmacist",
    "electrician",
    "plumber",
    "carpenter",
    "mechanic",
    "farmer",
    "baker",
    "butcher",
    "barber",
    "hairdresser",
    "soldier",
    "officer",
    "sergeant",
    "general",
    "admiral",
    "policeman",
    "policewoman",
    "firefighter",
    "paramedic",
    "librarian",
    "translator",
    "editor",
    "producer",
    "filmmaker",
    "comedian",
    "athlete",
    "footballer",
    "swimmer",
    "runner",
    "boxer",
    "tutor",
    "trainer",
    "instructor",
    "intern",
    "assistant",
    "receptionist",
    "cashier",
    "clerk",
    "salesman",
    "saleswoman",
    "salesperson",
    "realtor",
    "banker",
    "trader",
    "investor",
    "entrepreneur",
    "activist",
    "volunteer",
    "priest",
    "pastor",
    "rabbi",
    "imam",
    "bishop",
    "diplomat",
    "ambassador",
    "senator",
    "congressman",
    "congresswoman",
    "guitarist",
    "pianist",
    "drummer",
    "violinist",
    "novelist",
    "sculptor",
    "illustrator",
    "animator",
    "bartender",
    "barista",
    "waitperson",
    "gardener",
    "tailor",
    "builder",
    "contractor",
    "technician",
    "operator",
    "supervisor",
    "principal",
    "dean",
    "lecturer",
    "blogger",
    "streamer",
    "gamer",
    "youtuber",
    "influencer",
    "model",
    "executive",
    "officer",
    "administrator",
    "coordinator",
    "specialist",
    "strategist",
    "inventor",
    "explorer",
    "astronaut",
    "astronomer",
    "geologist",
    "sociologist",
    "anthropologist",
    "archaeologist",
    "linguist",
    "statistician",
    "nanny",
    "babysitter",
    "caregiver",
    "housewife",
    "midwife",
    "freelancer",
];

/// More of them.
const TRADES: &str = "\
    apprentice archivist barrister ceramicist chair chancellor copywriter councillor councilor deputy detective heir heiress jeweller \
    monarch notary paediatrician pediatrician physio referee solicitor spokesman spokesperson spokeswoman treasurer umpire";

fn is_trade(noun: &str) -> bool {
    TRADES.split_ascii_whitespace().any(|trade| trade == noun)
}

/// What people are to each other: the nouns that make "my sister" somebody in particular.
pub const TIES: &[(&str, &str, bool)] = &[
    // noun, predicate, read from the owner's side: "Ana's daughter" is whom Ana is parent of
    ("wife", "spouse_of", false),
    ("husband", "spouse_of", false),
    ("spouse", "spouse_of", false),
    ("girlfriend", "partner_of", false),
    ("boyfriend", "partner_of", false),
    ("partner", "partner_of", false),
    ("fiancé", "engaged_to", false),
    ("fiancée", "engaged_to", false),
    ("fiance", "engaged_to", false),
    ("fiancee", "engaged_to", false),
    ("friend", "friend_of", false),
    ("buddy", "friend_of", false),
    ("pal", "friend_of", false),
    ("sister", "sibling_of", false),
    ("brother", "sibling_of", false),
    ("sibling", "sibling_of", false),
    ("mother", "parent_of", false),
    ("father", "parent_of", false),
    ("mum", "parent_of", false),
    ("mom", "parent_of", false),
    ("dad", "parent_of", false),
    ("parent", "parent_of", false),
    ("son", "parent_of", true),
    ("daughter", "parent_of", true),
    ("child", "parent_of", true),
    ("kid", "parent_of", true),
    ("neighbour", "neighbour_of", false),
    ("neighbor", "neighbour_of", false),
    ("colleague", "colleague_of", false),
    ("coworker", "colleague_of", false),
    ("co-worker", "colleague_of", false),
    ("boss", "manages", false),
    ("manager", "manages", false),
    ("cousin", "relative_of", false),
    ("aunt", "relative_of", false),
    ("uncle", "relative_of", false),
    ("niece", "relative_of", false),
    ("nephew", "relative_of", false),
    ("grandmother", "grandparent_of", false),
    ("grandma", "grandparent_of", false),
    ("grandfather", "grandparent_of", false),
    ("grandpa", "grandparent_of", false),
    ("granddaughter", "grandparent_of", true),
    ("grandson", "grandparent_of", true),
    ("roommate", "lives_with", false),
    ("flatmate", "lives_with", false),
    ("housemate", "lives_with", false),
    ("mentor", "mentor_of", false),
    ("teacher", "teaches", false),
    ("coach", "coach_of", false),
];

/// Titles before a name.
pub const TITLES: &[&str] = &[
    "Mr",
    "Mrs",
    "Ms",
    "Miss",
    "Dr",
    "Prof",
    "Professor",
    "Sir",
    "Lady",
    "Lord",
    "Dame",
    "Captain",
    "President",
    "Queen",
    "King",
    "Prince",
    "Princess",
    "Uncle",
    "Aunt",
    "Saint",
    "Pope",
    "Senator",
];

const ORGANISATIONS: &[&str] = &[
    "Inc",
    "Inc.",
    "Ltd",
    "Ltd.",
    "Corp",
    "Corp.",
    "Corporation",
    "Company",
    "Co.",
    "LLC",
    "GmbH",
    "AG",
    "PLC",
    "University",
    "College",
    "School",
    "Institute",
    "Academy",
    "Bank",
    "Group",
    "Association",
    "Society",
    "Foundation",
    "Party",
    "Club",
    "Museum",
    "Library",
    "Hospital",
    "Church",
    "Council",
    "Committee",
    "Ministry",
    "Department",
    "Agency",
    "Union",
    "League",
    "Airlines",
    "Airport",
    "Theatre",
    "Theater",
    "Park",
    "Street",
    "River",
    "Lake",
    "Mountain",
    "Island",
    "City",
    "County",
    "Hotel",
    "Festival",
    "Award",
    "Prize",
    "Cup",
    "Games",
    "Olympics",
    "Championship",
    "Kingdom",
    "Republic",
    "States",
    "Empire",
    "Province",
    "District",
];

/// Whether the noun is for somebody.
pub fn is_person(noun: &str) -> bool {
    let last = noun.rsplit(' ').next().unwrap_or_default();
    FEMALE.contains(&last) || MALE.contains(&last) || PEOPLE.contains(&last) || is_trade(last) || is_mate(last)
}

/// "bandmate", "housemate"
fn is_mate(noun: &str) -> bool {
    noun.strip_suffix("mate")
        .is_some_and(|what| matches!(what, "band" | "house" | "school" | "work" | "play" | "soul" | "crew" | "ship" | "lab"))
}

/// Whether the noun is for somebody or ends as such nouns do: "chairperson", "violinist".
pub fn is_role(noun: &str) -> bool {
    const THINGS: &[&str] = &[
        "number", "computer", "tower", "order", "river", "water", "power", "paper", "letter", "color", "center", "corner", "floor", "door",
        "chapter", "matter", "quarter", "border", "server", "summer", "winter", "dinner", "weather", "flavor", "harbor", "factor", "motor",
        "error", "mirror", "feeder", "header", "list", "mist", "human",
    ];
    let ends = ["person", "man", "woman", "ist", "ian", "eer", "er", "or"].iter().any(|end| noun.ends_with(end));
    is_person(noun) || ends && !THINGS.contains(&noun) && noun.len() > 4
}

/// Whether the noun is somebody's work: it can stand after "works as".
pub fn is_occupation(noun: &str) -> bool {
    let last = noun.rsplit(' ').next().unwrap_or_default();
    let tie = TIES.iter().any(|(tie, ..)| *tie == last) && last != "teacher" && last != "coach" && last != "manager";
    (PEOPLE.contains(&last) || is_trade(last))
        && !tie
        && ![
            "person",
            "people",
            "child",
            "kid",
            "baby",
            "family",
            "couple",
            "ex",
            "founder",
            "volunteer",
            "heir",
            "heiress",
            "chair",
            "monarch",
        ]
        .contains(&last)
        || last.ends_with("ologist")
        || last.ends_with("ician")
        || matches!(last, "cellist" | "violist" | "flautist" | "organist" | "florist" | "columnist" | "novelist" | "botanist" | "cyclist")
        || matches!(last, "midfielder" | "striker" | "goalkeeper" | "defender" | "roofer" | "broker" | "waitress")
        || matches!(last, "actress" | "actor" | "waiter" | "nun" | "monk")
}

/// The word of a name that shows that it is a company's.
pub fn is_company(word: &str) -> bool {
    matches!(
        word.trim_end_matches('.'),
        "Inc" | "Ltd" | "Corp" | "Corporation" | "Company" | "Co" | "LLC" | "GmbH" | "AG" | "PLC" | "Bank" | "Airlines"
    )
}

/// The word of a name that shows that it is no person's.
pub fn is_organisation(word: &str) -> bool {
    ORGANISATIONS.contains(&word)
}

/// Whether the noun is for several people who are spoken of as "it" and as "they".
pub fn is_collective(noun: &str) -> bool {
    const MANY: &[&str] = &[
        "band",
        "team",
        "group",
        "family",
        "couple",
        "company",
        "club",
        "duo",
        "trio",
        "quartet",
        "orchestra",
        "choir",
        "staff",
        "crew",
        "committee",
        "firm",
        "police",
        "government",
        "council",
        "party",
        "union",
    ];
    MANY.contains(&noun)
}

/// What the more general word may be used for: "the company" for a bank that was named before.
const KINDS: &[(&str, &[&str])] = &[
    (
        "company",
        &[
            "manufacturer",
            "firm",
            "maker",
            "startup",
            "start-up",
            "retailer",
            "airline",
            "bank",
            "carrier",
            "business",
            "publisher",
            "brewery",
            "corporation",
            "supplier",
            "chain",
            "producer",
            "developer",
            "subsidiary",
            "conglomerate",
            "brand",
            "insurer",
        ],
    ),
    ("firm", &["company", "startup", "consultancy", "manufacturer"]),
    ("city", &["capital", "town", "municipality"]),
    ("town", &["village", "municipality"]),
    ("building", &["house", "hotel", "museum", "tower", "palace", "church", "castle", "restaurant", "theatre", "theater", "station"]),
    ("group", &["band", "duo", "trio", "quartet", "team"]),
    ("school", &["university", "college", "academy"]),
    ("line", &["railway", "railroad", "tramway"]),
    ("film", &["movie", "documentary", "thriller", "comedy"]),
    ("paper", &["newspaper", "daily", "study", "article"]),
    ("book", &["novel", "memoir", "biography", "anthology"]),
    ("club", &["team"]),
    ("animal", &["dog", "cat", "frog", "bird", "horse"]),
];

/// Whether what is one of these may be called by the more general word.
pub fn is_kind_of(noun: &str, general: &str) -> bool {
    KINDS.iter().any(|(word, kinds)| *word == general && kinds.contains(&noun))
}

/// The word of a name that shows that it is a place's, and not that of people.
pub fn is_spot(word: &str) -> bool {
    matches!(
        word,
        "Park"
            | "Street"
            | "River"
            | "Lake"
            | "Mountain"
            | "Island"
            | "City"
            | "County"
            | "Kingdom"
            | "Province"
            | "District"
            | "Award"
            | "Prize"
            | "Cup"
    )
}
