//! Packs what was chosen in the bytes that `table` reads.

use std::collections::{BTreeMap, HashMap};
use std::io::{self, Write as _};

use flate2::{Compression, write::DeflateEncoder};

use super::choose::{Chosen, Node};
use crate::bytes::Writer;
use crate::table::{Link, MARK};

/// The bytes of the table.
pub fn pack(chosen: &Chosen) -> io::Result<Vec<u8>> {
    let plain = plain(chosen);
    let mut bytes = MARK.to_vec();
    bytes.extend((plain.len() as u32).to_le_bytes());
    let mut encoder = DeflateEncoder::new(bytes, Compression::best());
    encoder.write_all(&plain)?;
    encoder.finish()
}

fn plain(chosen: &Chosen) -> Vec<u8> {
    let mut writer = Writer::default();
    writer.texts(chosen.words.keys().map(String::as_str));
    writer.number(chosen.meanings.len());
    writer.0.extend(chosen.meanings.iter().map(|(file, _)| *file));
    writer.0.extend(chosen.meanings.iter().map(|(_, below)| below.max(&1).ilog2() as u8));
    let above: Vec<_> = chosen.above.iter().map(|(one, other)| (*one, *other)).collect();
    pairs(&mut writer, &above, |writer, other| writer.number(*other as usize));
    let numbers = senses(&mut writer, chosen);
    let mut links: Vec<_> =
        chosen.links.iter().filter_map(|(one, link, other)| Some((*numbers.get(one)?, (*link, *numbers.get(other)?)))).collect();
    links.sort_unstable();
    pairs(&mut writer, &links, linked);
    let bonds: Vec<_> = chosen.bonds.iter().map(|(one, link, other)| (*one, (*link, *other))).collect();
    pairs(&mut writer, &bonds, linked);
    forms(&mut writer, chosen);
    writer.0
}

/// Writes the senses of all words, and numbers them.
fn senses(writer: &mut Writer, chosen: &Chosen) -> HashMap<Node, u32> {
    let mut numbers = HashMap::new();
    for (word, senses) in &chosen.words {
        writer.number(senses.len());
        for (meaning, count) in senses {
            numbers.insert((word.clone(), *meaning), numbers.len() as u32);
            writer.number(*meaning as usize);
            writer.number((*count).min(u32::from(u16::MAX)) as usize);
        }
    }
    numbers
}

fn forms(writer: &mut Writer, chosen: &Chosen) {
    let words: BTreeMap<&str, u32> = chosen.words.keys().map(String::as_str).zip(0..).collect();
    writer.texts(chosen.forms.keys().map(String::as_str));
    let bases: Vec<_> = (0..)
        .zip(chosen.forms.values())
        .flat_map(|(form, bases)| bases.iter().map(move |base| (form, base)))
        .filter_map(|(form, (part, base))| Some((form, (*part, *words.get(base.as_str())?))))
        .collect();
    pairs(writer, &bases, |writer, (part, base)| {
        writer.0.push(*part);
        writer.number(*base as usize);
    });
}

fn linked(writer: &mut Writer, (link, other): &(Link, u32)) {
    writer.0.push(Link::ALL.iter().position(|one| one == link).unwrap_or_default() as u8);
    writer.number(*other as usize);
}

fn pairs<T>(writer: &mut Writer, pairs: &[(u32, T)], mut item: impl FnMut(&mut Writer, &T)) {
    writer.number(pairs.len());
    let mut before = 0;
    for (number, other) in pairs {
        writer.number((number - before) as usize);
        item(writer, other);
        before = *number;
    }
}
