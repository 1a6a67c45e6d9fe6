//! How people write a name they know: slips, initials, titles, nicknames, lost accents. Each draw comes from a seeded generator.

use crate::measure::Luck;

/// What was done to a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Noise {
    Slip,
    Initials,
    Title,
    Nickname,
    NoMiddle,
    NoAccents,
    LastFirst,
    LegalForm,
    Abbreviation,
    Acronym,
    Article,
    Case,
    Hyphen,
}

const FOR_PEOPLE: &[Noise] = &[
    Noise::Slip,
    Noise::Slip,
    Noise::Slip,
    Noise::Initials,
    Noise::Initials,
    Noise::Title,
    Noise::Nickname,
    Noise::NoMiddle,
    Noise::NoAccents,
    Noise::LastFirst,
    Noise::Case,
    Noise::Hyphen,
];

const FOR_THINGS: &[Noise] = &[
    Noise::Slip,
    Noise::Slip,
    Noise::LegalForm,
    Noise::Abbreviation,
    Noise::Acronym,
    Noise::Article,
    Noise::NoAccents,
    Noise::Case,
    Noise::Hyphen,
];

const NICKNAMES: &[(&str, &[&str])] = &[
    ("Alexander", &["Alex", "Sandy"]),
    ("Andrew", &["Andy", "Drew"]),
    ("Anthony", &["Tony"]),
    ("Barbara", &["Barb"]),
    ("Benjamin", &["Ben"]),
    ("Catherine", &["Kate", "Cathy"]),
    ("Charles", &["Charlie", "Chuck"]),
    ("Christopher", &["Chris"]),
    ("Daniel", &["Dan", "Danny"]),
    ("David", &["Dave"]),
    ("Donald", &["Don"]),
    ("Edward", &["Ed", "Ted"]),
    ("Elizabeth", &["Liz", "Beth", "Betty"]),
    ("Frederick", &["Fred"]),
    ("Gerald", &["Jerry"]),
    ("Henry", &["Harry", "Hank"]),
    ("James", &["Jim", "Jimmy"]),
    ("John", &["Jack", "Johnny"]),
    ("Joseph", &["Joe"]),
    ("Kenneth", &["Ken"]),
    ("Lawrence", &["Larry"]),
    ("Margaret", &["Peggy", "Maggie"]),
    ("Michael", &["Mike"]),
    ("Nicholas", &["Nick"]),
    ("Patricia", &["Pat"]),
    ("Peter", &["Pete"]),
    ("Philip", &["Phil"]),
    ("Richard", &["Dick", "Rick"]),
    ("Robert", &["Bob", "Rob"]),
    ("Ronald", &["Ron"]),
    ("Samuel", &["Sam"]),
    ("Stephen", &["Steve"]),
    ("Steven", &["Steve"]),
    ("Susan", &["Sue"]),
    ("Theodore", &["Ted"]),
    ("Thomas", &["Tom"]),
    ("Timothy", &["Tim"]),
    ("Victoria", &["Vicky"]),
    ("Walter", &["Walt"]),
    ("William", &["Bill", "Will"]),
];

const ABBREVIATIONS: &[(&str, &str)] = &[
    ("University", "Univ."),
    ("International", "Intl."),
    ("Association", "Assn."),
    ("Department", "Dept."),
    ("Institute", "Inst."),
    ("National", "Natl."),
    ("Brothers", "Bros."),
    ("Saint", "St."),
    ("Technology", "Tech"),
    ("Corporation", "Corp."),
    ("Company", "Co."),
    ("and", "&"),
];

/// A noisy form of a name, if the draw leaves one that differs.
pub fn distort(name: &str, person: bool, luck: &mut Luck) -> Option<(Noise, String)> {
    let kinds = if person { FOR_PEOPLE } else { FOR_THINGS };
    for _ in 0..12 {
        let noise = *pick(kinds, luck)?;
        let distorted = apply(noise, name, luck).filter(|distorted| distorted != name && !distorted.trim().is_empty());
        if let Some(distorted) = distorted {
            return Some((noise, distorted));
        }
    }
    None
}

pub fn pick<'l, T>(list: &'l [T], luck: &mut Luck) -> Option<&'l T> {
    list.get(usize::try_from(luck.below(list.len() as u64)).ok()?)
}

fn apply(noise: Noise, name: &str, luck: &mut Luck) -> Option<String> {
    let words: Vec<&str> = name.split(' ').collect();
    let (first, rest) = words.split_first()?;
    match noise {
        Noise::Slip => slip(name, luck),
        Noise::Initials => initials(&words),
        Noise::Title => (1 < words.len()).then(|| format!("{} {name}", pick(&["Dr.", "Prof.", "Mr", "Ms"], luck).unwrap_or(&"Dr."))),
        Noise::Nickname => {
            let (_, short) = NICKNAMES.iter().find(|(long, _)| long == first)?;
            Some([&[*pick(short, luck)?], rest].concat().join(" "))
        }
        Noise::NoMiddle => {
            (3 <= words.len() && words.iter().all(|word| starts_high(word))).then(|| [*first, words.last().unwrap_or(first)].join(" "))
        }
        Noise::NoAccents => Some(without_accents(name)),
        Noise::LastFirst => {
            let (last, given) = words.split_last()?;
            (!given.is_empty() && words.iter().all(|word| starts_high(word))).then(|| format!("{last}, {}", given.join(" ")))
        }
        Noise::LegalForm => Some(format!("{name} {}", pick(&["Inc.", "Ltd", "Corp.", "GmbH"], luck)?)),
        Noise::Abbreviation => {
            let (long, short) = ABBREVIATIONS.iter().find(|(long, _)| words.contains(long))?;
            Some(words.iter().map(|word| if word == long { *short } else { *word }).collect::<Vec<_>>().join(" "))
        }
        Noise::Acronym => acronym(&words),
        Noise::Article => Some(name.strip_prefix("The ").map_or_else(|| format!("the {name}"), ToOwned::to_owned)),
        Noise::Case => Some(if luck.below(2) == 0 { name.to_lowercase() } else { name.to_uppercase() }),
        Noise::Hyphen => Some(name.replace(['-', '–', '\''], if luck.below(2) == 0 { " " } else { "" })),
    }
}

fn starts_high(word: &str) -> bool {
    word.chars().next().is_some_and(char::is_uppercase)
}

/// Every name but the last by its first letter.
fn initials(words: &[&str]) -> Option<String> {
    let (last, given) = words.split_last()?;
    if given.is_empty() || !words.iter().all(|word| starts_high(word)) {
        return None;
    }
    let letters: String = given.iter().filter_map(|word| word.chars().next()).map(|letter| format!("{letter}. ")).collect();
    Some(letters + last)
}

fn acronym(words: &[&str]) -> Option<String> {
    let counted: Vec<&&str> = words.iter().filter(|word| starts_high(word)).collect();
    (3 <= counted.len()).then(|| counted.iter().filter_map(|word| word.chars().next()).collect())
}

/// One of the four edits of a typing error, in a word of at least five letters: half of the new letters are neighbours on the keyboard.
fn slip(name: &str, luck: &mut Luck) -> Option<String> {
    let words: Vec<&str> = name.split(' ').collect();
    let long: Vec<usize> =
        (0..words.len()).filter(|at| words.get(*at).is_some_and(|word| 5 <= word.chars().filter(|c| c.is_alphabetic()).count())).collect();
    let chosen = *pick(&long, luck)?;
    let mut letters: Vec<char> = words.get(chosen)?.chars().collect();
    let at = usize::try_from(luck.below(letters.len() as u64)).ok()?;
    match luck.below(4) {
        0 if at + 1 < letters.len() => letters.swap(at, at + 1),
        0 | 1 => drop(letters.remove(at)),
        2 => letters.insert(at, beside(*letters.get(at)?, luck)),
        _ => *letters.get_mut(at)? = beside(*letters.get(at)?, luck),
    }
    let slipped: String = letters.into_iter().collect();
    Some(words.iter().enumerate().map(|(at, word)| if at == chosen { slipped.as_str() } else { *word }).collect::<Vec<_>>().join(" "))
}

fn beside(letter: char, luck: &mut Luck) -> char {
    const KEYS: &[u8] = b"qwertyuiopasdfghjklzxcvbnm";
    let at = KEYS.iter().position(|key| char::from(*key) == letter.to_ascii_lowercase());
    let step = usize::try_from(luck.below(2)).unwrap_or(0);
    let near = at.and_then(|at| KEYS.get((at + 2 * step).saturating_sub(1))).copied();
    let any = KEYS.get(usize::try_from(luck.below(26)).unwrap_or(0)).copied();
    char::from(if luck.below(2) == 0 { near.or(any) } else { any }.unwrap_or(b'e'))
}

/// The Latin letters that this data has, without their marks.
fn without_accents(name: &str) -> String {
    const PLAIN: &[(&str, &str)] = &[
        ("áàâãäåāăą", "a"),
        ("éèêëēęěė", "e"),
        ("íìîïīı", "i"),
        ("óòôõöøōő", "o"),
        ("úùûüūůű", "u"),
        ("çćč", "c"),
        ("ñńň", "n"),
        ("šśş", "s"),
        ("žźż", "z"),
        ("ýÿ", "y"),
        ("ğ", "g"),
        ("ł", "l"),
        ("đ", "d"),
        ("řŕ", "r"),
        ("ťţ", "t"),
        ("ÁÀÂÃÄÅ", "A"),
        ("ÉÈÊË", "E"),
        ("ÍÎ", "I"),
        ("ÓÔÖØ", "O"),
        ("ÚÜ", "U"),
        ("ÇĆČ", "C"),
        ("ŠŚŞ", "S"),
        ("ŽŻ", "Z"),
        ("Ł", "L"),
        ("Đ", "D"),
    ];
    let plain = |letter: char| PLAIN.iter().find(|(marked, _)| marked.contains(letter)).map(|(_, plain)| *plain);
    name.chars().map(|letter| plain(letter).map_or_else(|| letter.to_string(), ToOwned::to_owned)).collect()
}

/// A name that looks like this one and is another: another number, first name, or last name.
pub fn decoy(name: &str, person: bool, other: &str, luck: &mut Luck) -> Option<String> {
    let words: Vec<&str> = name.split(' ').collect();
    let others: Vec<&str> = other.split(' ').collect();
    let (first, rest) = words.split_first()?;
    let (last, given) = words.split_last()?;
    let number = luck.below(3) == 0;
    if !person || number {
        return Some(format!("{name} {}", pick(&["II", "2", "III", "1998", "Jr."], luck)?));
    }
    if words.len() < 2 || others.len() < 2 {
        return None;
    }
    let (other_first, other_last) = (*others.first()?, *others.last()?);
    let swapped = if luck.below(2) == 0 { (other_first != *first).then(|| [&[other_first], rest].concat()) } else { None };
    let decoy = swapped.or_else(|| (other_last != *last).then(|| [given, &[other_last]].concat()))?;
    Some(decoy.join(" "))
}
