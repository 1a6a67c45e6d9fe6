//! The meter: what was spent, and whether the next call may be made.

use std::sync::{Mutex, MutexGuard, PoisonError};

use crate::{
    chat::Usage,
    settings::{Cap, Prices},
};

/// What a client spent.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Spent {
    /// Calls that reached the server, or may have.
    pub calls: u64,
    /// Answers that came from a recording and cost nothing.
    pub replayed: u64,
    /// Tokens sent and answered.
    pub usage: Usage,
    /// Calls whose tokens the server did not count, so that they are estimated.
    pub estimated: u64,
    /// The cost, if prices were given.
    pub cost: Option<f64>,
}

impl Spent {
    /// What was spent since an earlier count.
    #[must_use]
    pub fn since(&self, earlier: &Self) -> Self {
        let usage = Usage {
            prompt_tokens: self.usage.prompt_tokens.saturating_sub(earlier.usage.prompt_tokens),
            completion_tokens: self.usage.completion_tokens.saturating_sub(earlier.usage.completion_tokens),
        };
        Self {
            calls: self.calls.saturating_sub(earlier.calls),
            replayed: self.replayed.saturating_sub(earlier.replayed),
            usage,
            estimated: self.estimated.saturating_sub(earlier.estimated),
            cost: self.cost.map(|cost| cost - earlier.cost.unwrap_or(0.0)),
        }
    }
}

/// Counts tokens and cost, those of calls under way among them, so that calls side by side keep to the cap too.
#[derive(Debug)]
pub(crate) struct Meter {
    prices: Option<Prices>,
    cap: Cap,
    counts: Mutex<Counts>,
}

#[derive(Debug, Default)]
struct Counts {
    spent: Spent,
    reserved: Usage,
}

impl Meter {
    pub(crate) fn new(prices: Option<Prices>, cap: Cap) -> Self {
        Self { prices, cap, counts: Mutex::default() }
    }

    pub(crate) fn spent(&self) -> Spent {
        let spent = self.counts().spent;
        Spent { cost: self.cost(spent.usage), ..spent }
    }

    /// Sets aside what a call may cost at most, or says which cap it could pass.
    pub(crate) fn reserve(&self, most: Usage) -> Result<(), String> {
        let mut counts = self.counts();
        let then = plus(plus(counts.spent.usage, counts.reserved), most);
        if let Some(cap) = self.cap.tokens.filter(|cap| *cap < then.total()) {
            return Err(format!("{cap} tokens, of which {} are spent", counts.spent.usage.total()));
        }
        let cost = self.cost(then);
        if let Some(cap) = self.cap.cost.filter(|cap| cost.is_some_and(|cost| *cap < cost)) {
            let spent = self.cost(counts.spent.usage).unwrap_or(0.0);
            return Err(format!("a cost of {cap}, of which {spent:.6} is spent"));
        }
        counts.reserved = plus(counts.reserved, most);
        Ok(())
    }

    /// Gives back what was set aside, and counts what the call did cost.
    pub(crate) fn settle(&self, most: Usage, bill: Bill) {
        let mut counts = self.counts();
        counts.reserved = minus(counts.reserved, most);
        let (calls, usage, estimated) = match bill {
            Bill::Nothing => (0, Usage::default(), 0),
            Bill::Counted(usage) => (1, usage, 0),
            Bill::Estimated(usage) => (1, usage, 1),
        };
        counts.spent.calls += calls;
        counts.spent.estimated += estimated;
        counts.spent.usage = plus(counts.spent.usage, usage);
    }

    pub(crate) fn replayed_if(&self, replayed: bool) {
        self.counts().spent.replayed += u64::from(replayed);
    }

    #[expect(clippy::cast_precision_loss, reason = "token counts are far below 2^52")]
    fn cost(&self, usage: Usage) -> Option<f64> {
        let of = |tokens: u64, price: f64| tokens as f64 * price / 1e6;
        self.prices.map(|prices| of(usage.prompt_tokens, prices.prompt) + of(usage.completion_tokens, prices.completion))
    }

    fn counts(&self) -> MutexGuard<'_, Counts> {
        self.counts.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// What a call cost.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Bill {
    /// The server did no work.
    Nothing,
    /// The server's count.
    Counted(Usage),
    /// Ours, as the server gave none.
    Estimated(Usage),
}

/// About how many tokens a text is, rather too many: English has four bytes a token, other scripts fewer.
pub(crate) fn estimate(bytes: usize) -> u64 {
    (bytes as u64).div_ceil(3)
}

fn plus(a: Usage, b: Usage) -> Usage {
    Usage {
        prompt_tokens: a.prompt_tokens.saturating_add(b.prompt_tokens),
        completion_tokens: a.completion_tokens.saturating_add(b.completion_tokens),
    }
}

fn minus(a: Usage, b: Usage) -> Usage {
    Usage {
        prompt_tokens: a.prompt_tokens.saturating_sub(b.prompt_tokens),
        completion_tokens: a.completion_tokens.saturating_sub(b.completion_tokens),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn usage(prompt_tokens: u64, completion_tokens: u64) -> Usage {
        Usage { prompt_tokens, completion_tokens }
    }

    #[test]
    fn a_call_that_could_pass_the_cap_is_not_made() {
        let prices = Some(Prices { prompt: 1.0, completion: 10.0 });
        let meter = Meter::new(prices, Cap { tokens: Some(1000), cost: Some(0.002) });
        meter.reserve(usage(100, 100)).unwrap();
        assert!(meter.reserve(usage(0, 100)).unwrap_err().contains("cost of 0.002"), "calls under way count");
        meter.settle(usage(100, 100), Bill::Counted(usage(90, 10)));
        assert_eq!(meter.spent().cost, Some(0.000_19));
        meter.reserve(usage(0, 100)).unwrap();
        meter.settle(usage(0, 100), Bill::Nothing);
        assert!(meter.reserve(usage(1000, 0)).unwrap_err().contains("1000 tokens, of which 100"));
        assert_eq!(meter.spent().calls, 1);
    }
}
