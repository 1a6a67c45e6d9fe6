//! Closed lists of words that carry little of who is meant: titles, legal forms, small words; and a few short forms that everybody knows.

/// Words before a name that say who somebody is to society. They come and go.
pub(crate) const TITLES: &[&str] = &[
    "dr",
    "doctor",
    "prof",
    "professor",
    "mr",
    "mister",
    "mrs",
    "ms",
    "miss",
    "sir",
    "dame",
    "rev",
    "reverend",
    "hon",
    "fr",
    "capt",
    "captain",
    "col",
    "colonel",
    "gen",
    "general",
    "lt",
    "lieutenant",
    "maj",
    "major",
    "sgt",
    "sergeant",
    "cpl",
    "pvt",
    "adm",
    "admiral",
    "cmdr",
    "commander",
    "pres",
    "president",
    "sen",
    "senator",
    "rep",
    "gov",
    "governor",
    "mayor",
    "judge",
    "justice",
    "lord",
    "lady",
    "king",
    "queen",
    "prince",
    "princess",
    "emperor",
    "empress",
    "duke",
    "duchess",
    "count",
    "countess",
    "baron",
    "baroness",
    "pope",
    "bishop",
    "archbishop",
    "cardinal",
    "chancellor",
    "minister",
    "ambassador",
    "coach",
    "chef",
    "madame",
    "mme",
    "monsieur",
    "herr",
    "frau",
    "senor",
    "senora",
    "sheikh",
    "imam",
    "rabbi",
];

/// The titles of men, then of women: one of each is two people.
pub(crate) const TITLES_OF_MEN: &[&str] =
    &["mr", "mister", "sir", "lord", "king", "prince", "emperor", "duke", "count", "baron", "monsieur", "herr", "senor", "pope"];
/// See [`TITLES_OF_MEN`].
pub(crate) const TITLES_OF_WOMEN: &[&str] = &[
    "mrs", "ms", "miss", "dame", "lady", "queen", "princess", "empress", "duchess", "countess", "baroness", "madame", "mme", "frau",
    "senora",
];

/// Words after a name that say which of a line is meant.
pub(crate) const GENERATIONS: &[(&str, &str)] = &[("jr", "Jr."), ("junior", "Jr."), ("sr", "Sr."), ("senior", "Sr.")];

/// Letters after a name. They come and go.
pub(crate) const DEGREES: &[&str] =
    &["phd", "md", "esq", "obe", "mbe", "cbe", "kbe", "qc", "kc", "mba", "bsc", "msc", "rn", "dds", "dvm", "cpa", "frs", "mp"];

/// Words at the end of a firm's name, and the one way they are written here.
pub(crate) const LEGAL_FORMS: &[(&str, &str)] = &[
    ("inc", "Inc."),
    ("incorporated", "Inc."),
    ("corp", "Corp."),
    ("corporation", "Corp."),
    ("co", "Co."),
    ("company", "Co."),
    ("ltd", "Ltd."),
    ("limited", "Ltd."),
    ("llc", "LLC"),
    ("llp", "LLP"),
    ("plc", "PLC"),
    ("gmbh", "GmbH"),
    ("ag", "AG"),
    ("kg", "KG"),
    ("sarl", "SARL"),
    ("srl", "SRL"),
    ("sas", "SAS"),
    ("bv", "BV"),
    ("nv", "NV"),
    ("oy", "Oy"),
    ("oyj", "Oyj"),
    ("aps", "ApS"),
    ("pty", "Pty"),
    ("kk", "KK"),
    ("sa", "SA"),
    ("spa", "SpA"),
    ("ab", "AB"),
    ("asa", "ASA"),
];

/// Legal forms that are also words or parts of names: they must be written as such.
pub(crate) const LEGAL_IN_CAPITALS: &[&str] = &["ag", "kg", "sa", "ab", "bv", "nv", "sas", "kk", "spa", "aps", "asa"];

/// Words that names lose without becoming another name.
pub(crate) const SMALL: &[&str] = &[
    "the", "a", "an", "of", "and", "de", "la", "le", "les", "van", "von", "der", "den", "da", "do", "dos", "das", "di", "del", "du", "el",
    "al", "bin", "ibn", "y", "e", "zu", "ter", "ten",
];

/// Abbreviations, and the word that they are read as.
pub(crate) const ABBREVIATIONS: &[(&str, &str)] = &[
    ("univ", "university"),
    ("intl", "international"),
    ("assn", "association"),
    ("assoc", "association"),
    ("dept", "department"),
    ("inst", "institute"),
    ("natl", "national"),
    ("bros", "brothers"),
    ("mt", "mount"),
    ("ft", "fort"),
    ("st", "saint"),
    ("govt", "government"),
    ("mfg", "manufacturing"),
    ("acad", "academy"),
    ("soc", "society"),
    ("hosp", "hospital"),
    ("lab", "laboratory"),
    ("labs", "laboratories"),
    ("mgmt", "management"),
    ("svcs", "services"),
    ("tech", "technology"),
    ("conf", "conference"),
    ("comm", "committee"),
    ("cttee", "committee"),
    ("fed", "federal"),
    ("bldg", "building"),
    ("ctr", "center"),
    ("centre", "center"),
    ("theatre", "theater"),
    ("harbour", "harbor"),
];

/// Words that a place's name often has in one mouth and not in another.
pub(crate) const PLACE_WORDS: &[&str] =
    &["town", "city", "village", "county", "borough", "district", "island", "islands", "province", "state"];

/// Short forms that are names of their own, known to everybody; each line is one thing, folded and without spaces.
const SHORT_FORMS: &[&[&str]] = &[
    &["nyc", "newyorkcity"],
    &["us", "usa", "unitedstates", "unitedstatesofamerica"],
    &["uk", "unitedkingdom"],
    &["uae", "unitedarabemirates"],
    &["eu", "europeanunion"],
    &["un", "unitednations"],
    &["ussr", "sovietunion"],
    &["nasa", "nationalaeronauticsandspaceadministration"],
    &["nato", "northatlantictreatyorganization", "northatlantictreatyorganisation"],
    &["fbi", "federalbureauofinvestigation"],
    &["cia", "centralintelligenceagency"],
    &["mit", "massachusettsinstituteoftechnology"],
    &["ucla", "universityofcaliforniaatlosangeles", "universityofcalifornialosangeles"],
    &["bbc", "britishbroadcastingcorporation"],
    &["ibm", "internationalbusinessmachines"],
    &["imf", "internationalmonetaryfund"],
    &["washingtondc", "washingtondistrictofcolumbia"],
];

/// The line of [`SHORT_FORMS`] that has a name.
pub(crate) fn short_form(solid: &str) -> Option<usize> {
    SHORT_FORMS.iter().position(|line| line.contains(&solid))
}

/// The number that a word stands for.
pub(crate) fn number_word(word: &str) -> Option<u32> {
    const WORDS: [&str; 13] = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"];
    const ORDINALS: [&str; 13] =
        ["zeroth", "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth", "eleventh", "twelfth"];
    let at = WORDS.iter().position(|known| *known == word).or_else(|| ORDINALS.iter().position(|known| *known == word))?;
    u32::try_from(at).ok()
}

/// The value of a Roman numeral up to 39: kings, popes, wars and sequels.
pub(crate) fn roman(text: &str) -> Option<u32> {
    let tens = text.bytes().take_while(|byte| *byte == b'X').count();
    let ones = match text.get(tens..)? {
        "" => 0,
        "I" => 1,
        "II" => 2,
        "III" => 3,
        "IV" => 4,
        "V" => 5,
        "VI" => 6,
        "VII" => 7,
        "VIII" => 8,
        "IX" => 9,
        _ => return None,
    };
    (tens <= 3 && (0 < tens || 0 < ones)).then(|| u32::try_from(tens * 10).ok().map(|tens| tens + ones))?
}
