//! MuSiQue: questions that hop over two to four passages, with the facts of the passages as claims: given, or read by us.

use std::{
    collections::{BTreeSet, HashMap},
    fs::File,
    io::{BufRead, BufReader},
    path::Path,
};

use asof::{
    Claim, Memory, Operation, Point, Statement, Text,
    extract::{Context, Extractor, Reader},
};
use flate2::read::GzDecoder;
use serde_json::Value;

use crate::{
    Failure,
    retrieve::{
        TODAY, files, in_parallel, items, json_lines,
        measure::{Asked, Figures, Sheet, fraction},
        memory, passages, text,
    },
};

const WHAT: &str = "passage R@5: FRACTION of the supporting passages among the first 5, 2 and 10 beside it";
const DEPTHS: [usize; 3] = [5, 2, 10];

/// A passage, with the triples that came with it.
pub struct Passage {
    title: String,
    pub text: String,
    triples: Vec<Value>,
}

impl Passage {
    fn whole(&self) -> String {
        format!("{}\n\n{}", self.title, self.text)
    }
}

/// A question with the passages that answer it.
struct Question {
    text: String,
    hops: String,
    supporting: BTreeSet<String>,
}

/// The passages and the questions.
pub struct Musique {
    passages: Vec<Passage>,
    questions: Vec<Question>,
    /// How many passages that support a question are not among the passages.
    missing: usize,
}

impl Musique {
    /// Reads a folder, with at most so many questions.
    pub fn read(folder: &Path, limit: usize) -> Result<Self, Failure> {
        let passages = read_passages(&folder.join("passages.jsonl.gz"))?;
        let (questions, missing) = read_questions(folder, &passages, limit)?;
        Ok(Self { passages, questions, missing })
    }

    /// With the given triples as claims.
    pub fn with_triples(&self) -> Result<Figures, Failure> {
        let (given, left_out) = triples(&self.passages);
        let left_out = format!("{left_out} triples that can be no claim, ");
        self.figures("musique, the given triples", given, &left_out)
    }

    /// With what our own extraction reads as claims.
    pub fn with_our_own(&self) -> Result<Figures, Failure> {
        self.figures("musique, our own extraction", extracted(&self.passages)?, "")
    }

    fn figures(&self, data: &'static str, operations: Vec<Operation>, left_out: &str) -> Result<Figures, Failure> {
        let passages = self.passages.len();
        let claims = operations.len() - passages;
        let (memory, refused) = memory(operations)?;
        let left_out = format!("{left_out}{refused} refused, {} supporting passages that are not there", self.missing);
        let note = format!("{passages} passages and {claims} claims, in one memory; left out: {left_out}");
        ask(data, &memory, &self.questions, note)
    }
}

pub fn read_passages(path: &Path) -> Result<Vec<Passage>, Failure> {
    let file = File::open(path).map_err(|error| format!("{}: {error}", path.display()))?;
    let mut passages = Vec::new();
    for line in BufReader::new(GzDecoder::new(file)).lines() {
        let value: Value = serde_json::from_str(&line?)?;
        let triples = items(&value["triples"]).cloned().collect();
        passages.push(Passage { title: text(&value["title"]), text: text(&value["text"]), triples });
    }
    Ok(passages)
}

/// The questions, and how many of the passages that support them are not there.
fn read_questions(folder: &Path, passages: &[Passage], limit: usize) -> Result<(Vec<Question>, usize), Failure> {
    let ids: HashMap<(&str, &str), usize> =
        passages.iter().enumerate().map(|(number, passage)| ((passage.title.as_str(), passage.text.as_str()), number)).collect();
    let id = |passage: &Value| Some(format!("p{}", ids.get(&(passage["title"].as_str()?, passage["text"].as_str()?))?));
    let mut missing = 0;
    let mut question = |value: &Value| {
        let hops = value["id"].as_str().unwrap_or_default().chars().take_while(char::is_ascii_digit).collect::<String>();
        let supporting: BTreeSet<String> = items(&value["supporting"]).filter_map(id).collect();
        missing += items(&value["supporting"]).count() - supporting.len();
        Question { text: text(&value["question"]), hops: format!("{hops} hops"), supporting }
    };
    let all = json_lines(&files(folder, "questions", ".jsonl")?)?;
    let mut questions: Vec<Question> = all.iter().take(limit).map(&mut question).collect();
    questions.retain(|question| !question.supporting.is_empty());
    Ok((questions, missing))
}

fn episode(number: usize, passage: &Passage) -> Operation {
    Operation::Episode { id: Some(format!("p{number}")), text: passage.whole(), occurred_at: None, speaker: None, source: None }
}

/// The passages and their triples as operations, and how many triples can be no claim.
fn triples(passages: &[Passage]) -> (Vec<Operation>, usize) {
    let (mut operations, mut left_out) = (Vec::new(), 0);
    for (number, passage) in passages.iter().enumerate() {
        operations.push(episode(number, passage));
        for triple in &passage.triples {
            match claim(triple) {
                Some(claim) => {
                    operations.push(Operation::Claim(Statement { episode: Some(format!("p{number}")), ..Statement::new(claim) }));
                }
                None => left_out += 1,
            }
        }
    }
    (operations, left_out)
}

/// A triple of three names as a claim; the rest is left out.
fn claim(triple: &Value) -> Option<Claim> {
    let names: Vec<&str> = items(triple).map(Value::as_str).collect::<Option<_>>()?;
    let &[subject, predicate, object] = names.as_slice() else { return None };
    Some(Claim::new(subject, predicate, object)).filter(|claim| claim.check().is_ok())
}

/// The passages and what our own reader reads in them, as `asof remember` would tell it.
fn extracted(passages: &[Passage]) -> Result<Vec<Operation>, Failure> {
    let today = asof::Instant::from_micros(TODAY).map(Point::at);
    let numbered: Vec<(usize, &Passage)> = passages.iter().enumerate().collect();
    let read = in_parallel(&numbered, |(number, passage)| {
        let text = Text { text: passage.whole(), ..Text::default() };
        let found = Reader::new().extract(&text.text, &Context { occurred_at: today, ..Context::default() }).found;
        Ok(text.operations(&format!("p{number}"), None, found))
    })?;
    Ok(read.into_iter().flatten().collect())
}

fn ask(data: &'static str, memory: &Memory, questions: &[Question], note: String) -> Result<Figures, Failure> {
    let numbered: Vec<(usize, &Question)> = questions.iter().enumerate().collect();
    let asked = in_parallel(&numbered, |(group, question)| {
        let hits = passages(memory, &question.text, None, None, DEPTHS[2])?;
        let ranked: Vec<String> = hits.into_iter().map(|hit| hit.id).collect();
        let values = DEPTHS.map(|depth| fraction(&question.supporting, &ranked, depth)).to_vec();
        Ok(Asked { group: *group, category: question.hops.clone(), values })
    })?;
    let measures = vec!["fraction@5", "fraction@2", "fraction@10"];
    Ok(Sheet { data, what: WHAT, measures, over: "questions", asked, notes: vec![note] }.figures())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_triple_is_three_names() {
        let cases = [
            (r#"["Lionel Messi", "played for", "Barcelona"]"#, true),
            (r#"["Lionel Messi", "played for"]"#, false),
            (r#"["Lionel Messi", "played for", "Barcelona", "in 2005"]"#, false),
            (r#"["Lionel Messi", ["played"], "Barcelona"]"#, false),
            (r#"["Lionel Messi", "", "Barcelona"]"#, false),
            (r#"["Lionel\nMessi", "played for", "Barcelona"]"#, false),
            (r#""Messi""#, false),
        ];
        for (triple, expected) in cases {
            let value = serde_json::from_str(triple).unwrap_or_default();
            assert_eq!(claim(&value).is_some(), expected, "{triple}");
        }
    }
}
