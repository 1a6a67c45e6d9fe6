//! The answers are those of the newest statements; nothing is asked that has two; the same seed draws the same.

use std::collections::{BTreeMap, BTreeSet};

use super::{Half, List, Real, Settings, Style, Told, forms, generate};

type Values<'a> = BTreeMap<(&'a str, &'a str), Vec<&'a str>>;

fn settings(facts: usize, seed: u64, half: Half, style: Style) -> Settings {
    Settings { facts, seed, half, style, overridden: 0.4, questions: 60 }
}

fn lists() -> Vec<List> {
    let mut lists = Vec::new();
    for seed in 1..4 {
        for half in [Half::Dev, Half::Held, Half::Cloze] {
            for style in [Style::One, Style::Mixed] {
                lists.push(generate(&settings(450, seed, half, style), &Real::default()).unwrap());
            }
        }
    }
    lists
}

/// What the lines tell, read anew: for each subject and relation its values in order.
fn told(list: &List) -> Values<'_> {
    let mut told = Values::new();
    for line in &list.told {
        told.entry((&line.subject, &line.relation)).or_default().push(&line.object);
    }
    told
}

#[test]
fn every_path_follows_the_newest_statements() {
    for list in lists() {
        let told = told(&list);
        for question in &list.questions {
            let mut at = question.path[0].0.as_str();
            for (subject, relation, object) in &question.path {
                assert_eq!(at, subject, "{}", question.question);
                assert_eq!(told[&(at, relation.as_str())].last(), Some(&object.as_str()), "{}", question.question);
                at = object;
            }
            assert_eq!(question.path.len(), question.hops);
            assert_eq!(question.answers[0], at);
            assert!(question.answers.iter().all(|answer| !question.superseded.contains(answer)), "{}", question.question);
        }
    }
}

#[test]
fn lines_are_numbered_and_name_what_they_tell() {
    for list in lists() {
        assert_eq!(list.told.len(), 450);
        for (number, (line, Told { subject, object, .. })) in list.text.lines().zip(&list.told).enumerate() {
            let statement = line.strip_prefix(&format!("{number}. ")).unwrap();
            assert!(statement.ends_with('.') && !statement.contains('{'), "{line}");
            let bare = |name: &str| name.strip_prefix("The ").or_else(|| name.strip_prefix("the ")).unwrap_or(name).to_owned();
            assert!(statement.contains(subject.as_str()) && statement.contains(&bare(object)), "{line}");
        }
    }
}

#[test]
fn as_many_are_overridden_as_asked() {
    for list in lists() {
        let told = told(&list);
        let changed = told.values().filter(|values| values.iter().collect::<BTreeSet<_>>().len() > 1).count();
        let share = changed * 100 / told.len();
        assert!((30..50).contains(&share), "{share} %");
    }
}

#[test]
fn a_line_is_superseded_if_a_later_one_tells_otherwise() {
    for list in lists() {
        let told = told(&list);
        for line in &list.told {
            let newest = told[&(line.subject.as_str(), line.relation.as_str())].last();
            assert_eq!(line.superseded, newest != Some(&line.object.as_str()), "{line:?}");
        }
    }
}

#[test]
fn what_has_no_answer_stays_so_after_the_distractors() {
    for list in lists() {
        for stranger in list.unanswerable.iter().filter(|asked| asked.kind == "unknown entity") {
            assert!(list.questions.iter().all(|question| question.question != stranger.question));
        }
        let text = list.distracted();
        assert!(text.starts_with(&list.text));
    }
}

#[test]
fn questions_are_enough_and_no_two_alike() {
    for list in lists() {
        let hops = |wanted: usize| list.questions.iter().filter(|question| question.hops == wanted).count();
        assert_eq!([hops(1), hops(2), hops(3), hops(4)], [60, 30, 18, 12]);
        assert_eq!((list.unanswerable.len(), list.distractors.len()), (60, 60));
        let mut seen = BTreeSet::new();
        for question in &list.questions {
            assert!(seen.insert(&question.question), "{}", question.question);
            let ends = question.question.ends_with(['?', '.']);
            assert!(ends && !question.question.contains(['{', '}']), "{}", question.question);
        }
        for asked in &list.unanswerable {
            assert!(seen.insert(&asked.question), "{}", asked.question);
        }
    }
}

#[test]
fn distractors_leave_what_they_are_near_to() {
    for list in lists() {
        let told = told(&list);
        for distractor in &list.distractors {
            let (subject, relation, object) = &distractor.keeps;
            assert_eq!(told[&(subject.as_str(), relation.as_str())].last(), Some(&object.as_str()), "{}", distractor.statement);
            assert!(!distractor.statement.contains('{'), "{}", distractor.statement);
        }
        assert_eq!(list.distracted().lines().count(), 510);
    }
}

#[test]
fn a_spouse_has_one_spouse_and_a_capital_one_country() {
    for list in lists() {
        let mut spouses: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
        for Told { subject, relation, object, .. } in &list.told {
            if relation == "spouse" || relation == "capital" {
                spouses.entry(object).or_default().insert(subject);
            }
        }
        assert!(spouses.values().all(|of| of.len() == 1));
    }
}

#[test]
fn the_same_seed_draws_the_same() {
    let draw = |seed| generate(&settings(300, seed, Half::Dev, Style::Mixed), &Real::default()).unwrap();
    let (one, again, other) = (draw(5), draw(5), draw(6));
    assert_eq!((&one.text, format!("{:?}", one.questions)), (&again.text, format!("{:?}", again.questions)));
    assert_eq!(format!("{:?}{:?}", one.unanswerable, one.distractors), format!("{:?}{:?}", again.unanswerable, again.distractors));
    assert_ne!(one.text, other.text);
}

#[test]
fn both_halves_word_every_relation_and_share_no_form() {
    let halves = [Half::Dev, Half::Held].map(|half| forms::Forms::read(half).unwrap());
    for relation in forms::relations().unwrap() {
        let [dev, held] = halves.each_ref().map(|forms| &forms.relation[&relation.id]);
        for wording in [dev, held] {
            words_fully(wording, &relation.id);
        }
        let shared = |dev: &[String], held: &[String]| dev.iter().any(|form| held.iter().any(|other| other.eq_ignore_ascii_case(form)));
        assert!(!shared(&dev.state, &held.state) && !shared(&dev.ask, &held.ask) && !shared(&dev.noun, &held.noun), "{}", relation.id);
    }
}

fn words_fully(wording: &forms::Wording, id: &str) {
    assert!(
        4 <= wording.state.len()
            && 3 <= wording.ask.len()
            && 2 <= wording.noun.len()
            && !wording.clue.is_empty()
            && !wording.plan.is_empty(),
        "{id}"
    );
    assert!(wording.state.iter().all(|form| form.contains("{s}") && form.contains("{o}")), "{id}");
    assert!(wording.ask.iter().chain(&wording.noun).chain(&wording.clue).all(|form| form.contains("{s}") && !form.contains("{o}")), "{id}");
}

#[test]
fn the_cloze_half_words_every_relation() {
    let cloze = forms::Forms::read(Half::Cloze).unwrap();
    for relation in forms::relations().unwrap() {
        words_fully(&cloze.relation[&relation.id], &relation.id);
    }
}

#[test]
fn tiny_lists_are_drawn_too() {
    for facts in [0, 1, 2, 7] {
        let list = generate(&settings(facts, 1, Half::Dev, Style::Mixed), &Real::default()).unwrap();
        assert_eq!(list.text.lines().count(), facts);
    }
}

#[test]
fn no_question_can_mean_two_relations() {
    let relations = forms::relations().unwrap();
    for half in [Half::Dev, Half::Held, Half::Cloze] {
        let forms = forms::Forms::read(half).unwrap();
        let mut asked: BTreeMap<(&str, &str), &str> = BTreeMap::new();
        for relation in &relations {
            let wording = &forms.relation[&relation.id];
            for kind in &relation.subject {
                for form in wording.ask.iter().chain(&wording.noun) {
                    let other = asked.insert((kind, form), &relation.id);
                    assert!(other.is_none_or(|other| other == relation.id), "{}: {other:?}", relation.id);
                }
            }
        }
    }
}
