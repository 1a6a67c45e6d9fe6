//! Postings of several words read side by side, a window of documents at a time: what is gathered of a document stays close by until
//! all words have spoken, however many documents there are.

use tantivy::{fieldnorm::FieldNormReader, postings::BlockSegmentPostings};

use crate::{field::Field, index::Reader, segments::Segment, tail::Posting};

/// So many documents are looked at together.
pub(crate) const WINDOW: usize = 2_048;
/// A place of a window where there is no document.
const NONE: u32 = u32::MAX;

/// Where in a window a word is, and how often.
#[derive(Clone, Copy, Debug)]
struct Spot {
    place: u16,
    frequency: u32,
}

/// A stretch of documents that lie side by side in the index.
pub(crate) struct Window {
    /// For each word where it is found.
    words: Vec<Vec<Spot>>,
    /// For each place the number of the document that was met there; where one is left out, none.
    numbers: Box<[u32; WINDOW]>,
    /// For each place where one was met, its length in code.
    lengths: Box<[u8; WINDOW]>,
    /// The places where any was met, a bit each.
    met: [u64; WINDOW / 64],
}

impl Window {
    fn new(words: usize) -> Self {
        let (numbers, lengths) = (Box::new([NONE; WINDOW]), Box::new([0; WINDOW]));
        Self { words: vec![Vec::new(); words], numbers, lengths, met: [0; WINDOW / 64] }
    }

    /// Leaves out the documents that are not kept, given what is looked up of each. That lies far apart in memory: looked up for all
    /// of a window before anything is decided, it comes at once.
    pub fn retain<T>(&mut self, look_up: impl Fn(u32) -> T, mut keep: impl FnMut(u32, T) -> bool) {
        let looked_up = |place: usize| (place, look_up(self.numbers[place]));
        let found: Vec<(usize, T)> = places(self.met).map(looked_up).collect();
        for (place, found) in found {
            let number = &mut self.numbers[place];
            *number = if *number != NONE && keep(*number, found) { *number } else { NONE };
        }
    }

    /// Calls back with every document that is not left out: its place in the window, and its number.
    pub fn each_document(&self, mut each: impl FnMut(usize, u32)) {
        places(self.met)
            .map(|place| (place, self.numbers[place]))
            .filter(|(_, number)| *number != NONE)
            .for_each(|(place, number)| each(place, number));
    }

    /// Calls back with every posting of a word, but of documents left out: the place in the window, how often the word is there, and
    /// the document's length in code.
    pub fn each_posting(&self, word: usize, mut each: impl FnMut(usize, u32, u8)) {
        for spot in &self.words[word] {
            let place = usize::from(spot.place);
            if self.numbers[place] != NONE {
                each(place, spot.frequency, self.lengths[place]);
            }
        }
    }

    /// Takes in what is found below the end of the window that begins at a document.
    fn gather(&mut self, cursors: &mut [Cursor<'_>], base: u32, number: impl Fn(u32) -> u32) {
        self.met = [0; WINDOW / 64];
        for (spots, cursor) in self.words.iter_mut().zip(cursors) {
            spots.clear();
            cursor.each_below(base.saturating_add(WINDOW as u32), |document, frequency, length| {
                let place = (document - base) as usize % WINDOW;
                self.met[place / 64] |= 1 << (place % 64);
                self.lengths[place] = length;
                spots.push(Spot { place: place as u16, frequency });
            });
        }
        for place in places(self.met) {
            self.numbers[place] = number(base + place as u32);
        }
    }
}

/// The places of the bits that are set, in order.
fn places(met: [u64; WINDOW / 64]) -> impl Iterator<Item = usize> {
    (0..).step_by(64).zip(met).flat_map(|(first, mut bits)| {
        std::iter::from_fn(move || {
            let place = first + bits.trailing_zeros() as usize;
            bits &= bits.checked_sub(1)?;
            Some(place)
        })
    })
}

/// Where one is in a word's postings of one part of the index.
enum Cursor<'r> {
    Committed {
        postings: Box<BlockSegmentPostings>,
        at: usize,
        lengths: &'r FieldNormReader,
    },
    /// Also of a word that is not in a segment: nothing.
    Tail(&'r [Posting]),
}

impl Cursor<'_> {
    /// In how many documents.
    fn documents(&self) -> u32 {
        match self {
            Self::Committed { postings, .. } => postings.doc_freq(),
            Self::Tail(postings) => u32::try_from(postings.len()).unwrap_or(u32::MAX),
        }
    }

    /// The next document.
    fn next(&self) -> Option<u32> {
        match self {
            Self::Committed { postings, at, .. } => postings.docs().get(*at).copied(),
            Self::Tail(postings) => postings.first().map(|posting| posting.number),
        }
    }

    /// Calls back with the documents before one: each with how often it has the word, and its length in code.
    fn each_below(&mut self, end: u32, mut each: impl FnMut(u32, u32, u8)) {
        match self {
            Self::Committed { postings, at, lengths } => {
                while *at < postings.block_len() {
                    let rest = postings.docs()[*at..].iter().zip(&postings.freqs()[*at..]);
                    let mut taken = 0;
                    for (&document, &frequency) in rest.take_while(|(document, _)| **document < end) {
                        each(document, frequency, lengths.fieldnorm_id(document));
                        taken += 1;
                    }
                    *at += taken;
                    if *at < postings.block_len() {
                        return;
                    }
                    postings.advance();
                    *at = 0;
                }
            }
            Self::Tail(postings) => {
                let (before, after) = postings.split_at(postings.partition_point(|posting| posting.number < end));
                before.iter().for_each(|posting| each(posting.number, posting.frequency, posting.length));
                *postings = after;
            }
        }
    }
}

/// The postings of words in one part of the index: a segment, or the tail.
struct Part<'r> {
    /// A cursor for each word.
    cursors: Vec<Cursor<'r>>,
    /// For each document of a segment its number; in the tail documents are their numbers.
    numbers: Option<&'r [u32]>,
}

/// The postings of several words of one field.
pub(crate) struct Together<'r> {
    /// For each word how many documents have it.
    pub documents: Vec<u32>,
    parts: Vec<Part<'r>>,
}

impl<'r> Together<'r> {
    /// Finds words, each of which keeps its place. What cannot be read is not found: the checksums held when the index was opened.
    pub fn find(reader: &'r Reader<'_>, field: Field, words: &[&str]) -> Self {
        let mut parts: Vec<Part<'r>> = reader.segments().iter().map(|segment| Part::of_segment(reader, segment, field, words)).collect();
        let tail = words.iter().map(|word| Cursor::Tail(reader.tail(field, word))).collect();
        parts.push(Part { cursors: tail, numbers: None });
        let documents = |word: usize| parts.iter().map(|part| part.cursors[word].documents()).sum();
        Self { documents: (0..words.len()).map(documents).collect(), parts }
    }

    /// Calls back with every window in which any of the words is found. No document is in two windows.
    pub fn each_window(self, mut each: impl FnMut(&mut Window)) {
        let mut window = Window::new(self.documents.len());
        for Part { mut cursors, numbers } in self.parts {
            let number = |document: u32| numbers.map_or(document, |numbers| numbers.get(document as usize).copied().unwrap_or(NONE));
            while let Some(next) = cursors.iter().filter_map(Cursor::next).min() {
                let base = next - next % WINDOW as u32;
                window.gather(&mut cursors, base, number);
                each(&mut window);
            }
        }
    }
}

impl<'r> Part<'r> {
    fn of_segment(reader: &Reader<'_>, segment: &'r Segment, field: Field, words: &[&str]) -> Self {
        let lengths = segment.lengths(field);
        let cursor = |word: &&str| match reader.postings(segment, field, word) {
            Some(postings) => Cursor::Committed { postings: Box::new(postings), at: 0, lengths },
            None => Cursor::Tail(&[]),
        };
        Self { cursors: words.iter().map(cursor).collect(), numbers: Some(&segment.numbers) }
    }
}
