//! What was found, line by line, as it stands in a block for a prompt and in a profile.

use asof_model::{End, Fact, Point};

use crate::recall::Hit;

/// A fact as a line: the sentence, since, until and source, and what is to be said against it.
pub(crate) fn fact_line(sentence: &str, fact: Option<&Fact>, doubt: Option<&str>) -> String {
    let about = fact.map_or(String::new(), |fact| format!(" ({}; {})", stretch(fact), sources(fact)));
    let doubt = doubt.map_or(String::new(), |doubt| format!("; {doubt}"));
    format!("- {}{about}{}\n", one_text(sentence, ""), one_text(&doubt, ""))
}

/// When a fact holds, or when an event happened, as it was told; of instants the day.
pub(crate) fn stretch(fact: &Fact) -> String {
    let from = fact.from.map(day);
    match (from, fact.to, fact.event) {
        (Some(from), End::At(to), true) if from == day(to) => format!("on {from}"),
        (Some(from), End::At(to), _) => format!("since {from}, until {}", day(to)),
        (Some(from), _, true) => format!("on {from}"),
        (Some(from), End::Open, false) => format!("since {from}, ongoing"),
        (Some(from), End::Unknown, false) => format!("since {from}, end unknown"),
        (None, End::At(to), _) => format!("until {}", day(to)),
        (None, End::Open | End::Unknown, true) => "date unknown".into(),
        (None, End::Open, false) => "since unknown, ongoing".into(),
        (None, End::Unknown, false) => "since unknown, end unknown".into(),
    }
}

/// Where a fact comes from: its sources, or the passages it was read from, or else its claims.
pub(crate) fn sources(fact: &Fact) -> String {
    let episodes = || fact.episodes.iter().map(|evidence| evidence.episode.clone()).collect::<Vec<_>>();
    let (what, mut names) = match (fact.sources.is_empty(), fact.episodes.is_empty()) {
        (false, _) => ("source", fact.sources.clone()),
        (true, false) => ("source", episodes()),
        (true, true) => ("claim", fact.claims.clone()),
    };
    names.dedup();
    let more = names.len().saturating_sub(MOST_NAMED);
    names.truncate(MOST_NAMED);
    let more = if more == 0 { String::new() } else { format!(" and {more} more") };
    format!("{what} {}{more}", names.join(", "))
}

/// So many sources are named in a line.
const MOST_NAMED: usize = 3;

/// Who said a passage, and on which day.
pub(crate) fn said(hit: &Hit) -> String {
    let parts = [hit.speaker.clone(), hit.occurred_at.map(day)];
    parts.into_iter().flatten().collect::<Vec<String>>().join(", ")
}

/// A passage as a line: speaker, date and source, and the text, further lines of it set in.
pub(crate) fn passage_line(hit: &Hit, text: &str) -> String {
    let source = hit.source.as_deref().unwrap_or(&hit.id);
    let who = said(hit);
    let who = if who.is_empty() { who } else { format!("{} ", one_text(&who, "")) };
    format!("- {who}({}): {}\n", one_text(source, ""), one_text(text, "  "))
}

/// A date, of an instant only the day: the rest costs more tokens than it tells.
pub(crate) fn day(date: Point) -> String {
    let text = date.to_string();
    let day = text.split('T').next().filter(|_| date.lo() == date.hi());
    day.map_or(text.clone(), str::to_owned)
}

/// A text without control characters and without blank lines, its further lines set in: what it says cannot pass for a heading of
/// the block, nor move a terminal's cursor.
pub(crate) fn one_text(text: &str, indent: &str) -> String {
    let lines: Vec<String> = text.split(['\n', '\r', '\u{2028}', '\u{2029}']).map(plain).collect();
    let mut lines = lines.iter().map(|line| line.trim_end()).filter(|line| !line.is_empty());
    let mut clean = lines.next().unwrap_or_default().to_owned();
    for line in lines {
        clean.push('\n');
        clean.push_str(indent);
        clean.push_str(line);
    }
    clean
}

/// A text with its lines as they are, but without other control characters.
pub(crate) fn plain(text: &str) -> String {
    let seen = |letter: char| letter == '\n' || !letter.is_control();
    text.replace("\r\n", "\n").chars().map(|letter| if seen(letter) { letter } else { ' ' }).collect()
}

#[cfg(test)]
mod tests {
    use asof_model::{Claim, Kind, Operation, Statement};

    use super::{fact_line, one_text};
    use crate::{corpus::sentence, memory::Memory, snapshot::AsOf};

    fn line(claim: Claim, source: Option<&str>) -> String {
        let memory = Memory::options().volatile().unwrap();
        let statement = Statement { source: source.map(str::to_owned), ..Statement::new(claim).id("c1") };
        memory.tell(Operation::Claim(statement)).unwrap();
        let fact = memory.snapshot().as_of(AsOf::NOW).timeline("Ana", None).unwrap().remove(0);
        fact_line(&sentence(&fact.subject, &fact.predicate, &fact.object.text()), Some(&fact), None)
    }

    #[test]
    fn a_fact_brings_since_until_and_source() {
        let home = || Claim::new("Ana", "lives_in", "Berlin");
        let cases = [
            (home().kind(Kind::Begins).from("2024-03".parse().unwrap()), Some("chat"), "(since 2024-03, ongoing; source chat)"),
            (home().from("2019".parse().unwrap()).to("2021".parse().unwrap()), None, "(since 2019, until 2021; claim c1)"),
            (home().kind(Kind::Ends).from("2021-05".parse().unwrap()), Some("chat"), "(until 2021-05; source chat)"),
            (home().kind(Kind::Happens).from("2021-05-03".parse().unwrap()), Some("chat"), "(on 2021-05-03; source chat)"),
        ];
        for (claim, source, expected) in cases {
            assert_eq!(line(claim, source), format!("- Ana lives in Berlin {expected}\n"));
        }
    }

    #[test]
    fn a_text_has_no_blank_lines_and_no_control_characters() {
        for (text, expected) in [("a\n\n# b\r\nc", "a\n  # b\n  c"), ("\u{1b}[2Jx", " [2Jx"), ("\n\n", ""), ("a\u{2028}b", "a\n  b")] {
            assert_eq!(one_text(text, "  "), expected);
        }
    }
}
