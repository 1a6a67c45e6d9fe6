//! The reader: a text sentence by sentence, from trees to claims.

use asof_parser::{Parser, Pos, Sentence};

use crate::{
    Context, Diagnostic, Found, Mention, Read, Reason, TimeMention, being, called,
    clause::clauses,
    correct, deed,
    discourse::{Discourse, Referent},
    drafts::Drafts,
    force::{Force, forces},
    general, hedge, language,
    list::Lists,
    mend::mend,
    nominal,
    scene::Scene,
    told::Told,
    tree::Tree,
    when::{Times, shares},
};

/// Reads a text: its lists item by item, and what stands between them as prose.
pub fn read(text: &str, context: &Context<'_>) -> Vec<Read> {
    let lists = Lists::find(text, context);
    let mut read = lists.told(text, context);
    read.extend(lists.dated(text, context));
    read.extend(prose(text, &lists, context));
    read.sort_by_key(|read| read.span);
    read
}

/// Reads the sentences of a text that are not told by the frames of its lists.
fn prose(text: &str, lists: &Lists, context: &Context<'_>) -> Vec<Read> {
    let times = Times::find(text, context.occurred_at);
    let mut discourse = recall(text, context);
    let mut told = Told::default();
    let spans = lists.sentences(text);
    let jokes: Vec<bool> = spans.iter().map(|sentence| is_joke(sentence, text)).collect();
    let mut quotes = Quotes::default();
    let mut all: Vec<Read> = Vec::with_capacity(spans.len());
    for some in spans.chunks(TOGETHER) {
        for sentence in Parser::new().parse_some(text, some, &|words| language::check(words).is_ok()) {
            let at = all.len();
            let joke = jokes[at] || jokes.get(at + 1).copied().unwrap_or_default() && spans[at + 1].len() < 6;
            let quoted = quotes.of(text, &spans[at]);
            if begins_paragraph(text, &spans, at) {
                discourse.end_story();
            }
            discourse.set_itemised(spans[at].first().is_some_and(|word| lists.item(word.0).is_some()));
            let one = One { text, words: &spans[at], context, times: &times, quoted, joke };
            let mut read = one.read(&mend(sentence), &mut discourse, &told);
            lists.date(&mut read, context);
            told.note(&read.found);
            all.push(read);
        }
    }
    all
}

/// Whether an empty line stands before a sentence.
fn begins_paragraph(text: &str, spans: &[Vec<(usize, usize)>], at: usize) -> bool {
    let end = at.checked_sub(1).and_then(|before| spans[before].last()).map_or(0, |word| word.1);
    let start = spans[at].first().map_or(end, |word| word.0);
    text.get(end..start).is_some_and(|gap| gap.matches('\n').count() > 1)
}

/// How many sentences are parsed together: enough for speed, few enough that a long text needs little memory.
const TOGETHER: usize = 512;

/// What is less sure than this would be a guess.
const LEAST: f32 = 0.56;
/// How many of the turns before are looked at, how many where somebody is spoken of as "she", and how much of each.
const TURNS: usize = 3;
const MORE_TURNS: usize = 6;
const TURN_BYTES: usize = 1_000;

/// The entities that were named just before.
fn recall(text: &str, context: &Context<'_>) -> Discourse {
    let mut discourse = Discourse::default();
    let turns = if opens_with_pronoun(text) { MORE_TURNS } else { TURNS };
    for turn in &context.before[context.before.len().saturating_sub(turns)..] {
        let text = &turn.text[turn.text.floor_char_boundary(turn.text.len().saturating_sub(TURN_BYTES))..];
        let listener = if turn.speaker == context.speaker { context.listener } else { context.speaker };
        let own = Context { speaker: turn.speaker, listener, before: &[], occurred_at: None };
        // Which day is meant does not matter here, only that "on Monday" names no thing.
        let times = Times::find(text, Some(crate::when::day(0)));
        for sentence in Parser::new().parse(text) {
            let sentence = mend(sentence);
            let tree = Tree::new(&sentence);
            discourse.next_sentence(&tree);
            discourse.read(&tree, &clauses(&tree), &timed(&times.of_sentence(&tree), sentence.words.len()), &own);
        }
    }
    discourse
}

/// Whether a text speaks of "her" or "him" before it names anybody who could be meant.
fn opens_with_pronoun(text: &str) -> bool {
    const SOMEBODY: &[&str] =
        &["she", "her", "he", "him", "his", "she's", "he's", "she'll", "he'll", "she’s", "he’s", "herself", "himself"];
    let mut words = text.split(|c: char| c.is_whitespace() || ".,!?;:\"()".contains(c)).filter(|word| !word.is_empty()).take(40);
    words.any(|word| SOMEBODY.contains(&word.to_lowercase().as_str()))
}

/// Which words belong to time expressions.
fn timed(found: &[(usize, Vec<usize>)], words: usize) -> Vec<bool> {
    let mut timed = vec![false; words];
    found.iter().flat_map(|(_, words)| words).for_each(|&at| timed[at] = true);
    timed
}

/// "Just kidding" takes back the sentence it stands in and, standing alone, the one before.
fn is_joke(sentence: &[(usize, usize)], text: &str) -> bool {
    let (from, to) = (sentence.first().map_or(0, |span| span.0), sentence.last().map_or(0, |span| span.1));
    let said = text.get(from..to).unwrap_or_default().to_lowercase();
    ["just kidding", "only kidding", "just joking", "only joking", "i'm kidding", "i'm joking", "i kid", "/s"]
        .iter()
        .any(|mark| said.contains(mark))
        || said.split(|c: char| !c.is_alphanumeric() && c != '/').any(|word| matches!(word, "jk" | "j/k"))
}

/// Which words stand inside quotation marks; a quotation may run over several sentences, and ends with its paragraph.
#[derive(Debug, Default)]
struct Quotes {
    open: bool,
    /// Where the last sentence ended.
    at: usize,
}

impl Quotes {
    fn of(&mut self, text: &str, words: &[(usize, usize)]) -> Vec<bool> {
        let mut quoted = Vec::with_capacity(words.len());
        let first = words.first().map_or(0, |word| word.0);
        if text.get(self.at..first).is_some_and(|gap| gap.matches('\n').count() > 1) {
            self.open = false;
        }
        self.at = words.last().map_or(self.at, |word| word.1);
        for word in words {
            match text.get(word.0..word.1).unwrap_or_default() {
                "“" | "``" => self.open = true,
                "”" | "''" => self.open = false,
                "\"" => self.open = !self.open,
                _ => {}
            }
            quoted.push(self.open);
        }
        quoted
    }
}

/// One sentence of a text.
struct One<'t> {
    text: &'t str,
    /// The spans of its words.
    words: &'t [(usize, usize)],
    context: &'t Context<'t>,
    times: &'t Times<'t>,
    quoted: Vec<bool>,
    joke: bool,
}

impl One<'_> {
    fn read(&self, sentence: &Sentence, discourse: &mut Discourse, told: &Told) -> Read {
        let mut read = Read { span: span(sentence.start, sentence.end), ..Read::default() };
        if sentence.words.is_empty() {
            let words: Vec<&str> = self.words.iter().map(|word| self.text.get(word.0..word.1).unwrap_or_default()).collect();
            let reason = language::check(&words).err().unwrap_or(Reason::NotUnderstood);
            read.left.push(Diagnostic::new(read.span, reason));
            return read;
        }
        let tree = Tree::new(sentence);
        discourse.next_sentence(&tree);
        let found = self.times.of_sentence(&tree);
        let timed = timed(&found, sentence.words.len());
        let clauses = clauses(&tree);
        let referents = discourse.read(&tree, &clauses, &timed, self.context);
        if discourse.tells_story(general::story(&tree, &clauses)) {
            read.left.push(Diagnostic::new(read.span, Reason::Hypothetical));
            return read;
        }
        let quoted = self.quoted_clauses(&tree);
        let forces = forces(&tree, &clauses, &quoted, self.joke);
        let shares = shares(&tree, &clauses, &found, self.times);
        let scene = Scene {
            tree: &tree,
            clauses: &clauses,
            forces: &forces,
            referents: &referents,
            timed: &timed,
            times: self.times,
            shares: &shares,
            said: self.context.occurred_at,
            speaker: self.context.speaker.map(Referent::somebody),
            told,
            denied: correct::denied(&tree),
        };
        read.mentions = mentions(&scene);
        read.times = self.time_mentions(&found);
        tell(&scene, told, &found, &mut read);
        read.left.extend(self.no_days(&found));
        read
    }

    /// A quotation of one or two words is a title or a word, and no speech.
    fn quoted_clauses(&self, tree: &Tree<'_>) -> Vec<bool> {
        let many = self.quoted.iter().filter(|&&quoted| quoted).count() > 3;
        // Words may have been joined since they were cut: "mother-in-law".
        let quoted = |start: usize| self.words.iter().position(|word| word.0 == start).is_some_and(|at| self.quoted[at]);
        tree.words.iter().map(|word| many && word.pos != Pos::Punct && quoted(word.start)).collect()
    }

    fn time_mentions(&self, found: &[(usize, Vec<usize>)]) -> Vec<TimeMention> {
        found.iter().filter_map(|(index, _)| self.times.mention(*index)).collect()
    }

    /// The dates that the calendar does not have.
    fn no_days(&self, found: &[(usize, Vec<usize>)]) -> impl Iterator<Item = Diagnostic> {
        let named = found.iter().filter(|(index, _)| self.times.is_no_day(*index));
        named.filter_map(|(index, _)| Some(Diagnostic::new(self.times.mention(*index)?.span, Reason::NoSuchDay)))
    }
}

fn tell(scene: &Scene<'_>, told: &Told, times: &[(usize, Vec<usize>)], read: &mut Read) {
    let mut drafts = Drafts::default();
    for index in 0..scene.clauses.len() {
        if scene.clauses[index].copula.is_some() { being::tell(scene, index, &mut drafts) } else { deed::tell(scene, index, &mut drafts) }
    }
    if !scene.forces.contains(&Force::Open(Reason::General)) {
        nominal::tell(scene, &mut drafts);
    }
    nominal::lives(scene, times, &mut drafts);
    if let Err(reason) = correct::apply(scene, told, &mut drafts.found) {
        drafts.left.push(reason);
    }
    let told_at_all = !drafts.found.is_empty();
    drafts.found.retain(|found| LEAST <= found.confidence);
    called::by_name(&mut drafts.found, told);
    read.found = drafts.found.into_iter().map(|found| Found { span: read.span, ..found }).collect();
    let unsure = told_at_all
        && (0..scene.clauses.len()).any(|index| {
            let group = &scene.clauses[index].group;
            group.unsure || group.doubtful || hedge::of_clause(scene.tree, scene.clauses, index) < 1.0
        });
    let reason = drafts
        .left
        .first()
        .copied()
        .or_else(|| unsure.then_some(Reason::Hypothetical))
        .or_else(|| told_at_all.then_some(Reason::Pronoun))
        .or_else(|| blame(scene));
    if read.found.is_empty() {
        read.left.push(Diagnostic::new(read.span, reason.unwrap_or(Reason::NotUnderstood)));
    } else {
        let open = drafts.left.iter().copied().chain(scene.forces.iter().filter_map(open));
        let mut reasons: Vec<Reason> = Vec::new();
        open.for_each(|reason| {
            if !reasons.contains(&reason) {
                reasons.push(reason)
            }
        });
        read.left.extend(reasons.into_iter().map(|reason| Diagnostic::new(read.span, reason)));
    }
}

fn open(force: &Force) -> Option<Reason> {
    match force {
        Force::Open(reason) => Some(*reason),
        Force::Told(_) | Force::Aspect(..) | Force::Content => None,
    }
}

/// Why nothing was read from a sentence.
fn blame(scene: &Scene<'_>) -> Option<Reason> {
    let unknown = (0..scene.tree.words.len()).any(|at| scene.referent(at).is_none() && scene.tree.tag(at).starts_with("PRP"));
    scene.forces.iter().find_map(open).or_else(|| {
        let speaker =
            scene.clauses.iter().any(|clause| clause.elided || clause.subjects.iter().any(|&at| scene.tree.is_one(at, &["i", "we"])));
        match () {
            () if scene.clauses.is_empty() => Some(Reason::Fragment),
            () if speaker && scene.speaker.is_none() => Some(Reason::UnknownSpeaker),
            () if unknown => Some(Reason::Pronoun),
            () => None,
        }
    })
}

fn mentions(scene: &Scene<'_>) -> Vec<Mention> {
    let place = |at: usize| (scene.tree.words[at].start, scene.tree.words[at].end);
    let mention = |(at, referent): (usize, &Option<Referent>)| {
        let referent = referent.as_ref()?;
        let words = crate::phrase::words(scene.tree, at, scene.timed);
        let (first, last) = (words.first().copied().unwrap_or(at), words.last().copied().unwrap_or(at));
        Some(Mention { span: span(place(first).0, place(last).1), name: referent.name.clone(), confidence: referent.sure })
    };
    scene.referents.iter().enumerate().filter_map(mention).collect()
}

/// Offsets past 4 GiB, far beyond what an episode may hold, stay at the last that can be told.
pub fn span(start: usize, end: usize) -> (u32, u32) {
    let offset = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
    (offset(start), offset(end))
}

#[cfg(test)]
mod laws;
