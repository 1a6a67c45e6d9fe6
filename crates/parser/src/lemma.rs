//! Dictionary forms: those learnt from the treebank, then the rules of English endings.

#[cfg(feature = "train")]
use std::collections::{BTreeMap, BTreeSet};

use crate::bytes::Reader;
#[cfg(feature = "train")]
use crate::bytes::Writer;
use crate::hash;
use crate::irregular;
#[cfg(feature = "train")]
use crate::train::GoldWord;

/// Dictionary forms that the rules do not give, by form and tag.
#[derive(Debug, Default)]
pub struct Lemmas {
    known: Vec<(u32, Box<str>)>,
    /// The dictionary forms of verbs, by hash.
    verbs: Vec<u32>,
}

impl Lemmas {
    /// The dictionary form of a word with a finer tag.
    pub fn lemma(&self, form: &str, tag: &str) -> String {
        let lower = plain(form);
        let found = self.known.binary_search_by_key(&key(&lower, tag), |(key, _)| *key);
        match found.ok().and_then(|at| self.known.get(at)) {
            Some((_, lemma)) => lemma.to_string(),
            None => irregular::lemma(&lower, tag)
                .map(str::to_owned)
                .or_else(|| self.known_verb(&lower, tag))
                .unwrap_or_else(|| by_rule(form, &lower, tag)),
        }
    }

    /// Of the verbs that a form in "ed" or "ing" may belong to, the one that is known.
    fn known_verb(&self, lower: &str, tag: &str) -> Option<String> {
        let stem = stem(lower).filter(|_| matches!(tag, "VBD" | "VBN" | "VBG"))?;
        let is_known = |verb: &String| self.verbs.binary_search(&hash::text(verb)).is_ok();
        verbs_of(stem).into_iter().flatten().find(is_known)
    }

    /// Reads what [`Self::write`] wrote.
    pub fn read(reader: &mut Reader<'_>) -> Option<Self> {
        let mut known = Vec::new();
        let mut key = 0_u32;
        for _ in 0..reader.number()? {
            key = key.wrapping_add(reader.number()? as u32);
            known.push((key, reader.text()?.into()));
        }
        let mut verbs = Vec::new();
        let mut hash = 0_u32;
        for _ in 0..reader.number()? {
            hash = hash.wrapping_add(reader.number()? as u32);
            verbs.push(hash);
        }
        Some(Self { known, verbs })
    }

    /// Learns what the rules get wrong, from the dictionary form met most with each form and tag; and the verbs, from those met
    /// more than once, since some met once are slips of the pen.
    #[cfg(feature = "train")]
    pub fn learn<'a>(words: impl Iterator<Item = &'a GoldWord>) -> Self {
        let mut met: BTreeMap<(String, &str), BTreeMap<&str, usize>> = BTreeMap::new();
        let mut verbs: BTreeMap<&str, usize> = BTreeMap::new();
        for word in words.filter(|word| word.form != "_") {
            if word.tag.starts_with("VB") {
                *verbs.entry(&word.lemma).or_default() += 1;
            }
            *met.entry((plain(&word.form), &word.tag)).or_default().entry(&word.lemma).or_default() += 1;
        }
        let verbs: BTreeSet<u32> = verbs.into_iter().filter(|(_, count)| 1 < *count).map(|(verb, _)| hash::text(verb)).collect();
        let mut known = BTreeMap::new();
        for ((form, tag), lemmas) in met {
            let most = lemmas.iter().max_by_key(|(lemma, count)| (**count, std::cmp::Reverse(**lemma)));
            let Some((lemma, _)) = most else { continue };
            if is_odd(&form, lemma, tag) {
                known.insert(key(&form, tag), Box::from(*lemma));
            }
        }
        Self { known: known.into_iter().collect(), verbs: verbs.into_iter().collect() }
    }

    /// Writes them all.
    #[cfg(feature = "train")]
    pub fn write(&self, writer: &mut Writer) {
        writer.number(self.known.len());
        let mut last = 0;
        for (key, lemma) in &self.known {
            writer.number((key - last) as usize);
            last = *key;
            writer.text(lemma);
        }
        writer.number(self.verbs.len());
        let mut last = 0;
        for hash in &self.verbs {
            writer.number((hash - last) as usize);
            last = *hash;
        }
    }
}

/// Whether the rules give another dictionary form; for names only what is alike in small letters counts as the same.
#[cfg(feature = "train")]
fn is_odd(form: &str, lemma: &str, tag: &str) -> bool {
    let ruled = irregular::lemma(form, tag).map_or_else(|| by_rule(form, form, tag), str::to_owned);
    if tag.starts_with("NNP") { ruled.to_lowercase() != lemma.to_lowercase() } else { ruled != lemma && lemma != "_" }
}

/// The key of a form and a tag.
fn key(lower: &str, tag: &str) -> u32 {
    hash::texts([tag, " ", lower])
}

/// A form in lower case, with straight quotes.
fn plain(form: &str) -> String {
    form.to_lowercase().replace(['’', '‘', '`'], "'")
}

/// The dictionary form by rule.
fn by_rule(form: &str, lower: &str, tag: &str) -> String {
    match tag {
        "NNS" => singular(lower),
        "NNPS" => capital(&singular(lower)),
        "NNP" | "ADD" | "FW" | "GW" => form.to_owned(),
        "NN" if is_initials(form) => form.to_owned(),
        "CD" => lower.replace(',', ""),
        "PRP" if lower == "i" => "I".to_owned(),
        "VBZ" => verb_s(lower),
        "VBD" | "VBN" | "VBG" => stem(lower).map_or_else(|| lower.to_owned(), restored),
        "JJR" | "RBR" => compared(lower, "er"),
        "JJS" | "RBS" => compared(lower, "est"),
        _ => lower.to_owned(),
    }
}

/// Whether a word is written in capitals throughout.
fn is_initials(form: &str) -> bool {
    1 < form.len() && form.len() < 6 && form.chars().all(char::is_uppercase)
}

fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

fn singular(lower: &str) -> String {
    let cut = |count: usize, add: &str| format!("{}{add}", &lower[..lower.len() - count]);
    match lower {
        _ if !lower.is_ascii() || lower.len() < 3 => lower.strip_suffix('s').unwrap_or(lower).to_owned(),
        _ if lower.ends_with("men") => cut(2, "an"),
        _ if lower.ends_with("ies") && 4 < lower.len() => cut(3, "y"),
        _ if lower.ends_with("wives") || lower.ends_with("knives") => cut(3, "fe"),
        _ if lower.ends_with("elves") => cut(3, "f"),
        _ if ["sses", "shes", "ches", "xes", "zzes"].iter().any(|end| lower.ends_with(end)) => cut(2, ""),
        _ if lower.ends_with("oes") && 5 < lower.len() => cut(2, ""),
        _ if lower.ends_with("'s") => cut(2, ""),
        _ if lower.ends_with('s') && !lower.ends_with("ss") => cut(1, ""),
        _ => lower.to_owned(),
    }
}

fn verb_s(lower: &str) -> String {
    let cut = |count: usize, add: &str| format!("{}{add}", &lower[..lower.len() - count]);
    match lower {
        _ if !lower.is_ascii() || lower.len() < 3 => lower.strip_suffix('s').unwrap_or(lower).to_owned(),
        _ if lower.ends_with("ies") && 4 < lower.len() => cut(3, "y"),
        _ if ["sses", "shes", "ches", "xes", "zzes", "oes"].iter().any(|end| lower.ends_with(end)) => cut(2, ""),
        _ if lower.ends_with('s') && !lower.ends_with("ss") => cut(1, ""),
        _ => lower.to_owned(),
    }
}

/// The stem of a form in "ed" or "ing", if it is one.
fn stem(lower: &str) -> Option<&str> {
    let ends = ["ed", "ing", "in'", "in"];
    let stem = ends.iter().find_map(|end| lower.strip_suffix(end))?;
    (lower.is_ascii() && 2 <= stem.len() && stem.bytes().any(is_vowel)).then_some(stem)
}

fn is_vowel(letter: u8) -> bool {
    b"aeiouy".contains(&letter)
}

/// What a stem may be the stem of: "hop" of "hope" and of "hop", "stopp" of "stop".
fn verbs_of(stem: &str) -> [Option<String>; 4] {
    let shorter = &stem[..stem.len() - 1];
    let doubled = stem.as_bytes().ends_with(&[shorter.as_bytes().last().copied().unwrap_or(0); 2]);
    let in_y = stem.ends_with('i').then(|| format!("{shorter}y"));
    [in_y, Some(format!("{stem}e")), Some(stem.to_owned()), doubled.then(|| shorter.to_owned())]
}

/// The verb of a stem that no known verb has.
fn restored(stem: &str) -> String {
    let letters = stem.as_bytes();
    let last = |back: usize| letters.len().checked_sub(back).and_then(|at| letters.get(at)).copied().unwrap_or(b'-');
    if last(1) == b'i' && 2 < letters.len() {
        return format!("{}y", &stem[..stem.len() - 1]);
    }
    if last(1) == b'e' && !is_vowel(last(2)) {
        return format!("{stem}e");
    }
    if last(1) == last(2) && !b"aeioulsfz".contains(&last(1)) {
        return stem[..stem.len() - 1].to_owned();
    }
    if is_mute([last(3), last(2), last(1)], letters) { format!("{stem}e") } else { stem.to_owned() }
}

/// Whether a stem has lost an e that is not heard, by its last letters.
fn is_mute([third, second, first]: [u8; 3], letters: &[u8]) -> bool {
    let short = letters.iter().filter(|letter| is_vowel(**letter)).count() == 1;
    let open = is_vowel(second) && !is_vowel(third);
    match first {
        b'v' | b'u' | b'c' => true,
        b's' => is_vowel(second) || matches!(second, b'r' | b'n' | b'l' | b'p'),
        b'z' => second != b'z',
        b'g' => matches!(second, b'd' | b'r' | b'a' | b'u' | b'e') || second == b'n' && matches!(third, b'a' | b'e') && !short,
        b'l' => b"bdgptcfkz".contains(&second),
        b't' if !short => matches!(second, b'a' | b'u') && open,
        b'r' if !short => matches!(second, b'i' | b'a' | b'u') && open,
        b'n' | b'd' if !short => matches!(second, b'i' | b'u') && open,
        b'w' | b'x' | b'y' | b'h' => false,
        b'a'..=b'z' => short && open && !is_vowel(first) && 3 <= letters.len(),
        _ => false,
    }
}

fn compared(lower: &str, end: &str) -> String {
    match lower.strip_suffix(end) {
        Some(stem) if lower.is_ascii() && 2 < stem.len() => match stem.as_bytes() {
            [rest @ .., b'i'] => format!("{}y", String::from_utf8_lossy(rest)),
            [.., a, b] if a == b && !b"lsf".contains(b) => stem[..stem.len() - 1].to_owned(),
            [.., b'g' | b'v' | b'c' | b's'] if !stem.ends_with("ng") && !stem.ends_with("ss") => format!("{stem}e"),
            [.., b'b' | b'p' | b't' | b'd' | b'g', b'l'] => format!("{stem}e"),
            [.., b'a' | b'u' | b'i', b't' | b'r' | b'm' | b'd'] if !stem.ends_with("eat") => format!("{stem}e"),
            _ => stem.to_owned(),
        },
        _ => lower.to_owned(),
    }
}

#[cfg(test)]
mod tests;
