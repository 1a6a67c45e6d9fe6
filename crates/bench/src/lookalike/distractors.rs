//! Statements that look like updates and are none.

use std::collections::BTreeSet;

use super::{
    Distractor, Teller,
    forms::{Phrase, pick, small, stopped},
    names::Namer,
    questions::{Asker, accepted, sort_in_turn},
    world::Fact,
};
use crate::measure::Luck;

/// So many are tried for each that is wanted.
const TRIES: usize = 60;

/// Draws them for a list that is told.
pub struct Distracting<'a> {
    pub asker: Asker<'a>,
    pub teller: &'a Teller,
    /// Names are taken here, so that nobody in the list has them.
    pub namer: &'a mut Namer,
    /// Subjects and relations that must stay untold: asked about without an answer, or told by another distractor.
    pub reserved: BTreeSet<(usize, usize)>,
}

impl Distracting<'_> {
    /// So many, of all sorts in turn; the sorts that do not fit a fact are passed over.
    pub fn draw(mut self, count: usize, luck: &mut Luck) -> Vec<Distractor> {
        let world = self.asker.world;
        let mut found = Vec::new();
        let mut seen = BTreeSet::new();
        for turn in 0..count * TRIES {
            if found.len() == count {
                break;
            }
            let Some(fact) = world.any_fact(luck) else { break };
            let drawn = match sort_in_turn(5, found.len(), turn) {
                0 => self.similar(fact, luck).map(|text| (text, "similar name")),
                1 => self.rival(fact, luck).map(|text| (text, "another relation")),
                2 => self.plan(fact, luck).map(|text| (text, "no update")),
                3 => self.doubt(fact, luck).map(|text| (text, "doubt")),
                _ => self.many(fact, luck).map(|text| (text, "many-valued")),
            };
            let Some((statement, kind)) = drawn.filter(|(statement, _)| seen.insert(statement.clone())) else { continue };
            found.push(self.distractor(fact, statement, kind, luck));
        }
        found
    }

    fn distractor(&self, fact: &Fact, statement: String, kind: &'static str, luck: &mut Luck) -> Distractor {
        let world = self.asker.world;
        let newest = fact.newest();
        Distractor {
            statement,
            kind,
            keeps: self.asker.triple(fact.subject, fact.relation, newest),
            question: self.asker.words(world.name(fact.subject), &[fact.relation], &[newest], luck),
            answers: accepted(world.name(newest)),
        }
    }

    /// A value that the fact never had.
    fn other(&self, fact: &Fact, luck: &mut Luck) -> Option<usize> {
        let drawn = (0..20).filter_map(|_| self.asker.world.draw_value(fact.relation, luck));
        drawn.filter(|&value| value != fact.subject && !fact.values.contains(&value)).last()
    }

    /// The same relation of somebody else whose name is much the same.
    fn similar(&mut self, fact: &Fact, luck: &mut Luck) -> Option<String> {
        let world = self.asker.world;
        let value = self.other(fact, luck)?;
        let name = self.namer.similar(world.kind(fact.subject), world.name(fact.subject), luck)?;
        Some(self.teller.statement(self.asker.forms, fact.relation, &name, world.name(value), luck))
    }

    /// Another relation of the same subject, which the list never told.
    fn rival(&mut self, fact: &Fact, luck: &mut Luck) -> Option<String> {
        let world = self.asker.world;
        let rivals = &world.relations.get(fact.relation)?.rivals;
        let kind = world.kind(fact.subject);
        let untold = |rival: &usize| {
            world.relations[*rival].subject.iter().any(|fits| fits == kind)
                && world.fact(fact.subject, *rival).is_none()
                && !self.reserved.contains(&(fact.subject, *rival))
                && !world.hints_at(fact.subject, *rival)
        };
        let rivals: Vec<usize> = rivals.iter().filter_map(|id| world.relation(id)).filter(untold).collect();
        let rival = *pick(&rivals, luck)?;
        let value = world.draw_value(rival, luck).filter(|value| *value != fact.subject && !fact.values.contains(value))?;
        if world.hints_at(value, rival) {
            return None;
        }
        self.reserved.insert((fact.subject, rival));
        Some(self.teller.statement(self.asker.forms, rival, world.name(fact.subject), world.name(value), luck))
    }

    /// A wish, a plan, or an event.
    fn plan(&self, fact: &Fact, luck: &mut Luck) -> Option<String> {
        let world = self.asker.world;
        let wording = self.asker.forms.relation.get(&world.relations.get(fact.relation)?.id)?;
        let value = self.other(fact, luck)?;
        let form = pick(&wording.plan, luck)?;
        Some(stopped(&Phrase::name(world.name(fact.subject)).sentence(form, world.name(value))))
    }

    /// A statement that is only wondered about.
    fn doubt(&self, fact: &Fact, luck: &mut Luck) -> Option<String> {
        let world = self.asker.world;
        let wording = self.asker.forms.relation.get(&world.relations.get(fact.relation)?.id)?;
        let value = self.other(fact, luck)?;
        let form = small(pick(&wording.state, luck)?);
        let clause = Phrase::name(world.name(fact.subject)).clause(&form, world.name(value));
        Some(pick(&self.asker.forms.general.doubt, luck)?.replace("{clause}", &clause))
    }

    /// Something that may be said of the subject over and over.
    fn many(&self, fact: &Fact, luck: &mut Luck) -> Option<String> {
        let world = self.asker.world;
        let id = &world.relations.get(fact.relation)?.id;
        let kind = world.kind(fact.subject);
        let fitting: Vec<_> = self.asker.forms.many.iter().filter(|many| many.subject == kind && many.near.contains(id)).collect();
        let many = pick(&fitting, luck)?;
        let object = match many.object.as_str() {
            "instrument" => pick(self.namer.list("instrument"), luck)?.clone(),
            kind => {
                let value = *pick(world.all(kind), luck)?;
                (value != fact.subject && !fact.values.contains(&value)).then(|| world.name(value).to_owned())?
            }
        };
        Some(stopped(&Phrase::name(world.name(fact.subject)).sentence(pick(&many.state, luck)?, &object)))
    }
}
