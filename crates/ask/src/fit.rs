//! How well what a path ends at fits the kind of thing that is asked for.

use asof_lexicon::Lexicon;

use crate::{
    kinds,
    path::Path,
    question::Form,
    search::{Search, Told},
    shape::shape,
    wording::End,
};

/// That the answer is of another kind than is asked for, or that nobody knows.
const MISFIT: f32 = 0.35;
const UNTOLD: f32 = 0.9;
/// That facts call the answer something else of that kind: "city" where a country is asked for.
const OTHERWISE: f32 = 0.7;
/// What somebody or somewhere is called in lower case has no more words than this: "under my bed".
const LONGEST_DESCRIPTION: usize = 6;

/// What is known of the kind of something.
struct Known {
    /// What facts call it.
    nouns: Vec<String>,
    /// Whether its facts are of neither people nor firms.
    nobody: bool,
}

impl Known {
    /// How well it fits some kinds, of which one is enough.
    fn any(&self, kinds: &[&str]) -> f32 {
        kinds.iter().map(|kind| self.fit(kind)).fold(0.0, f32::max)
    }

    /// How well it fits a kind, as far as facts call it something.
    fn fit(&self, kind: &str) -> f32 {
        if kinds::fits(kind, &self.nouns) == Some(false) { MISFIT } else { 1.0 }
    }
}

impl Search<'_> {
    /// How well the end of a path fits the kind of thing that is asked for.
    pub(crate) fn fits(&self, path: &Path) -> f32 {
        let known = self.known(path.end());
        let kinds: f32 = self.asked.kinds.iter().map(|kind| self.fits_kind(kind, &known, path.end())).product();
        let last = path.last().map(|edge| self.telling(&self.world.wording(edge), None));
        let kinds = kinds * last.map_or(1.0, |told| shape(self.asked, path, &told.wording, &known.nouns, self.world));
        let head = self.asked.head.as_ref().map_or(1.0, |head| fits_head(head, &known));
        match self.asked.form {
            Form::Who if known.nobody => head * kinds * MISFIT,
            Form::Who | Form::Where if !may_be_somebody(&self.world.name(path.end())) => MISFIT,
            Form::Who => head * kinds * known.any(&["person", "organisation"]),
            // One works at a firm and studies at a school: these are somewhere too.
            Form::Where => head * kinds * known.any(&["place", "organisation"]),
            Form::When | Form::Count | Form::Duration | Form::Age | Form::YesNo | Form::What => head * kinds,
        }
    }

    /// Whether facts or its name call something what is asked for.
    pub(crate) fn is_of_kind(&self, entity: u32) -> bool {
        if let Some(known) = self.of_kind.borrow().get(&entity) {
            return *known;
        }
        let nouns = self.known(entity).nouns;
        let is = self.asked.kinds.iter().all(|kind| self.is_called_or_named(entity, &nouns, kind));
        self.of_kind.borrow_mut().insert(entity, is);
        is
    }

    /// Whether one of these nouns, by which facts call something, or its name tells that it is of a kind.
    fn is_called_or_named(&self, entity: u32, nouns: &[String], kind: &str) -> bool {
        nouns.iter().any(|noun| noun == kind || Lexicon::shipped().is_mainly_a(noun, kind))
            || kinds::is_named(&self.world.name(entity), kind)
    }

    fn known(&self, entity: u32) -> Known {
        let edges = self.edges_of(entity);
        let mut nouns = kinds::nouns(edges.iter().map(|told| (&told.edge, &told.telling.wording)));
        let own = |told: &Told| self.world.kind(&told.edge, if told.edge.forward { End::Subject } else { End::Object });
        let mut kinds: Vec<&str> = edges.iter().filter_map(own).collect();
        kinds.sort_unstable();
        kinds.dedup();
        // What is told as of two kinds tells of none.
        let only = <[&str; 1]>::try_from(kinds).ok().map(|[kind]| kind.to_owned());
        let nobody = only.as_deref().is_some_and(|kind| !matches!(kind, "person" | "organisation"));
        nouns.extend(only);
        Known { nouns, nobody }
    }

    /// How well something that is called so, or named so, fits a kind. What is only called something more general may be of it.
    fn fits_kind(&self, kind: &str, known: &Known, end: u32) -> f32 {
        let (lexicon, nouns) = (Lexicon::shipped(), &known.nouns);
        // A capital is a city where capitals are called cities.
        let otherwise = |noun: &String| {
            let one_kind = || kinds::fits(kind, std::slice::from_ref(noun)) == Some(true);
            self.habits.may_be_both(kind, noun).map_or_else(|| !lexicon.is_a(kind, noun) && one_kind(), |both| !both)
        };
        // "The place that has Ana on its staff" may be a firm.
        let firm = || kind == "place" && kinds::fits("organisation", nouns) == Some(true);
        match kinds::fits(kind, nouns) {
            Some(false) if firm() => UNTOLD,
            _ if self.is_called_or_named(end, nouns, kind) => 1.0,
            Some(true) if nouns.iter().any(otherwise) => OTHERWISE,
            Some(true) => 1.0,
            Some(false) => MISFIT,
            None => UNTOLD,
        }
    }
}

/// How well something fits the noun that says what is asked for: "the employer of …" may be a firm.
fn fits_head(head: &str, known: &Known) -> f32 {
    let acts = || kinds::fits(head, &["person".to_owned()]) == Some(true) && kinds::fits("organisation", &known.nouns) == Some(true);
    if known.nouns.iter().any(|noun| noun == head) || acts() { 1.0 } else { known.fit(head) }
}

/// Whether a text may name somebody or somewhere: it has letters, and is no description of many words.
fn may_be_somebody(name: &str) -> bool {
    let described = name.starts_with(char::is_lowercase) && LONGEST_DESCRIPTION < name.split(' ').count();
    name.chars().any(char::is_alphabetic) && !described
}
