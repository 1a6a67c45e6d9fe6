//! Records: the operations of a memory with names replaced by numbers, and their bytes.
//!
//! A name is written once, when it is first used; later records refer to it by its number within its class.

use asof_model::{End, Erased, Kind, Point};

use crate::{
    codec::{Reader, put, put_point, put_signed, put_text},
    error::Corruption,
};

/// What a name names. Numbers count up from 0 within each class, in order of first use.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Class {
    /// An entity; shares its numbers with values.
    Entity,
    /// A typed value, as JSON; shares its numbers with entities.
    Value,
    /// A predicate.
    Predicate,
    /// A source or speaker.
    Source,
}

/// A claim with its provenance, names as numbers.
#[derive(Clone, Debug, PartialEq)]
pub struct ClaimRecord {
    /// The subject's number.
    pub subject: u32,
    /// The predicate's number.
    pub predicate: u32,
    /// The object's number.
    pub object: u32,
    /// What it says about time.
    pub kind: Kind,
    /// From when.
    pub from: Option<Point>,
    /// Until when.
    pub to: End,
    /// How far the source is trusted.
    pub trust: f32,
    /// How sure the claim is.
    pub confidence: f32,
    /// The source's number.
    pub source: Option<u32>,
    /// The episode's number.
    pub episode: Option<u32>,
    /// The bytes of the episode it was read from.
    pub span: Option<(u32, u32)>,
    /// When it was said.
    pub occurred_at: Option<Point>,
    /// The id it was given.
    pub id: Option<String>,
    /// The claims it is derived from.
    pub supports: Vec<u32>,
    /// The claim it corrects, and why.
    pub corrects: Option<(u32, Option<String>)>,
}

/// One thing told, names as numbers.
#[derive(Clone, Debug, PartialEq)]
pub enum Record {
    /// The next number of a class stands for this name.
    Name(Class, String),
    /// A claim. Nearly every record is one, so it is no box: to make and free one for each took a tenth of the time of opening.
    Claim(ClaimRecord),
    /// Raw input.
    Episode {
        /// The id it was given.
        id: Option<String>,
        /// Its text.
        text: String,
        /// The date that "yesterday" refers to.
        occurred_at: Option<Point>,
        /// The speaker's number among the sources.
        speaker: Option<u32>,
        /// The source's number.
        source: Option<u32>,
    },
    /// Takes back a claim.
    RetractClaim(u32, Option<String>),
    /// Takes back every claim of an episode.
    RetractEpisode(u32, Option<String>),
    /// Takes back every claim of a source so far.
    RetractSource(u32, Option<String>),
    /// As if a transaction had never been.
    Undo(u32),
    /// Two entities are one.
    Merge {
        /// The one that gives way.
        from: u32,
        /// The one that stays.
        into: u32,
    },
    /// An entity is one of its own again.
    Split {
        /// What it was merged into.
        from: u32,
        /// The entity.
        name: u32,
    },
    /// A predicate's schema, as JSON.
    Predicate(String),
    /// The transaction is part of a run of the consolidation.
    Run {
        /// The run's number.
        number: u32,
        /// The last transaction that it has read.
        upto: u32,
        /// Whether this is its last transaction.
        last: bool,
    },
    /// What a consolidation found: its key, and the whole as JSON.
    Finding(String, String),
    /// What a person says to a finding: its key, whether it is accepted, and why.
    Decision(String, bool, Option<String>),
    /// Something stood here and was erased: how much, so that what follows keeps its numbers.
    Erased(Erased),
}

impl Record {
    /// The earliest format whose readers understand it.
    pub(crate) fn format(&self) -> u32 {
        match self {
            Self::Erased(_) => 3,
            Self::Run { .. } | Self::Finding(..) | Self::Decision(..) => 2,
            // An earlier reader would pass over a schema with a property that it does not know, and believe something else.
            Self::Predicate(json) if json.contains("\"same_as\"") => 2,
            Self::Name(..)
            | Self::Claim(_)
            | Self::Episode { .. }
            | Self::RetractClaim(..)
            | Self::RetractEpisode(..)
            | Self::RetractSource(..)
            | Self::Undo(_)
            | Self::Merge { .. }
            | Self::Split { .. }
            | Self::Predicate(_) => 1,
        }
    }
}

/// Records told together, at one time.
#[derive(Clone, Debug, PartialEq)]
pub struct Transaction {
    /// Its number.
    pub tx: u32,
    /// When it was recorded, in microseconds.
    pub recorded_at: i64,
    /// What was told.
    pub records: Vec<Record>,
}

const KINDS: [Kind; 5] = [Kind::Begins, Kind::Ends, Kind::Holds, Kind::Denies, Kind::Happens];
const CLASSES: [Class; 4] = [Class::Entity, Class::Value, Class::Predicate, Class::Source];

/// The first byte of a record.
mod tag {
    pub const NAME: u8 = 1;
    pub const CLAIM: u8 = 2;
    pub const EPISODE: u8 = 3;
    pub const RETRACT_CLAIM: u8 = 4;
    pub const RETRACT_EPISODE: u8 = 5;
    pub const RETRACT_SOURCE: u8 = 6;
    pub const UNDO: u8 = 7;
    pub const MERGE: u8 = 8;
    pub const SPLIT: u8 = 9;
    pub const PREDICATE: u8 = 10;
    pub const RUN: u8 = 11;
    pub const FINDING: u8 = 12;
    pub const DECISION: u8 = 13;
    pub const ERASED: u8 = 14;
}

/// Which optional parts of a claim follow, as bits.
mod has {
    pub const FROM: u64 = 1;
    pub const TO_OPEN: u64 = 1 << 1;
    pub const TO_DATE: u64 = 1 << 2;
    pub const TRUST: u64 = 1 << 3;
    pub const CONFIDENCE: u64 = 1 << 4;
    pub const SOURCE: u64 = 1 << 5;
    pub const EPISODE: u64 = 1 << 6;
    pub const SPAN: u64 = 1 << 7;
    pub const OCCURRED: u64 = 1 << 8;
    pub const ID: u64 = 1 << 9;
    pub const SUPPORTS: u64 = 1 << 10;
    pub const CORRECTS: u64 = 1 << 11;
}

/// Appends the bytes of a transaction.
pub(crate) fn encode_transaction(out: &mut Vec<u8>, transaction: &Transaction) {
    put(out, transaction.tx.into());
    put_signed(out, transaction.recorded_at);
    put(out, transaction.records.len() as u64);
    for record in &transaction.records {
        encode(out, record);
    }
}

fn encode(out: &mut Vec<u8>, record: &Record) {
    match record {
        Record::Name(class, name) => {
            out.extend([tag::NAME, CLASSES.iter().position(|other| other == class).unwrap_or(0).to_le_bytes()[0]]);
            put_text(out, name);
        }
        Record::Claim(claim) => encode_claim(out, claim),
        Record::Episode { id, text, occurred_at, speaker, source } => {
            out.push(tag::EPISODE);
            put_text(out, text);
            put_optional(out, id.as_deref(), put_text);
            put_optional(out, *occurred_at, put_point);
            put_optional(out, *speaker, |out, speaker| put(out, speaker.into()));
            put_optional(out, *source, |out, source| put(out, source.into()));
        }
        Record::RetractClaim(number, reason) => encode_retract(out, tag::RETRACT_CLAIM, *number, reason.as_deref()),
        Record::RetractEpisode(number, reason) => encode_retract(out, tag::RETRACT_EPISODE, *number, reason.as_deref()),
        Record::RetractSource(number, reason) => encode_retract(out, tag::RETRACT_SOURCE, *number, reason.as_deref()),
        Record::Undo(tx) => encode_numbers(out, tag::UNDO, &[*tx]),
        Record::Merge { from, into } => encode_numbers(out, tag::MERGE, &[*from, *into]),
        Record::Split { from, name } => encode_numbers(out, tag::SPLIT, &[*from, *name]),
        Record::Predicate(json) => {
            out.push(tag::PREDICATE);
            put_text(out, json);
        }
        Record::Run { number, upto, last } => encode_numbers(out, tag::RUN, &[*number, *upto, u32::from(*last)]),
        Record::Finding(key, json) => {
            out.push(tag::FINDING);
            put_text(out, key);
            put_text(out, json);
        }
        Record::Decision(key, accepted, reason) => {
            out.push(tag::DECISION);
            put_text(out, key);
            out.push(u8::from(*accepted));
            put_optional(out, reason.as_deref(), put_text);
        }
        Record::Erased(Erased { claims, episodes, findings }) => encode_numbers(out, tag::ERASED, &[*claims, *episodes, *findings]),
    }
}

fn put_optional<T>(out: &mut Vec<u8>, value: Option<T>, put_value: impl Fn(&mut Vec<u8>, T)) {
    out.push(u8::from(value.is_some()));
    if let Some(value) = value {
        put_value(out, value);
    }
}

fn encode_retract(out: &mut Vec<u8>, tag: u8, number: u32, reason: Option<&str>) {
    encode_numbers(out, tag, &[number]);
    put_optional(out, reason, put_text);
}

fn encode_numbers(out: &mut Vec<u8>, tag: u8, numbers: &[u32]) {
    out.push(tag);
    for &number in numbers {
        put(out, number.into());
    }
}

fn flags(claim: &ClaimRecord) -> u64 {
    let bit = |bit: u64, present: bool| if present { bit } else { 0 };
    bit(has::FROM, claim.from.is_some())
        | bit(has::TO_OPEN, claim.to == End::Open)
        | bit(has::TO_DATE, matches!(claim.to, End::At(_)))
        | bit(has::TRUST, claim.trust < 1.0)
        | bit(has::CONFIDENCE, claim.confidence < 1.0)
        | bit(has::SOURCE, claim.source.is_some())
        | bit(has::EPISODE, claim.episode.is_some())
        | bit(has::SPAN, claim.span.is_some())
        | bit(has::OCCURRED, claim.occurred_at.is_some())
        | bit(has::ID, claim.id.is_some())
        | bit(has::SUPPORTS, !claim.supports.is_empty())
        | bit(has::CORRECTS, claim.corrects.is_some())
}

fn encode_claim(out: &mut Vec<u8>, claim: &ClaimRecord) {
    out.extend([tag::CLAIM, KINDS.iter().position(|&kind| kind == claim.kind).unwrap_or(0).to_le_bytes()[0]]);
    put(out, flags(claim));
    for number in [claim.subject, claim.predicate, claim.object] {
        put(out, number.into());
    }
    if let Some(from) = claim.from {
        put_point(out, from);
    }
    if let End::At(to) = claim.to {
        put_point(out, to);
    }
    for share in [claim.trust, claim.confidence].into_iter().filter(|&share| share < 1.0) {
        out.extend(share.to_le_bytes());
    }
    for number in [claim.source, claim.episode].into_iter().flatten() {
        put(out, number.into());
    }
    if let Some((from, to)) = claim.span {
        put(out, from.into());
        put(out, to.into());
    }
    if let Some(occurred_at) = claim.occurred_at {
        put_point(out, occurred_at);
    }
    if let Some(id) = &claim.id {
        put_text(out, id);
    }
    if !claim.supports.is_empty() {
        put(out, claim.supports.len() as u64);
        claim.supports.iter().for_each(|&support| put(out, support.into()));
    }
    if let Some((target, reason)) = &claim.corrects {
        put(out, (*target).into());
        put_optional(out, reason.as_deref(), put_text);
    }
}

/// Reads transactions until the bytes end.
pub(crate) fn decode_transactions(bytes: &[u8]) -> Result<Vec<Transaction>, Corruption> {
    let mut reader = Reader(bytes);
    let mut transactions = Vec::new();
    while !reader.is_empty() {
        let (tx, recorded_at, count) = (reader.small()?, reader.signed()?, reader.small()? as usize);
        let mut records = Vec::with_capacity(count.min(reader.0.len()));
        for _ in 0..count {
            records.push(decode(&mut reader)?);
        }
        transactions.push(Transaction { tx, recorded_at, records });
    }
    Ok(transactions)
}

fn optional<'a, T>(reader: &mut Reader<'a>, read: impl FnOnce(&mut Reader<'a>) -> Result<T, Corruption>) -> Result<Option<T>, Corruption> {
    if flag(reader)? { read(reader).map(Some) } else { Ok(None) }
}

fn flag(reader: &mut Reader<'_>) -> Result<bool, Corruption> {
    match reader.byte()? {
        0 => Ok(false),
        1 => Ok(true),
        _ => Err(Corruption::Malformed("a flag is neither 0 nor 1")),
    }
}

fn text(reader: &mut Reader<'_>) -> Result<String, Corruption> {
    reader.text().map(str::to_owned)
}

fn decode(reader: &mut Reader<'_>) -> Result<Record, Corruption> {
    Ok(match reader.byte()? {
        tag::NAME => {
            let class = CLASSES.get(reader.byte()? as usize).ok_or(Corruption::Malformed("an unknown class of names"))?;
            Record::Name(*class, text(reader)?)
        }
        tag::CLAIM => Record::Claim(decode_claim(reader)?),
        tag::EPISODE => Record::Episode {
            text: text(reader)?,
            id: optional(reader, text)?,
            occurred_at: optional(reader, Reader::point)?,
            speaker: optional(reader, Reader::small)?,
            source: optional(reader, Reader::small)?,
        },
        tag::RETRACT_CLAIM => Record::RetractClaim(reader.small()?, optional(reader, text)?),
        tag::RETRACT_EPISODE => Record::RetractEpisode(reader.small()?, optional(reader, text)?),
        tag::RETRACT_SOURCE => Record::RetractSource(reader.small()?, optional(reader, text)?),
        tag::UNDO => Record::Undo(reader.small()?),
        tag::MERGE => Record::Merge { from: reader.small()?, into: reader.small()? },
        tag::SPLIT => Record::Split { from: reader.small()?, name: reader.small()? },
        tag::PREDICATE => Record::Predicate(text(reader)?),
        tag::RUN => Record::Run { number: reader.small()?, upto: reader.small()?, last: flag(reader)? },
        tag::FINDING => Record::Finding(text(reader)?, text(reader)?),
        tag::ERASED => Record::Erased(Erased { claims: reader.small()?, episodes: reader.small()?, findings: reader.small()? }),
        tag::DECISION => Record::Decision(text(reader)?, flag(reader)?, optional(reader, text)?),
        _ => return Err(Corruption::Malformed("an unknown record")),
    })
}

fn decode_claim(reader: &mut Reader<'_>) -> Result<ClaimRecord, Corruption> {
    let kind = *KINDS.get(reader.byte()? as usize).ok_or(Corruption::Malformed("an unknown kind of claim"))?;
    let flags = reader.number()?;
    let has = |bit: u64| flags & bit != 0;
    let (subject, predicate, object) = (reader.small()?, reader.small()?, reader.small()?);
    Ok(ClaimRecord {
        subject,
        predicate,
        object,
        kind,
        from: has(has::FROM).then(|| reader.point()).transpose()?,
        to: match (has(has::TO_DATE), has(has::TO_OPEN)) {
            (true, _) => End::At(reader.point()?),
            (false, true) => End::Open,
            (false, false) => End::Unknown,
        },
        trust: if has(has::TRUST) { reader.float()? } else { 1.0 },
        confidence: if has(has::CONFIDENCE) { reader.float()? } else { 1.0 },
        source: has(has::SOURCE).then(|| reader.small()).transpose()?,
        episode: has(has::EPISODE).then(|| reader.small()).transpose()?,
        span: has(has::SPAN).then(|| Ok((reader.small()?, reader.small()?))).transpose()?,
        occurred_at: has(has::OCCURRED).then(|| reader.point()).transpose()?,
        id: has(has::ID).then(|| text(reader)).transpose()?,
        supports: if has(has::SUPPORTS) { decode_supports(reader)? } else { Vec::new() },
        corrects: has(has::CORRECTS).then(|| Ok((reader.small()?, optional(reader, text)?))).transpose()?,
    })
}

fn decode_supports(reader: &mut Reader<'_>) -> Result<Vec<u32>, Corruption> {
    (0..reader.small()?).map(|_| reader.small()).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn claim() -> ClaimRecord {
        ClaimRecord {
            subject: 1,
            predicate: 300,
            object: 70_000,
            kind: Kind::Denies,
            from: "2019".parse().ok(),
            to: End::At("2020-05-07T14:05:00.5Z".parse().unwrap()),
            trust: 0.8,
            confidence: 0.9,
            source: Some(3),
            episode: Some(4),
            span: Some((5, 60)),
            occurred_at: "-0044-03-15".parse().ok(),
            id: Some("c1".into()),
            supports: vec![1, 2, 3],
            corrects: Some((9, Some("typo".into()))),
        }
    }

    #[test]
    fn every_record_reads_back_as_it_was_written() {
        let bare = ClaimRecord {
            from: None,
            to: End::Open,
            trust: 1.0,
            confidence: 1.0,
            source: None,
            episode: None,
            span: None,
            occurred_at: None,
            id: None,
            supports: Vec::new(),
            corrects: None,
            ..claim()
        };
        let records = vec![
            Record::Name(Class::Value, "{\"value\":42}".into()),
            Record::Claim(claim()),
            Record::Claim(bare),
            Record::Episode {
                id: Some("e".into()),
                text: "Ana moved.".into(),
                occurred_at: "2024-04".parse().ok(),
                speaker: Some(1),
                source: None,
            },
            Record::RetractClaim(7, Some("jest".into())),
            Record::RetractEpisode(8, None),
            Record::RetractSource(9, None),
            Record::Undo(12),
            Record::Merge { from: 1, into: 2 },
            Record::Split { from: 2, name: 1 },
            Record::Predicate("{}".into()),
            Record::Run { number: 3, upto: 700, last: true },
            Record::Finding("merge ana | annie".into(), "{}".into()),
            Record::Decision("merge ana | annie".into(), false, Some("two people".into())),
            Record::Erased(Erased { claims: 700, episodes: 1, findings: 0 }),
        ];
        let transaction = Transaction { tx: 5, recorded_at: -7, records };
        let mut bytes = Vec::new();
        encode_transaction(&mut bytes, &transaction);
        assert_eq!(decode_transactions(&bytes).unwrap(), vec![transaction]);
        for cut in 1..bytes.len() {
            assert!(decode_transactions(&bytes[..cut]).is_err(), "cut at {cut}");
        }
    }

    proptest! {
        #[test]
        fn arbitrary_bytes_never_panic(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
            let _ = decode_transactions(&bytes);
        }
    }
}
