//! A question read: what it names, the words that ask, and what sort of answer it wants.

use asof_lexicon::{Lexicon, Part};
use asof_parser::{Parser, Pos, Sentence, Word as Parsed};

use crate::{
    direction::{Role, role},
    kinds::is_place,
    time::{Order, order},
    words::{is_light, is_small, units},
    world::World,
};

/// No name has more words than this.
const LONGEST_NAME: usize = 14;
/// What a question says beyond so many words is not asked.
const MOST_WORDS: usize = 64;

/// What sort of answer a question wants.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// Who or whom.
    Who,
    /// Where.
    Where,
    /// When, or which year.
    When,
    /// How many.
    Count,
    /// How long.
    Duration,
    /// How old.
    Age,
    /// Yes or no.
    YesNo,
    /// Anything else.
    What,
}

/// A word that asks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Word {
    /// As it is written, in small letters.
    pub text: String,
    /// Its bytes.
    pub span: (usize, usize),
    /// Whether it looks like a name, of which nothing is known.
    pub strange: bool,
}

/// An entity that a question names, and the bytes that name it.
pub type Named = (u32, (usize, usize));

/// Something that the question names.
#[derive(Clone, Debug, PartialEq)]
pub struct Mention {
    /// The entity.
    pub entity: u32,
    /// Its bytes.
    pub span: (usize, usize),
    /// What it does, or has done to it.
    pub role: Option<Role>,
}

/// A question, read.
#[derive(Clone, Debug)]
pub struct Asked {
    /// What sort of answer it wants.
    pub form: Form,
    /// The words that ask, in order.
    pub words: Vec<Word>,
    /// The nouns that say of what kind the answer is: "which city".
    pub kinds: Vec<String>,
    /// The noun that says what is asked for, if it does not say of what kind that is: "the capital of …".
    pub head: Option<String>,
    /// What it names.
    pub mentions: Vec<Mention>,
    /// It asks of others than those it names.
    pub others: bool,
    /// It asks how many times.
    pub times: bool,
    /// The noun for what it counts.
    pub counted: Option<String>,
    /// It asks how much.
    pub amount: bool,
    /// It asks until when.
    pub ends: bool,
    /// It asks of the past, at no date of its own.
    pub past: bool,
    /// Which of facts that follow each other it asks for.
    pub order: Option<Order>,
}

impl Asked {
    /// Reads a question that names these ([`mentions`]); `skip` are the bytes of its times.
    pub fn read(question: &str, found: &[Named], skip: &[std::ops::Range<usize>]) -> Self {
        let sentences = Parser::new().parse(question);
        let parsed: Vec<&Parsed> = sentences.iter().flat_map(|sentence| &sentence.words).collect();
        let within = |word: &Parsed| {
            let inside = |from: usize, to: usize| word.start < to && from < word.end;
            found.iter().any(|(_, span)| inside(span.0, span.1)) || skip.iter().any(|span| inside(span.start, span.end))
        };
        let lower: Vec<String> = parsed.iter().map(|word| word.form.to_lowercase()).collect();
        let free = |at: &usize| !within(parsed[*at]) && says_something(parsed[*at], &lower[*at]) && !is_said_before(&parsed, &lower, *at);
        let form = form(&asking(&parsed, &lower));
        let text = |at: usize| match lower[at].as_str() {
            // One is as old as it is since one was born.
            "how" if form == Form::Age => "when",
            "old" if form == Form::Age => "born",
            text => text,
        };
        let read =
            |at: usize| Word { text: text(at).to_owned(), span: (parsed[at].start, parsed[at].end), strange: is_strange(&parsed, at) };
        let words: Vec<Word> = (0..parsed.len()).filter(free).take(MOST_WORDS).map(read).collect();
        let heads = heads(&sentences);
        let (kinds, head) = kinds(&parsed, &lower, &heads, &within);
        let mention = |named: &Named| Mention { entity: named.0, span: named.1, role: role(&parsed, &heads, named) };
        let mentions = found.iter().map(mention).collect();
        let has = |these: &[&str]| lower.iter().any(|word| these.contains(&word.as_str()));
        let order = order(&words.iter().map(|word| word.text.clone()).collect::<Vec<_>>());
        let others = has(&["else", "other", "besides", "except", "excluding"]) || pair(&lower, "apart", &["from"]);
        let past = skip.is_empty() && has(&["was", "were", "did", "had"]);
        let times = form == Form::Count && pair(&lower, "many", &["times"]);
        let counted = (form == Form::Count && !times).then(|| counted(&parsed, &lower)).flatten();
        let amount = pair(&lower, "how", &["much"]);
        Self { times, counted, amount, form, words, kinds, head, mentions, others, past, ends: pair(&lower, "until", &["when"]), order }
    }
}

/// Whether a word is part of what is asked: neither a sign nor what only names the asking.
fn says_something(word: &Parsed, lower: &str) -> bool {
    !matches!(word.pos, Pos::Punct | Pos::Sym) && lower.chars().any(char::is_alphanumeric) && !is_light(lower)
}

/// "Consider …", "that city", "a certain company": what was said already, or is said next.
fn is_said_before(words: &[&Parsed], lower: &[String], at: usize) -> bool {
    let before = at.checked_sub(1).map_or("", |before| lower[before].as_str());
    let again = 1 < at && matches!(before, "that" | "this" | "those" | "these" | "certain");
    at == 0 && words[at].pos == Pos::Verb || again && words[at].pos == Pos::Noun
}

/// Whether a word looks like a name: nobody knows of whom.
fn is_strange(words: &[&Parsed], at: usize) -> bool {
    let capital =
        |at: usize| words.get(at).is_some_and(|word| word.pos == Pos::Propn && word.form.chars().next().is_some_and(char::is_uppercase));
    let beside = capital(at + 1) || 1 < at && capital(at - 1);
    let short = words[at].form.chars().all(char::is_uppercase);
    at != 0 && capital(at) && !short && (beside || !Lexicon::shipped().is_known(&words[at].form))
}

/// The names in a question that the world knows, the longest first, none within another.
pub fn mentions(question: &str, world: &dyn World) -> Vec<Named> {
    let mut words: Vec<(usize, usize)> = Vec::new();
    let mut at = 0;
    for piece in question.split_inclusive(char::is_whitespace) {
        let text = piece.trim_end();
        if !text.is_empty() {
            words.push((at, at + text.len()));
        }
        at += piece.len();
    }
    let mut found: Vec<(u32, (usize, usize))> = Vec::new();
    for count in (1..=LONGEST_NAME.min(words.len())).rev() {
        for some in words.windows(count) {
            let span = (some[0].0, some[count - 1].1);
            if !is_description(&question[span.0..span.1])
                && found.iter().all(|(_, other)| span.1 <= other.0 || other.1 <= span.0)
                && let Some(named) = known(question, span, world)
            {
                found.push(named);
            }
        }
    }
    let spans: Vec<(usize, usize)> = found.iter().map(|(_, span)| *span).collect();
    found.retain(|(_, span)| !goes_on(question, *span, &spans));
    let own = |span: &(usize, usize)| is_asker(&question[span.0..span.1]);
    found.extend(askers(question, &words).into_iter().filter_map(|span| Some((world.asker()?, span))));
    found.extend(parts_of_names(question, &words, &found, world));
    // Of a word in lower case it is more likely what is asked than what it is asked of.
    let proper = |span: &(usize, usize)| question[span.0..span.1].chars().any(|c| c.is_uppercase() || c.is_ascii_digit());
    let opens = |span: &(usize, usize)| span.0 == 0 && !question[..span.1].contains(' ');
    if found.iter().any(|(_, span)| proper(span) && !opens(span)) {
        let asks = form(&[question.split(' ').next().unwrap_or_default().to_lowercase()]);
        found.retain(|(_, span)| proper(span) || own(span) || asks == Form::YesNo);
    }
    found.sort_by_key(|(_, span)| span.0);
    found
}

/// Whether a name goes on after what is known of it: "Paris Hilton" is not Paris.
fn goes_on(question: &str, span: (usize, usize), known: &[(usize, usize)]) -> bool {
    let next = question[span.1..].strip_prefix(' ').and_then(|rest| rest.chars().next());
    let own = question[span.0..span.1].chars().next().is_some_and(char::is_uppercase);
    let owner = question[span.0..span.1].ends_with(['\'', '’'])
        || question[span.0..span.1].ends_with("'s")
        || question[span.0..span.1].ends_with("’s");
    own && !owner && next.is_some_and(char::is_uppercase) && known.iter().all(|other| other.0 != span.1 + 1)
}

/// "Mayor of Havana" may be something that was spoken of; in a question it is what is asked of Havana.
fn is_description(text: &str) -> bool {
    let capital = |word: &str| word.chars().any(char::is_uppercase);
    let mut words = text.split_whitespace().skip_while(|word| matches!(word.to_lowercase().as_str(), "the" | "a" | "an"));
    words.next().is_some_and(|first| !capital(first) && first.chars().any(char::is_alphabetic)) && words.any(capital)
}

/// A word without the signs around it and the mark of an owner.
fn bare(question: &str, (from, to): (usize, usize)) -> (usize, usize) {
    let text = question[from..to].trim_end_matches(|c: char| !c.is_alphanumeric());
    let text = text.strip_suffix("'s").or_else(|| text.strip_suffix("’s")).unwrap_or(text);
    let name = text.trim_start_matches(|c: char| !c.is_alphanumeric());
    let start = from + (text.len() - name.len());
    (start, start + name.len())
}

/// Whether a word means who asks.
fn is_asker(word: &str) -> bool {
    matches!(word, "I" | "i" | "me" | "my" | "My" | "mine" | "myself")
}

/// Where a question means who asks, but not in "tell me", "I wonder".
fn askers(question: &str, words: &[(usize, usize)]) -> Vec<(usize, usize)> {
    const TOLD: &[&str] = &["tell", "give", "show", "remind", "let", "help", "inform", "educate"];
    const WONDERS: &[&str] = &["wonder", "want", "would", "need", "forgot", "forget", "guess", "think", "am", "know"];
    let word = |at: usize| words.get(at).map(|(from, to)| question[*from..*to].to_lowercase()).unwrap_or_default();
    let asks = |at: usize| {
        let after = at.checked_sub(1).is_some_and(|before| TOLD.contains(&word(before).as_str()));
        let before = at == 0 && WONDERS.contains(&word(1).as_str());
        after || before
    };
    let own = |at: &usize| is_asker(&question[bare(question, words[*at]).0..bare(question, words[*at]).1]);
    (0..words.len()).filter(own).filter(|at| !asks(*at)).map(|at| bare(question, words[at])).collect()
}

/// Names that the world knows only as part of one other name: "Ana" where only Ana Silva is known.
fn parts_of_names(question: &str, words: &[(usize, usize)], found: &[Named], world: &dyn World) -> Vec<Named> {
    let free = |span: &(usize, usize)| found.iter().all(|(_, other)| span.1 <= other.0 || other.1 <= span.0);
    let opens = |span: &(usize, usize)| span.0 == 0 && Lexicon::shipped().is_known(&question[span.0..span.1]);
    let is_name = |span: &(usize, usize)| {
        let name = &question[span.0..span.1];
        name.chars().next().is_some_and(char::is_uppercase) && !is_small(&name.to_lowercase()) && !opens(span)
    };
    let spans: Vec<(usize, usize)> = words.iter().filter(|span| free(span)).map(|span| bare(question, *span)).filter(is_name).collect();
    // Words of one name stand together: "May Underhill" is not whatever else is called Underhill.
    let together = |one: &(usize, usize), other: &(usize, usize)| question.get(one.1..other.0) == Some(" ");
    let named = |run: &[(usize, usize)]| {
        let span = (run.first()?.0, run.last()?.1);
        match world.like(&question[span.0..span.1]).as_slice() {
            [only] => Some((*only, span)),
            _ => None,
        }
    };
    spans.chunk_by(together).filter_map(named).collect()
}

/// The entity that a stretch of the question names, as it stands or without what hangs on its ends.
fn known(question: &str, span: (usize, usize), world: &dyn World) -> Option<(u32, (usize, usize))> {
    let text = &question[span.0..span.1];
    let mut tries = vec![text];
    let mut shorter = text;
    while let Some(less) = ["'s", "’s", "'", "’", "?", ".", ",", ";", ":", "!", "\"", "”"].iter().find_map(|end| shorter.strip_suffix(end))
    {
        shorter = less;
        tries.push(less);
    }
    let opened = tries.iter().map(|text| text.trim_start_matches(['"', '“', '(', '‘'])).collect::<Vec<&str>>();
    tries.extend(opened);
    tries.iter().filter(|text| !text.is_empty() && !is_small(&text.to_lowercase())).find_map(|text| {
        let entity = world.entity(text)?;
        let start = span.0 + text.as_ptr() as usize - question[span.0..].as_ptr() as usize;
        Some((entity, (start, start + text.len())))
    })
}

/// Whether a word stands right before another of these.
fn pair(lower: &[String], one: &str, others: &[&str]) -> bool {
    lower.windows(2).any(|pair| pair[0] == one && others.contains(&pair[1].as_str()))
}

/// The noun after "how many", in dictionary form: of "how many kinds of birds" the birds.
fn counted(words: &[&Parsed], lower: &[String]) -> Option<String> {
    let many = lower.windows(2).position(|pair| pair[0] == "how" && pair[1] == "many")? + 2;
    let mut nouns = (many..words.len()).take_while(|at| !matches!(words[*at].pos, Pos::Verb | Pos::Aux)).filter(|at| {
        let next = words.get(at + 1).is_some_and(|next| next.pos == Pos::Noun);
        words[*at].pos == Pos::Noun && !next && lower.get(at + 1).is_none_or(|word| word != "of")
    });
    nouns.next().map(|at| words[at].lemma.to_lowercase())
}

/// The words without those that only join a clause to a noun: "what is the currency of the country *where* Ana was born".
fn asking(words: &[&Parsed], lower: &[String]) -> Vec<String> {
    let noun = |at: usize| words.get(at).is_some_and(|word| matches!(word.pos, Pos::Noun | Pos::Propn));
    let joins = |at: usize| {
        let after = |back: usize| at.checked_sub(back).is_some_and(noun);
        let joint = || at.checked_sub(1).is_some_and(|before| words[before].pos == Pos::Adp);
        matches!(lower[at].as_str(), "who" | "whom" | "whose" | "where") && (after(1) || joint() && after(2))
    };
    (0..words.len()).map(|at| if joins(at) { "that".to_owned() } else { lower[at].clone() }).collect()
}

/// What sort of answer the words of a question want.
pub fn form(lower: &[String]) -> Form {
    let has = |word: &str| lower.iter().any(|other| other == word);
    let pair = |one: &str, others: &[&str]| pair(lower, one, others);
    match () {
        () if pair("how", &["many"]) => Form::Count,
        () if pair("how", &["long"]) => Form::Duration,
        () if pair("how", &["old"]) => Form::Age,
        () if has("when") || pair("what", &["year", "date", "day", "month"]) || pair("which", &["year", "date", "day", "month"]) => {
            Form::When
        }
        () if opens_yes_no(lower) => Form::YesNo,
        () if has("who") || has("whom") || has("whose") => Form::Who,
        () if has("where") => Form::Where,
        () => Form::What,
    }
}

/// "Is …", "did …", but neither "do you know who …" nor "could somebody name …": these ask for more than yes.
fn opens_yes_no(lower: &[String]) -> bool {
    const ASKED: &[&str] = &["you", "somebody", "someone", "anybody", "anyone", "we"];
    let word = |at: usize| lower.get(at).map(String::as_str).unwrap_or_default();
    let opens = ["is", "are", "was", "were", "does", "do", "did", "has", "have", "had", "can"].contains(&word(0));
    opens && !ASKED.contains(&word(1))
}

/// Where the unit ends that begins at a word.
fn units_end(forms: &[String], from: usize) -> usize {
    units(&forms[from..]).first().map_or(from + 1, |(_, to)| from + to)
}

/// Where nouns end that go together: "record label", "head coach".
fn compound(words: &[&Parsed], heads: &[Option<usize>], run: &[usize], from: usize) -> usize {
    let mut to = from + 1;
    // "Which music does the director play": what looks like a noun may be the verb that "does" goes with.
    let verbless = words.iter().all(|word| word.pos != Pos::Verb) && words.iter().any(|word| word.lemma == "do");
    while to < run.len() && !verbless && words[run[to - 1]].relation == "compound" && heads[run[to - 1]] == Some(run[to]) {
        to += 1;
    }
    to
}

/// Where "country of citizenship" ends: a noun, "of", and another without an article name one relation.
fn of_kind(words: &[&Parsed], run: &[usize], from: usize) -> usize {
    let noun = |at: usize| run.get(at).is_some_and(|&at| words[at].pos == Pos::Noun && words[at].form.chars().all(char::is_lowercase));
    let of = run.get(from + 1).is_some_and(|&at| words[at].form == "of");
    if noun(from) && of && noun(from + 2) { from + 3 } else { from + 1 }
}

/// For each word of all sentences its head, counted over all of them.
fn heads(sentences: &[Sentence]) -> Vec<Option<usize>> {
    let mut heads = Vec::new();
    for sentence in sentences {
        let first = heads.len();
        heads.extend(sentence.words.iter().map(|word| word.head.map(|head| first + head)));
    }
    heads
}

/// The nouns that say of what kind the answer is, "which city", "what is the country where …", and the first noun of others.
fn kinds(words: &[&Parsed], lower: &[String], heads: &[Option<usize>], within: &dyn Fn(&Parsed) -> bool) -> (Vec<String>, Option<String>) {
    let (mut kinds, mut head) = (Vec::new(), None);
    let free: Vec<usize> = (0..words.len()).filter(|&at| !within(words[at])).collect();
    // Only words next to each other make a unit.
    for run in free.chunk_by(|one, other| one + 1 == *other) {
        let forms: Vec<String> = run.iter().map(|&at| lower[at].clone()).collect();
        let mut from = 0;
        while from < run.len() {
            let to = compound(words, heads, run, from).max(units_end(&forms, from)).max(of_kind(words, run, from));
            let asked = words[run[from]].pos == Pos::Noun && is_asked_for(words, lower, run[from]);
            let noun = forms[from..to].join(" ");
            head = head.or_else(|| (asked && !is_light(&noun)).then_some(noun));
            kinds.extend(kind(words, lower, run[from], to - from));
            from = to;
        }
    }
    (kinds, head)
}

/// What these words say of the kind of the answer, if they do.
fn kind(words: &[&Parsed], lower: &[String], at: usize, count: usize) -> Option<String> {
    let word = words[at];
    let form = lower[at..at + count].join(" ");
    let asked = at > 0 && matches!(lower[at - 1].as_str(), "which" | "what");
    let described = word.pos == Pos::Noun && is_described(words, lower, at + count) && is_first_noun(words, at);
    // "The country of origin of …" is a country; of "the office of head of state" one asks who holds it.
    let person = lower.iter().any(|word| matches!(word.as_str(), "who" | "whom"));
    let place = form.split_once(" of ").map(|(first, _)| first).filter(|first| !person && is_place(first));
    let described = described || place.is_some() && is_first_noun(words, at);
    let lemma = place.map_or_else(|| if count == 1 { lemma(word, &form) } else { form.clone() }, str::to_owned);
    (word.pos == Pos::Noun && (asked || described) && !is_light(&lemma)).then_some(lemma)
}

/// Whether a clause follows that says which one is meant: "the city where …", "the country in which …", "the person who …".
fn is_described(words: &[&Parsed], lower: &[String], next: usize) -> bool {
    let word = |at: usize| lower.get(at).map(String::as_str).unwrap_or_default();
    let opens = |at: usize| match word(at) {
        "where" | "who" | "whom" | "which" | "whose" => true,
        "that" => words.get(at).is_some_and(|word| word.pos != Pos::Det) && words.get(at + 1).is_none_or(|word| word.pos != Pos::Noun),
        _ => false,
    };
    // "In the squad of which team" asks for the team.
    let asks = word(next + 1) == "which" && words.get(next + 2).is_some_and(|word| word.pos == Pos::Noun);
    opens(next)
        || matches!(word(next), "in" | "of" | "at" | "for" | "on" | "to" | "by" | "with" | "from")
            && matches!(word(next + 1), "which" | "whom" | "whose")
            && !asks
}

/// "What is the country where …", "Name the city that …", "I would like to know what the city is that …": the first noun of a
/// question is what it asks for, but not in "who founded the religion that …".
fn is_first_noun(words: &[&Parsed], at: usize) -> bool {
    let asks = |word: &Parsed| matches!(word.form.to_lowercase().as_str(), "who" | "whom" | "whose" | "what" | "which" | "where" | "when");
    let direct = words.first().is_some_and(|first| asks(first));
    words[..at].iter().all(|word| {
        let form = word.form.to_lowercase();
        let empty = is_small(&form) || is_light(&form);
        empty || matches!(word.pos, Pos::Adj | Pos::Adp | Pos::Aux | Pos::Part | Pos::Pron | Pos::Punct) || word.pos == Pos::Verb && !direct
    })
}

/// "What is the capital of …", "Name the author of …".
fn is_asked_for(words: &[&Parsed], lower: &[String], at: usize) -> bool {
    let before = |from: usize| (0..from).rev().find(|&at| !matches!(words[at].pos, Pos::Adj | Pos::Det));
    let Some(verb) = before(at) else { return false };
    let word = |at: usize| lower.get(at).map(String::as_str).unwrap_or_default();
    let asks = verb.checked_sub(1).is_some_and(|asks| matches!(word(asks), "what" | "who"));
    let opens = verb == 0 || verb.checked_sub(1).is_some_and(|last| words[last].pos == Pos::Punct);
    asks && matches!(word(verb), "is" | "are" | "was" | "were" | "'s") || opens && matches!(words[verb].pos, Pos::Verb | Pos::Noun)
}

/// The dictionary form of a word: the lexicon's, or else the parser's.
fn lemma(word: &Parsed, form: &str) -> String {
    let part = match () {
        () if word.pos == Pos::Verb => Some(Part::Verb),
        () if word.pos == Pos::Noun => Some(Part::Noun),
        () => None,
    };
    let known = Lexicon::shipped().lemmas(form, part).into_iter().next();
    known.unwrap_or_else(|| word.lemma.to_lowercase())
}
