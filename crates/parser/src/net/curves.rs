//! The curves of the network, and what a gated unit does with them.

/// The hyperbolic tangent to about seven digits: a quotient of polynomials, which compiles to vector instructions.
#[inline(always)]
pub fn tanh(x: f32) -> f32 {
    let x = x.clamp(-7.9, 7.9);
    let y = x * x;
    let over =
        ((((((-2.760_768_5e-16 * y + 2.000_188e-13) * y - 8.604_672e-11) * y + 5.122_297e-8) * y + 1.485_722_4e-5) * y + 6.372_619e-4) * y
            + 4.893_525e-3)
            * x;
    let under = ((1.198_258_4e-6 * y + 1.185_347_1e-4) * y + 2.268_434_6e-3) * y + 4.893_525e-3;
    over / under
}

/// The logistic curve.
#[inline(always)]
pub fn sigmoid(x: f32) -> f32 {
    0.5 * tanh(0.5 * x) + 0.5
}

/// A line with a bend: negative values count a tenth.
#[inline(always)]
pub fn leak(value: f32) -> f32 {
    value.max(0.1 * value)
}

/// What a gated unit does with one word: it forgets, takes in what is new, and returns how far it is open. Several simple loops, which
/// compile to vector instructions where one over everything does not.
#[inline(always)]
pub fn advance<'g>(gates: &'g mut [f32], state: &mut [f32]) -> &'g [f32] {
    let hidden = state.len();
    let (forget, rest) = gates.split_at_mut(hidden);
    let (new, open) = rest.split_at_mut(hidden);
    forget.iter_mut().for_each(|value| *value = sigmoid(*value));
    new.iter_mut().for_each(|value| *value = tanh(*value));
    open.iter_mut().for_each(|value| *value = sigmoid(*value));
    for ((state, forget), new) in state.iter_mut().zip(&*forget).zip(&*new) {
        *state = *new + *forget * (*state - *new);
    }
    open
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn curves_are_close() {
        for step in -400..=400 {
            let x = step as f32 / 20.0;
            assert!((tanh(x) - x.tanh()).abs() < 1e-5, "{x}");
            assert!((sigmoid(x) - 1.0 / (1.0 + (-x).exp())).abs() < 1e-5, "{x}");
        }
    }
}
