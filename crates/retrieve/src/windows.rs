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
pub(crate) struct Window<'r> {
    /// For each word where it is found.
    words: Vec<Vec<Spot>>,
    /// The first document.
    base: u32,
    /// The places where any was met and is not left out, in order; and the same with a bit each.
    places: Vec<u16>,
    met: [u64; WINDOW / 64],
    /// For each place where one was met its number.
    numbers: Box<[u32; WINDOW]>,
    /// For each place where one was met and is not left out, its length in code.
    lengths: Box<[u8; WINDOW]>,
    /// The lengths of the segment; the tail's come with its postings.
    norms: Option<&'r FieldNormReader>,
}

impl<'r> Window<'r> {
    fn new(words: usize) -> Self {
        Self {
            words: vec![Vec::new(); words],
            base: 0,
            places: Vec::with_capacity(WINDOW),
            met: [0; WINDOW / 64],
            numbers: Box::new([NONE; WINDOW]),
            lengths: Box::new([0; WINDOW]),
            norms: None,
        }
    }

    /// Leaves out the documents that are not kept, given the place, the number and what is looked up of each. That lies far apart in
    /// memory: looked up for all of a window before anything is decided, it comes at once. So do the lengths of those that stay, which
    /// are read here: before postings are.
    pub fn retain<T>(&mut self, look_up: impl Fn(u32) -> T, mut keep: impl FnMut(usize, u32, T) -> bool) {
        let Self { places, met, numbers, .. } = self;
        let found: Vec<T> = places.iter().map(|&place| look_up(numbers[usize::from(place)])).collect();
        let mut found = found.into_iter();
        places.retain(|&place| {
            let at = usize::from(place);
            let kept = found.next().is_some_and(|found| numbers[at] != NONE && keep(at, numbers[at], found));
            met[at / 64] &= !(u64::from(!kept) << (at % 64));
            kept
        });
        if let Some(norms) = self.norms {
            for &place in &self.places {
                self.lengths[usize::from(place)] = norms.fieldnorm_id(self.base + u32::from(place));
            }
        }
    }

    /// Calls back with every document that is not left out: its place in the window, and its number.
    pub fn each_document(&self, mut each: impl FnMut(usize, u32)) {
        for &place in &self.places {
            each(usize::from(place), self.numbers[usize::from(place)]);
        }
    }

    /// Calls back with every posting of a word, but of documents left out: the place in the window, how often the word is there, and
    /// the document's length in code.
    pub fn each_posting(&self, word: usize, mut each: impl FnMut(usize, u32, u8)) {
        for spot in &self.words[word] {
            let place = usize::from(spot.place) % WINDOW;
            if self.met[place / 64] >> (place % 64) & 1 == 1 {
                each(place, spot.frequency, self.lengths[place]);
            }
        }
    }

    /// Takes in what is found below the end of the window that begins at a document.
    fn gather(&mut self, part: &mut Part<'r>, base: u32) {
        let end = base.saturating_add(WINDOW as u32);
        (self.base, self.norms, self.met) = (base, part.norms, [0; WINDOW / 64]);
        for (spots, cursor) in self.words.iter_mut().zip(&mut part.cursors) {
            spots.clear();
            cursor.take_below(base, end, spots, &mut self.lengths);
            for spot in &*spots {
                self.met[usize::from(spot.place) / 64 % (WINDOW / 64)] |= 1 << (spot.place % 64);
            }
        }
        self.places.clear();
        for (first, mut bits) in (0..).step_by(64).zip(self.met) {
            while bits != 0 {
                self.places.push(first + bits.trailing_zeros() as u16);
                bits &= bits - 1;
            }
        }
        for &place in &self.places {
            self.numbers[usize::from(place)] = part.number(base + u32::from(place));
        }
    }
}

/// Where one is in a word's postings of one part of the index.
enum Cursor<'r> {
    Committed {
        postings: Box<BlockSegmentPostings>,
        at: usize,
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

    /// Takes the postings from the base of a window to its end.
    fn take_below(&mut self, base: u32, end: u32, spots: &mut Vec<Spot>, lengths: &mut [u8; WINDOW]) {
        let place = |document: u32| (document.wrapping_sub(base) as usize % WINDOW) as u16;
        match self {
            Self::Committed { postings, at } => {
                while *at < postings.block_len() {
                    let (documents, frequencies) = (&postings.docs()[*at..], &postings.freqs()[*at..]);
                    let whole = documents.last().is_some_and(|last| *last < end);
                    let taken = if whole { documents.len() } else { documents.partition_point(|document| *document < end) };
                    let found = documents[..taken].iter().zip(frequencies);
                    spots.extend(found.map(|(&document, &frequency)| Spot { place: place(document), frequency }));
                    *at += taken;
                    if !whole {
                        return;
                    }
                    postings.advance();
                    *at = 0;
                }
            }
            Self::Tail(postings) => {
                let (before, after) = postings.split_at(postings.partition_point(|posting| posting.number < end));
                for &Posting { number, frequency, length } in before {
                    let place = place(number);
                    lengths[usize::from(place)] = length;
                    spots.push(Spot { place, frequency });
                }
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
    /// The lengths of a segment's documents, in code.
    norms: Option<&'r FieldNormReader>,
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
        parts.push(Part { cursors: tail, numbers: None, norms: None });
        let documents = |word: usize| parts.iter().map(|part| part.cursors[word].documents()).sum();
        Self { documents: (0..words.len()).map(documents).collect(), parts }
    }

    /// Calls back with every window in which any of the words is found. No document is in two windows.
    pub fn each_window(self, mut each: impl FnMut(&mut Window<'r>)) {
        let mut window = Window::new(self.documents.len());
        for mut part in self.parts {
            while let Some(next) = part.cursors.iter().filter_map(Cursor::next).min() {
                window.gather(&mut part, next - next % WINDOW as u32);
                each(&mut window);
            }
        }
    }
}

impl<'r> Part<'r> {
    fn of_segment(reader: &Reader<'_>, segment: &'r Segment, field: Field, words: &[&str]) -> Self {
        let cursor = |word: &&str| match reader.postings(segment, field, word) {
            Some(postings) => Cursor::Committed { postings: Box::new(postings), at: 0 },
            None => Cursor::Tail(&[]),
        };
        let (numbers, norms) = (Some(segment.numbers.as_slice()), Some(segment.lengths(field)));
        Self { cursors: words.iter().map(cursor).collect(), numbers, norms }
    }

    fn number(&self, document: u32) -> u32 {
        self.numbers.map_or(document, |numbers| numbers.get(document as usize).copied().unwrap_or(NONE))
    }
}
