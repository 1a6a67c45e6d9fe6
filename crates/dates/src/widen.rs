//! What a text means when its own date is told as more than a day: read from both ends, and as wide as the two are apart.

use asof_model::Point;

use crate::value::{Expression, Interval, Moment, Value};

/// Joins two readings of one text; what the two do not agree to be an expression, or to have as many readings, is left out.
pub(crate) fn join(first: Vec<Expression>, last: Vec<Expression>) -> Vec<Expression> {
    let mut last = last.into_iter().peekable();
    let mut joined = Vec::new();
    for one in first {
        while last.next_if(|other| other.start < one.start).is_some() {}
        if let Some(other) = last.next_if(|other| (other.start, other.end) == (one.start, one.end)) {
            joined.extend(both(&one, &other.value));
        }
    }
    joined
}

fn both(one: &Expression, other: &Value) -> Option<Expression> {
    let value = match (&one.value, other) {
        (Value::Moment(a), Value::Moment(b)) => Value::Moment(pairs(a, b, |a, b| wide(*a, *b))?),
        (Value::Interval(a), Value::Interval(b)) => Value::Interval(pairs(a, b, wide_interval)?),
        (same, other) if same == other => other.clone(),
        _ => return None,
    };
    Some(Expression { value, ..one.clone() })
}

fn pairs<T>(a: &[T], b: &[T], join: impl Fn(&T, &T) -> Option<T>) -> Option<Vec<T>> {
    (a.len() == b.len()).then(|| a.iter().zip(b).map(|(a, b)| join(a, b)).collect())?
}

fn wide(a: Moment, b: Moment) -> Option<Moment> {
    let point = |a: Point, b: Point| Point::new(a.lo().min(b.lo()), a.hi().max(b.hi())).ok();
    Some(Moment { point: point(a.point, b.point)?, nominal: point(a.nominal, b.nominal)?, side: a.side })
}

fn wide_interval(a: &Interval<Moment>, b: &Interval<Moment>) -> Option<Interval<Moment>> {
    let bound = |a: Option<Moment>, b: Option<Moment>| match (a, b) {
        (Some(a), Some(b)) => wide(a, b).map(Some),
        (None, None) => Some(None),
        (Some(_), None) | (None, Some(_)) => None,
    };
    (a.relation == b.relation).then_some(())?;
    Some(Interval { from: bound(a.from, b.from)?, to: bound(a.to, b.to)?, relation: a.relation })
}
