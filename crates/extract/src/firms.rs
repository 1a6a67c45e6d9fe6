//! What is no person: firms, places, and groups of people that are spoken of as one; general English, nobody's data.

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
