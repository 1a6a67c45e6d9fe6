//! The core of a rule: after what leads up to it, "always", "never" or "don't" with a verb, or how to do something in general.

use super::{
    Instruction, Polarity, Speaker,
    lists::{ANSWERING, ANSWERS, FILLING, HEARTENING, ONCE, PARTICULAR, PRESSING, STANDING, WAYS, WHEN, WORK},
    view::View,
};

/// What leads up to a rule.
#[derive(Clone, Copy, Default)]
struct Lead {
    /// The first word of what is left.
    at: usize,
    /// Whether it was said that it stands ("from now on").
    stands: bool,
    /// The words of a clause that says when it applies.
    when: Option<(usize, usize)>,
}

/// The rule in a sentence.
pub(super) fn rule(view: &View<'_>, speaker: Speaker) -> Option<Instruction> {
    let lead = lead(view);
    let lead = Lead { stands: lead.stands || view.stands(), ..lead };
    let user = speaker == Speaker::User;
    let found = marked(view, lead)
        .or_else(|| forbidden(view, lead, user))
        .or_else(|| told_you(view, lead, user))
        .or_else(|| user.then(|| wished(view, lead).or_else(|| manner(view, lead))).flatten());
    let (polarity, text) = found
        .map(|(polarity, from)| (polarity, view.text(from, view.end())))
        .or_else(|| passive(view, lead))
        .or_else(|| stop(view, lead, user))?;
    let when = lead.when.map(|(from, to)| format!(" {}", view.text(from, to))).unwrap_or_default();
    (!text.is_empty()).then(|| Instruction { polarity, text: text + &when })
}

fn lead(view: &View<'_>) -> Lead {
    let mut lead = Lead::default();
    loop {
        let before = lead.at;
        lead = step(view, lead);
        if lead.at == before {
            return lead;
        }
    }
}

fn step(view: &View<'_>, lead: Lead) -> Lead {
    let at = lead.at;
    let word = view.small(at);
    if FILLING.contains(&word) || is_item(view, at) {
        return Lead { at: at + 1, ..lead };
    }
    if let Some(words) = STANDING.iter().find(|words| view.starts_with(at, words)) {
        return Lead { at: at + words.len(), stands: true, ..lead };
    }
    if let Some(words) = PRESSING.iter().find(|words| view.starts_with(at, words)) {
        return Lead { at: at + words.len(), ..lead };
    }
    let named = matches!(view.tag(at), "NNP" | "NN" | "UH") && view.small(at + 1) == ",";
    if named {
        return Lead { at: at + 2, ..lead };
    }
    let each_time = matches!(word, "every" | "each") && view.small(at + 1) == "time";
    let comma = (each_time || WHEN.contains(&word)).then(|| view.find(at, ",")).flatten();
    match comma.filter(|comma| at + 1 < *comma && lead.when.is_none()) {
        Some(comma) => {
            // "Whenever you are ready" is said of once.
            let once = view.has(at..comma, &["ready", "can", "want", "like", "get", "have", "done"]);
            Lead { at: comma + 1, stands: lead.stands || (each_time || word == "whenever") && !once, when: Some((at, comma)) }
        }
        None => lead,
    }
}

/// The number of an item of a list: "1.", "3)".
fn is_item(view: &View<'_>, at: usize) -> bool {
    let word = view.small(at);
    at < 2 && !word.is_empty() && word.len() < 4 && word.chars().all(|letter| letter.is_ascii_digit() || matches!(letter, '.' | ')'))
}

/// Whether a word can be a verb as an order has it.
fn is_base(view: &View<'_>, at: usize) -> bool {
    let word = view.small(at);
    let same = view.word(at).is_some_and(|found| found.lemma.eq_ignore_ascii_case(word));
    same && matches!(view.tag(at), "VB" | "VBP") || WORK.contains(&word)
}

/// Whether a verb stands here, something follows it, and it neither comforts nor cheers.
fn is_serious(view: &View<'_>, verb: usize) -> bool {
    is_base(view, verb) && is_sober(view, verb)
}

fn is_sober(view: &View<'_>, verb: usize) -> bool {
    let going_on = view.small(verb) == "keep" && view.tag(verb + 1) == "VBG";
    verb + 1 < view.end() && !HEARTENING.contains(&view.small(verb)) && !going_on
}

/// "always deploy from main", "never ever …", "don't ever …"
fn marked(view: &View<'_>, lead: Lead) -> Option<(Polarity, usize)> {
    let at = lead.at;
    let (polarity, mut verb) = match view.small(at) {
        "always" => (Polarity::Always, at + 1),
        "never" if view.small(at + 1) == "ever" => (Polarity::Never, at + 2),
        "never" => (Polarity::Never, at + 1),
        _ => {
            let after = after_not(view, at)?;
            let ever = matches!(view.small(after), "ever" | "under");
            (Polarity::Never, ever.then_some(after + 1)?)
        }
    };
    if view.small(verb) == "please" {
        verb += 1;
    }
    is_serious(view, verb).then_some((polarity, verb))
}

/// What follows "don't" or "do not".
fn after_not(view: &View<'_>, at: usize) -> Option<usize> {
    match (view.small(at), view.small(at + 1)) {
        ("do", "n't" | "not") => Some(at + 2),
        ("don't" | "dont", _) => Some(at + 1),
        _ => None,
    }
}

/// "don't use semicolons": an order not to do a kind of thing; with "from now on", not to do any.
fn forbidden(view: &View<'_>, lead: Lead, user: bool) -> Option<(Polarity, usize)> {
    let verb = after_not(view, lead.at)?;
    let sorry = matches!(view.small(verb), "apologise" | "apologize");
    let named = view.starts_with(verb, &["call", "me"]) && view.tag(verb + 2) == "NNP";
    let general = user && WORK.contains(&view.small(verb)) && (sorry || named || is_general(view, verb));
    (is_serious(view, verb) && (lead.stands || general)).then_some((Polarity::Never, verb))
}

/// Whether what is done is done to a kind of thing, on no one occasion.
fn is_general(view: &View<'_>, verb: usize) -> bool {
    let rest = verb + 1..view.end();
    let object = view.small(verb + 1);
    let many = matches!(object, "any" | "more" | "too" | "to" | "on" | "with" | "without" | "in" | "after" | "before" | "from");
    let kind = |at: usize| matches!(view.tag(at), "NNS" | "NNPS") || view.tag(at) == "NN" && !view.has(verb + 1..at, PARTICULAR);
    !view.has(rest.clone(), ONCE) && (many || !PARTICULAR.contains(&object)) && rest.into_iter().any(kind)
}

/// "you must never push to main", "you should always …", "I want you to always …", "you are not allowed to …"
fn told_you(view: &View<'_>, lead: Lead, user: bool) -> Option<(Polarity, usize)> {
    if !user {
        return None;
    }
    let at = lead.at;
    let always = |at: usize| match view.small(at) {
        "always" => Some(Polarity::Always),
        "never" => Some(Polarity::Never),
        _ => None,
    };
    let denied = at + 6;
    let (polarity, verb) = if view.starts_with(at, &["you", "are", "not", "allowed", "to"]) {
        (Polarity::Never, at + 5)
    } else if view.small(at) == "you" && matches!(view.small(at + 1), "must" | "should" | "may" | "shall") {
        let forbidden = match view.small(at + 1) {
            "should" => matches!(view.small(at + 2), "not" | "n't") && view.small(at + 3) == "ever",
            _ => matches!(view.small(at + 2), "not" | "n't"),
        };
        let ever = usize::from(forbidden && view.small(at + 3) == "ever");
        (if forbidden { Some(Polarity::Never) } else { always(at + 2) }?, at + 3 + ever)
    } else if view.starts_with(at, &["i", "do", "n't", "want", "you", "to"])
        || view.starts_with(at, &["i", "do", "not", "want", "you", "to"])
    {
        (Polarity::Never, (is_general(view, denied) && WORK.contains(&view.small(denied))).then_some(denied)?)
    } else {
        let to = wants_you_to(view, at)?;
        (always(to).or(lead.stands.then_some(Polarity::Always))?, if always(to).is_some() { to + 1 } else { to })
    };
    is_sober(view, verb).then_some((polarity, verb))
}

/// What follows "I want you to", "I'd like you to", "I need you to".
fn wants_you_to(view: &View<'_>, at: usize) -> Option<usize> {
    let verb = match (view.small(at), view.small(at + 1)) {
        ("i", "'d" | "would") => at + 2,
        ("i", _) => at + 1,
        _ => return None,
    };
    let wants = matches!(view.small(verb), "want" | "need" | "like" | "expect" | "prefer" | "love");
    (wants && view.starts_with(verb + 1, &["you", "to"])).then_some(verb + 3)
}

/// "customers must never be e-mailed directly", told as an order: "e-mail customers directly".
fn passive(view: &View<'_>, lead: Lead) -> Option<(Polarity, String)> {
    let must = view.find(lead.at, "must").filter(|must| lead.at < *must && *must < lead.at + 6)?;
    let all = matches!(view.small(lead.at), "all" | "every" | "each");
    let (polarity, be) = match view.small(must + 1) {
        "always" => (Polarity::Always, must + 2),
        "never" | "not" => (Polarity::Never, must + 2),
        "be" if all => (Polarity::Always, must + 1),
        _ => return None,
    };
    let done = (be + 1..be + 3).find(|at| matches!(view.tag(*at), "VBN" | "VBD")).filter(|_| view.small(be) == "be")?;
    let other = |at: usize| matches!(view.tag(at), "PRP" | "NNP" | "PRP$" | "EX" | "VBP" | "VBZ" | "VBD" | "MD" | ",");
    if (lead.at..must).any(other) {
        return None;
    }
    let verb = view.word(done)?.lemma.clone();
    let parts = [verb, view.text(lead.at, must), view.text(be + 1, done), view.text(done + 1, view.end())];
    Some((polarity, parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ")))
}

/// "stop using bullet points", told as an order not to: "use bullet points".
fn stop(view: &View<'_>, lead: Lead, user: bool) -> Option<(Polarity, String)> {
    let doing = view.word(lead.at + 1).filter(|word| user && view.small(lead.at) == "stop" && word.tag == "VBG")?;
    let verb = doing.lemma.to_lowercase();
    let sorry = matches!(verb.as_str(), "apologise" | "apologize");
    if !WORK.contains(&verb.as_str()) || !(sorry || is_general(view, lead.at + 1)) {
        return None;
    }
    Some((Polarity::Never, [verb, view.text(lead.at + 2, view.end())].join(" ").trim().to_owned()))
}

/// "I prefer short answers", "I'd like you to answer in French"
fn wished(view: &View<'_>, lead: Lead) -> Option<(Polarity, usize)> {
    let at = lead.at;
    if let Some(verb) = wants_you_to(view, at) {
        return is_manner(view, verb).then_some((Polarity::Always, verb));
    }
    let verb = if view.small(at) == "i" && matches!(view.small(at + 1), "'d" | "would") { at + 2 } else { at + 1 };
    let order = view.small(at) == "prefer";
    let rather = view.starts_with(verb, &["rather", "have"]);
    let mine = view.small(at) == "i" && (view.small(verb) == "prefer" || rather);
    if !mine && !order {
        return None;
    }
    let what = if order { at + 1 } else { verb + 1 + usize::from(rather) };
    let answers = |at: usize| view.word(at).is_some_and(|word| ANSWERS.contains(&word.lemma.to_lowercase().as_str()));
    let particular = PARTICULAR.contains(&view.small(what)) && !matches!(view.small(what), "my" | "your");
    let kind = what < view.end() && !particular && !view.has(what..view.end(), ONCE);
    (kind && (order || (what..view.end()).any(answers))).then_some((Polarity::Prefer, what))
}

/// "answer briefly", "keep your answers short", "use tabs", "avoid jargon", "call me Ana", "ask me before you delete anything"
fn manner(view: &View<'_>, lead: Lead) -> Option<(Polarity, usize)> {
    let at = lead.at;
    let stands = lead.stands && is_serious(view, at) && matches!(view.tag(at), "VB");
    (stands || is_manner(view, at)).then_some((Polarity::Always, at))
}

fn is_manner(view: &View<'_>, verb: usize) -> bool {
    let (next, end) = (verb + 1, view.end());
    let general = !view.has(next..end, ONCE) && !PARTICULAR.contains(&view.small(next)) && next < end && end < verb + 12;
    match view.small(verb) {
        "be" => is_way(view, next),
        "only" => {
            let way = matches!(view.small(next + 1), "from" | "in" | "on" | "with" | "after") && next + 2 < end;
            way && WORK.contains(&view.small(next)) && !PARTICULAR.contains(&view.small(next + 2)) && !view.has(next..end, ONCE)
        }
        "address" => view.starts_with(next, &["me", "as"]),
        "refer" => view.starts_with(next, &["to", "me", "as"]),
        "call" => view.small(next) == "me" && view.tag(next + 1) == "NNP" && (end == next + 2 || view.small(next + 2) == "not"),
        "ask" | "check" => {
            let before = next + usize::from(view.small(next) == "me") + 2 * usize::from(view.starts_with(next, &["with", "me"]));
            view.small(before) == "before" && before + 1 < end
        }
        "keep" => {
            let noun = next + usize::from(view.small(next) == "your");
            let answers = view.word(noun).is_some_and(|word| ANSWERS.contains(&word.lemma.as_str()));
            answers && noun + 1 < end && !view.has(next..end, ONCE)
        }
        "use" => general && is_kind(view, next, end) && !view.has(next..end, &["to", "for"]),
        "avoid" => general && (is_kind(view, next, end) || view.tag(next) == "VBG"),
        word => ANSWERING.contains(&word) && is_base(view, verb) && general && is_how(view, next),
    }
}

/// Whether a kind of thing is named: several, or one without an article, and it is not a name.
fn is_kind(view: &View<'_>, from: usize, to: usize) -> bool {
    let noun = (from..to.min(from + 3)).find(|at| matches!(view.tag(*at), "NN" | "NNS"));
    let language = view.tag(from) == "JJ" && view.tag(from + 1) == "NNP" && from + 2 == to;
    language || noun.is_some_and(|noun| (from..noun).all(|at| matches!(view.tag(at), "JJ" | "NN" | "NNS" | "JJR" | "NNP")))
}

/// "brief", "more concise in your answers"
fn is_way(view: &View<'_>, at: usize) -> bool {
    let way = at + usize::from(matches!(view.small(at), "more" | "less" | "very" | "as"));
    let rest = view.small(way + 1);
    WAYS.contains(&view.small(way)) && (view.end() == way + 1 || matches!(rest, "in" | "when" | "and" | "as" | "with"))
}

/// "briefly", "in French", "in bullet points", "without emojis", "more briefly", "like a pirate", "as short as possible"
fn is_how(view: &View<'_>, at: usize) -> bool {
    let how = at + usize::from(matches!(view.small(at), "more" | "very" | "as" | "less"));
    let adverb = matches!(view.tag(how), "RB" | "RBR") && (view.small(how).ends_with("ly") || view.tag(how) == "RBR");
    let only = view.small(how) == "only" && view.small(how + 1) == "in";
    let in_how = matches!(view.small(at), "in" | "without") && !PARTICULAR.contains(&view.small(at + 1)) && at + 1 < view.end();
    // "commit messages in the imperative"
    let bare = (at..view.end()).take_while(|at| matches!(view.tag(*at), "NN" | "NNS" | "JJ" | "VB")).count();
    let of_a_kind = 0 < bare && bare < 4 && view.tag(at + bare - 1) == "NNS" && matches!(view.small(at + bare), "in" | "without" | "like");
    adverb && view.small(how) != "only" || only || in_how || of_a_kind
}
