//! How a text writes its dates in numbers: "28.02.2017" shows that "01.12.2016" is the first of December.

use crate::Order;

/// The order that the whole dates of a text show, if some show one and none the other.
pub(crate) fn order(text: &str) -> Option<Order> {
    let (mut day_first, mut month_first) = (false, false);
    let bytes = text.as_bytes();
    let mut at = 0;
    while at < bytes.len() {
        if !bytes[at].is_ascii_digit() {
            at += 1;
            continue;
        }
        let opens = at == 0 || !(bytes[at - 1].is_ascii_alphanumeric() || matches!(bytes[at - 1], b'.' | b'/' | b'-'));
        if let Some((first, second)) = opens.then(|| whole_date(&bytes[at..])).flatten() {
            day_first |= (13..=31).contains(&first) && (1..=12).contains(&second);
            month_first |= (1..=12).contains(&first) && (13..=31).contains(&second);
        }
        at += digits(&bytes[at..]);
    }
    match (day_first, month_first) {
        (true, false) => Some(Order::DayFirst),
        (false, true) => Some(Order::MonthFirst),
        (true, true) | (false, false) => None,
    }
}

/// The first two numbers of three with one mark between them, the last a year: "28.02.2017".
fn whole_date(bytes: &[u8]) -> Option<(u32, u32)> {
    let first = digits(bytes);
    let mark = bytes.get(first).copied().filter(|mark| matches!(mark, b'.' | b'/' | b'-'))?;
    let rest = bytes.get(first + 1..)?;
    let second = digits(rest);
    let year = rest.get(second + 1..).filter(|_| rest.get(second) == Some(&mark)).map(digits)?;
    (matches!(year, 2 | 4) && (1..=2).contains(&first) && (1..=2).contains(&second))
        .then(|| Some((number(&bytes[..first])?, number(&rest[..second])?)))?
}

/// How many digits a text begins with.
fn digits(bytes: &[u8]) -> usize {
    bytes.iter().take_while(|byte| byte.is_ascii_digit()).count()
}

fn number(digits: &[u8]) -> Option<u32> {
    std::str::from_utf8(digits).ok()?.parse().ok()
}
