//! What is told to this crate about an entity: its names, its kind, and the facts around it.

/// A stretch of time in any unit the caller likes, both ends included.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct During {
    /// The first instant at which it is known to hold.
    pub first: i64,
    /// The last one.
    pub last: i64,
}

impl During {
    /// At all times: what is permanent, or whose dates nobody told.
    pub const ALWAYS: Self = Self { first: i64::MIN, last: i64::MAX };

    pub(crate) fn meets(self, other: Self) -> bool {
        self.first <= other.last && other.first <= self.last
    }
}

/// The sort of thing that an entity is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Kind {
    /// Somebody.
    Person,
    /// A company, club, agency, band.
    Organisation,
    /// Somewhere.
    Place,
    /// A book, film, song, product.
    Work,
    /// Known to be something, but not which of these: it contradicts nothing.
    Other,
}

impl Kind {
    pub(crate) const fn word(self) -> &'static str {
        match self {
            Self::Person => "a person",
            Self::Organisation => "an organisation",
            Self::Place => "a place",
            Self::Work => "a work",
            Self::Other => "something else",
        }
    }
}

/// A fact about an entity, as evidence: a predicate and the entity at its other end.
///
/// A predicate read backwards needs a number of its own: "parent of" and "has parent" are not one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Feature {
    /// The predicate, by the caller's number.
    pub predicate: u32,
    /// The entity at the other end, by its profile's number.
    pub other: u32,
    /// Whether the predicate has one object at a time: two different ones at once are two entities.
    pub functional: bool,
    /// Whether this is what a descriptive name says: sibling of Ana for "Ana's sister".
    pub defining: bool,
    /// When it is *observed* to hold. Inertia does not count: what was true once may have ended unnoticed.
    pub during: During,
}

impl Feature {
    /// A fact that says nothing about how many or when.
    pub const fn new(predicate: u32, other: u32) -> Self {
        Self { predicate, other, functional: false, defining: false, during: During::ALWAYS }
    }

    /// The same with a predicate that has one object at a time.
    #[must_use]
    pub const fn functional(self) -> Self {
        Self { functional: true, ..self }
    }

    /// The same as what the descriptive name says.
    #[must_use]
    pub const fn defining(self) -> Self {
        Self { defining: true, ..self }
    }

    /// The same in a stretch of time.
    #[must_use]
    pub const fn during(self, first: i64, last: i64) -> Self {
        Self { during: During { first, last }, ..self }
    }

    /// Whether no one can have both: another of what there is one of at a time, at the same time.
    #[must_use]
    pub fn excludes(&self, other: &Self) -> bool {
        let one_of_two = self.predicate == other.predicate && self.other != other.other;
        one_of_two && self.functional && other.functional && self.during.meets(other.during)
    }
}

/// An entity as far as it matters for telling whether it is another one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Profile {
    /// The caller's number of the entity.
    pub number: u32,
    /// Its names, the canonical one first.
    pub names: Vec<String>,
    /// What it is, if known.
    pub kind: Option<Kind>,
    /// The facts around it.
    pub facts: Vec<Feature>,
}

impl Profile {
    /// An entity of which only a name is known.
    pub fn named(number: u32, name: &str) -> Self {
        Self { number, names: vec![name.to_owned()], kind: None, facts: Vec::new() }
    }
}
