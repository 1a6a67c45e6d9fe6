//! The fold: from the claims about one thing to what holds of it, at any instant, as known at any transaction.
//!
//! Pure functions over [`Assertion`]s, the compact form of claims. `docs/time.md` defines what they compute; nothing is
//! stored but what was claimed, so any order of arrival gives the same timeline.
//!
//! An answer at one instant looks only at the assertions that can matter there (`relevant`), which a [`Assertions`] finds
//! without walking the whole history, and then reads the definition off them (`state`).

mod assertion;
mod assertions;
mod fluent;
mod relevant;
mod state;

pub use assertion::{Assertion, Dates, Shape};
pub use assertions::{Assertions, Stretch};
pub use fluent::{Fluent, Holding, Run};
pub use state::{State, Strength};
