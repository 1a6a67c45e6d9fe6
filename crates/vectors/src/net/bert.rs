//! A BERT encoder: what every piece of a text means among the others.

use serde_json::Value;

use super::dense::Dense;
use super::tensors::Tensors;
use crate::dot;

/// A BERT encoder.
#[derive(Debug)]
pub struct Bert {
    words: Vec<f32>,
    places: Vec<f32>,
    norm: Norm,
    layers: Vec<Layer>,
    width: usize,
    heads: usize,
}

impl Bert {
    /// Reads an encoder from the text of its configuration and its tensors; nothing if they are damaged or of another kind.
    pub fn read(config: &str, tensors: &Tensors<'_>) -> Option<Self> {
        let config: Value = serde_json::from_str(config).ok()?;
        let number = |key: &str| usize::try_from(config.get(key)?.as_u64()?).ok();
        let (pieces, width) = tensors.shape("embeddings.word_embeddings.weight").filter(|(pieces, width)| 0 < *pieces && 0 < *width)?;
        let (most, _) = tensors.shape("embeddings.position_embeddings.weight")?;
        let heads = number("num_attention_heads").filter(|heads| 0 < *heads && width % heads == 0)?;
        let epsilon = config.get("layer_norm_eps").and_then(Value::as_f64).unwrap_or(1e-12) as f32;
        let from = Source { tensors, width, epsilon };
        let words = from.floats("embeddings.word_embeddings.weight", pieces.checked_mul(width)?)?;
        let mut places = from.floats("embeddings.position_embeddings.weight", most.checked_mul(width)?)?;
        // Every text is of the first kind, so its vector goes to every place.
        let kinds = from.floats("embeddings.token_type_embeddings.weight", width.checked_mul(2)?)?;
        places.chunks_exact_mut(width).for_each(|place| add(place, &kinds[..width]));
        let layers = (0..number("num_hidden_layers")?).map(|at| from.layer(at)).collect::<Option<Vec<_>>>()?;
        Some(Self { words, places, norm: from.norm("embeddings.LayerNorm")?, layers, width, heads })
    }

    /// How wide its vectors are.
    pub fn width(&self) -> usize {
        self.width
    }

    /// How many pieces it can read together.
    pub fn longest(&self) -> usize {
        self.places.len() / self.width
    }

    /// The vectors of all pieces as they go in, one after another.
    pub fn words(&self) -> &[f32] {
        &self.words
    }

    /// The vector of every piece of every text, one after another. What is beyond the longest text is not read; a piece that it does
    /// not know counts as the first.
    pub fn forward(&self, texts: &[&[u32]]) -> Vec<f32> {
        let lengths: Vec<usize> = texts.iter().map(|text| text.len().min(self.longest())).collect();
        let mut rows = Vec::with_capacity(lengths.iter().sum::<usize>() * self.width);
        for (text, length) in texts.iter().zip(&lengths) {
            for (piece, place) in text[..*length].iter().zip(self.places.chunks_exact(self.width)) {
                let word = self.words.chunks_exact(self.width).nth(*piece as usize).unwrap_or(&self.words[..self.width]);
                rows.extend(word.iter().zip(place).map(|(word, place)| word + place));
            }
        }
        self.norm.apply(&mut rows);
        self.layers.iter().for_each(|layer| layer.apply(&mut rows, &lengths, self.heads));
        rows
    }
}

/// Where weights come from.
struct Source<'a> {
    tensors: &'a Tensors<'a>,
    width: usize,
    epsilon: f32,
}

impl Source<'_> {
    fn floats(&self, name: &str, length: usize) -> Option<Vec<f32>> {
        self.tensors.floats(name, length)
    }

    fn norm(&self, name: &str) -> Option<Norm> {
        let part = |part: &str| self.floats(&format!("{name}.{part}"), self.width);
        Some(Norm { scale: part("weight")?, shift: part("bias")?, epsilon: self.epsilon })
    }

    /// Several layers of weights over the same inputs, as one.
    fn dense(&self, names: &[String], inputs: usize, outputs: usize) -> Option<Dense> {
        let (mut bias, mut weights) = (Vec::new(), Vec::new());
        for name in names {
            let weight = format!("{name}.weight");
            if self.tensors.shape(&weight)? != (outputs, inputs) {
                return None;
            }
            bias.extend(self.floats(&format!("{name}.bias"), outputs)?);
            weights.extend(self.floats(&weight, outputs.checked_mul(inputs)?)?);
        }
        Some(Dense::new(bias, &weights))
    }

    fn layer(&self, at: usize) -> Option<Layer> {
        let width = self.width;
        let name = |part: &str| format!("encoder.layer.{at}.{part}");
        let dense = |part: &str, inputs, outputs| self.dense(&[name(part)], inputs, outputs);
        let (wide, _) = self.tensors.shape(&name("intermediate.dense.weight")).filter(|(wide, _)| 0 < *wide)?;
        let asked = ["query", "key", "value"].map(|part| name(&format!("attention.self.{part}")));
        Some(Layer {
            asked: self.dense(&asked, width, width)?,
            heard: dense("attention.output.dense", width, width)?,
            first: self.norm(&name("attention.output.LayerNorm"))?,
            wide: dense("intermediate.dense", width, wide)?,
            narrow: dense("output.dense", wide, width)?,
            second: self.norm(&name("output.LayerNorm"))?,
        })
    }
}

/// One layer.
#[derive(Debug)]
struct Layer {
    /// What each piece asks, offers and says, side by side.
    asked: Dense,
    heard: Dense,
    first: Norm,
    wide: Dense,
    narrow: Dense,
    second: Norm,
}

impl Layer {
    fn apply(&self, rows: &mut [f32], lengths: &[usize], heads: usize) {
        let width = self.first.scale.len();
        let heard = attend(&self.asked.apply(rows), lengths, width, heads);
        add(rows, &self.heard.apply(&heard));
        self.first.apply(rows);
        let mut wide = self.wide.apply(rows);
        wide.iter_mut().for_each(|value| *value = gelu(*value));
        add(rows, &self.narrow.apply(&wide));
        self.second.apply(rows);
    }
}

/// What every piece hears from the pieces of its text.
fn attend(asked: &[f32], lengths: &[usize], width: usize, heads: usize) -> Vec<f32> {
    let mut heard = vec![0.0; asked.len() / 3];
    let (mut asked, mut onto) = (asked, heard.as_mut_slice());
    for length in lengths {
        let (text, rest) = asked.split_at(length * width * 3);
        let (own, others) = onto.split_at_mut(length * width);
        (asked, onto) = (rest, others);
        (0..heads).for_each(|head| attend_with(head, text, own, width, width / heads));
    }
    heard
}

/// What one head hears in one text.
fn attend_with(head: usize, text: &[f32], heard: &mut [f32], width: usize, size: usize) {
    let part = |part: usize| part * width + head * size..part * width + (head + 1) * size;
    let scale = (size as f32).sqrt().recip();
    let mut shares = Vec::new();
    for (row, heard) in text.chunks_exact(3 * width).zip(heard.chunks_exact_mut(width)) {
        shares.clear();
        shares.extend(text.chunks_exact(3 * width).map(|other| scale * dot(&row[part(0)], &other[part(1)])));
        softmax(&mut shares);
        let onto = &mut heard[part(0)];
        for (other, share) in text.chunks_exact(3 * width).zip(&shares) {
            onto.iter_mut().zip(&other[part(2)]).for_each(|(onto, value)| *onto += share * value);
        }
    }
}

/// Turns scores into shares of 1.
fn softmax(scores: &mut [f32]) {
    let most = scores.iter().copied().fold(f32::NEG_INFINITY, f32::max);
    scores.iter_mut().for_each(|score| *score = (*score - most).exp());
    let sum: f32 = scores.iter().sum();
    scores.iter_mut().for_each(|score| *score /= sum);
}

/// Moves and scales each row to mean 0 and spread 1, then as learned.
#[derive(Debug)]
struct Norm {
    scale: Vec<f32>,
    shift: Vec<f32>,
    epsilon: f32,
}

impl Norm {
    fn apply(&self, rows: &mut [f32]) {
        let width = self.scale.len();
        for row in rows.chunks_exact_mut(width) {
            let mean = row.iter().sum::<f32>() / width as f32;
            row.iter_mut().for_each(|value| *value -= mean);
            let spread = (dot(row, row) / width as f32 + self.epsilon).sqrt();
            for ((value, scale), shift) in row.iter_mut().zip(&self.scale).zip(&self.shift) {
                *value = *value / spread * scale + shift;
            }
        }
    }
}

fn add(onto: &mut [f32], other: &[f32]) {
    onto.iter_mut().zip(other).for_each(|(onto, other)| *onto += other);
}

/// A value times the share of a normal distribution below it.
fn gelu(x: f32) -> f32 {
    0.5 * x * (1.0 + erf(x * std::f32::consts::FRAC_1_SQRT_2))
}

/// The error function to about seven digits: formula 7.1.26 of Abramowitz and Stegun's Handbook of Mathematical Functions.
fn erf(x: f32) -> f32 {
    let t = 1.0 / (1.0 + 0.327_591_1 * x.abs());
    let series = ((((1.061_405_4 * t - 1.453_152) * t + 1.421_413_7) * t - 0.284_496_74) * t + 0.254_829_6) * t;
    (1.0 - series * (-x * x).exp()).copysign(x)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_curve_is_close() {
        for (x, expected) in [(0.0, 0.0), (1.0, 0.841_344_7), (-1.0, -0.158_655_3), (3.0, 2.995_950_3), (-9.0, 0.0), (0.1, 0.053_982_78)] {
            assert!((gelu(x) - expected).abs() < 1e-6, "{x}: {}", gelu(x));
        }
    }
}
