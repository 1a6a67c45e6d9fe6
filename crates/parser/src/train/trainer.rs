//! The training loop.

use std::collections::BTreeSet;

use super::{
    adam::{Adam, length},
    back::{Gold, back},
    forward::{Forward, Masks},
    input::{Blank, Input},
    random::Random,
    vectors::Vectors,
};
use crate::net::{
    batch::Batch,
    layers::{Net, Sizes},
    matrix::Matrix,
};
use crate::train::conllu::{Gold as Sample, GoldWord as Word};

/// What to train and how.
#[derive(Clone, Copy, Debug)]
pub struct Plan {
    /// Width of the projected pretrained vectors.
    pub pretrained: usize,
    /// Width of the learned vectors.
    pub learned: usize,
    /// Width of a cell.
    pub hidden: usize,
    /// Layers of cells.
    pub layers: usize,
    /// Width of the vectors that score heads.
    pub arc: usize,
    /// Width of the layer that scores relations.
    pub relation: usize,
    /// Rounds over the treebank.
    pub rounds: usize,
    /// Words in a batch.
    pub words: usize,
    /// The highest learning rate.
    pub rate: f32,
    /// Share of the values blanked between and inside layers.
    pub blank: f32,
    /// Share of the sentences that are read without capitals, and share that are read without their last mark.
    pub careless: f32,
    /// What is blanked of the words.
    pub input: Blank,
    /// The seed of all random numbers.
    pub seed: u64,
}

/// A sentence as numbers.
#[derive(Clone, Debug)]
struct Sentence {
    forms: Vec<usize>,
    small: Vec<usize>,
    /// Whether it ends in a mark on which nothing depends.
    marked: bool,
    tags: Vec<usize>,
    heads: Vec<Option<usize>>,
    relations: Vec<usize>,
}

/// The names behind the numbers.
#[derive(Clone, Debug)]
pub struct Names {
    /// Pairs of a universal and a finer tag.
    pub tags: Vec<(String, String)>,
    /// Relations.
    pub relations: Vec<String>,
}

impl Names {
    fn new(treebank: &[Sample]) -> Self {
        let words = || treebank.iter().flat_map(|sample| &sample.words);
        let tags = words().map(|word| (word.pos.clone(), word.tag.clone())).collect::<BTreeSet<_>>();
        let relations = words().map(|word| word.relation.clone()).collect::<BTreeSet<_>>();
        Self { tags: tags.into_iter().collect(), relations: relations.into_iter().collect() }
    }

    fn tag(&self, word: &Word) -> usize {
        self.tags.iter().position(|(pos, tag)| *pos == word.pos && *tag == word.tag).unwrap_or(0)
    }

    fn relation(&self, word: &Word) -> usize {
        self.relations.iter().position(|relation| *relation == word.relation).unwrap_or(0)
    }
}

/// A network in training.
#[derive(Clone, Debug)]
pub struct Trainer {
    plan: Plan,
    /// The names of tags and relations.
    pub names: Names,
    /// The word vectors.
    pub input: Input,
    /// The network.
    pub net: Net,
    adams: [Adam; 2],
    changes: (Matrix, Matrix, Net),
    sentences: Vec<Sentence>,
    random: Random,
    step: usize,
}

impl Trainer {
    /// A new one.
    pub fn new(plan: Plan, treebank: &[Sample], vectors: &Vectors) -> Self {
        let mut random = Random::new(plan.seed);
        let names = Names::new(treebank);
        let words = || treebank.iter().flat_map(|sample| &sample.words);
        let small = words().map(|word| word.form.to_lowercase()).collect::<Vec<_>>();
        let (forms, small) = (words().map(|word| word.form.as_str()), small.iter().map(String::as_str));
        let input = Input::new(forms, small, vectors, (plan.pretrained, plan.learned), &mut random);
        let Plan { hidden, layers, arc, relation, .. } = plan;
        let (tags, relations) = (names.tags.len(), names.relations.len());
        let mut net = Net::new(Sizes { input: plan.pretrained + plan.learned, hidden, layers, arc, relation, tags, relations });
        start(&mut net, &mut random);
        let adams = [input.adam(), Adam::new(&net.weights())];
        let zeros = |matrix: &Matrix| Matrix::zeros(matrix.rows(), matrix.columns());
        let changes = (zeros(&input.learned), zeros(&input.projection), Net::new(net.sizes));
        let sentences = treebank.iter().map(|sample| sentence(&sample.words, &names, &input)).collect();
        Self { plan, names, input, net, adams, changes, sentences, random, step: 0 }
    }

    /// One round over the treebank; gives the mean loss of a batch.
    pub fn round(&mut self) -> f32 {
        let mut order = (0..self.sentences.len()).collect::<Vec<_>>();
        self.random.shuffle(&mut order);
        let noise = order.iter().map(|_| self.random.unit() * 6.0).collect::<Vec<_>>();
        let size = |at: &usize| (self.sentences[*at].forms.len() as f32 + noise[*at]) as usize;
        order.sort_by_key(size);
        let mut batches = cut(&order, |at| self.sentences[at].forms.len(), self.plan.words);
        self.random.shuffle(&mut batches);
        let total = self.plan.rounds * batches.len();
        let losses = batches.iter().map(|batch| self.learn(batch, total)).collect::<Vec<_>>();
        losses.iter().sum::<f32>() / losses.len().max(1) as f32
    }

    /// Learns from one batch of sentences.
    fn learn(&mut self, members: &[usize], total: usize) -> f32 {
        let share = self.plan.careless;
        let mut members = members.iter().map(|at| careless(&self.sentences[*at], share, &mut self.random)).collect::<Vec<_>>();
        members.sort_by_key(|sentence| std::cmp::Reverse(sentence.forms.len()));
        let batch = Batch::new(members.iter().map(|sentence| sentence.forms.len()).collect());
        let (gold, ids, of) = gather(&batch, members.iter());
        let (input, made) = self.input.make(&ids, Some((self.plan.input, &of)), &mut self.random);
        let masks = masks(&self.plan, &batch, &mut self.random);
        let forward = Forward::new(&self.net);
        let trace = forward.read(&batch, input, Some(&masks));
        let (loss, input) = back((&self.net, &forward), &batch, &trace, Some(&masks), &gold, &mut self.changes.2);
        self.input.back(&made, input, (&mut self.changes.0, &mut self.changes.1));
        self.apply(total);
        loss
    }

    fn apply(&mut self, total: usize) {
        self.step += 1;
        let rate = self.plan.rate * schedule(self.step, total);
        let (learned, projection, net) = &mut self.changes;
        let mut changes = vec![learned, projection];
        let long = length(&changes).hypot(length(&net.weights_mut()));
        let shrink = (5.0 / long).min(1.0);
        self.adams[0].step(self.input.weights_mut().into(), std::mem::take(&mut changes), rate, shrink);
        self.adams[1].step(self.net.weights_mut(), net.weights_mut(), rate, shrink);
    }

    /// Swaps the weights with their running mean.
    pub fn swap(&mut self) {
        self.adams[0].swap(self.input.weights_mut().into());
        self.adams[1].swap(self.net.weights_mut());
    }
}

fn sentence(words: &[Word], names: &Names, input: &Input) -> Sentence {
    Sentence {
        forms: words.iter().map(|word| input.id(&word.form)).collect(),
        small: words.iter().map(|word| input.id(&word.form.to_lowercase())).collect(),
        marked: marked(words),
        tags: words.iter().map(|word| names.tag(word)).collect(),
        heads: words.iter().map(|word| word.head).collect(),
        relations: words.iter().map(|word| names.relation(word)).collect(),
    }
}

fn marked(words: &[Word]) -> bool {
    let last = words.len().saturating_sub(1);
    0 < last && words[last].pos == "PUNCT" && words[last].head.is_some() && words.iter().all(|word| word.head != Some(last))
}

/// The sentence as a careless writer might have put it.
fn careless(sentence: &Sentence, share: f32, random: &mut Random) -> Sentence {
    let mut sentence = sentence.clone();
    if random.unit() < share {
        sentence.forms.clone_from(&sentence.small);
    }
    if random.unit() < share && sentence.marked {
        sentence.forms.pop();
        sentence.tags.pop();
        sentence.heads.pop();
        sentence.relations.pop();
    }
    sentence
}

/// What should come out, in sentence order; the spellings in step order; the sentence of each.
fn gather<'a>(batch: &Batch, sentences: impl Iterator<Item = &'a Sentence>) -> (Gold, Vec<usize>, Vec<usize>) {
    let mut gold = Gold::default();
    let (mut ids, mut of) = (vec![0; batch.words()], vec![0; batch.words()]);
    for (at, sentence) in sentences.enumerate() {
        let first = batch.rows(at).start;
        gold.tags.extend(&sentence.tags);
        gold.relations.extend(&sentence.relations);
        gold.heads.extend(sentence.heads.iter().map(|head| head.map(|head| first + head)));
        for (word, form) in sentence.forms.iter().enumerate() {
            ids[batch.row(at, word)] = *form;
            of[batch.row(at, word)] = at;
        }
    }
    (gold, ids, of)
}

/// Cuts a list into batches of about so many words.
fn cut(order: &[usize], length: impl Fn(usize) -> usize, words: usize) -> Vec<Vec<usize>> {
    let mut batches = vec![Vec::new()];
    let mut filled = 0;
    for at in order {
        if words < filled + length(*at) && 0 < filled {
            batches.push(Vec::new());
            filled = 0;
        }
        filled += length(*at);
        if let Some(batch) = batches.last_mut() {
            batch.push(*at);
        }
    }
    batches
}

/// Up quickly, then down along a half cosine.
fn schedule(step: usize, total: usize) -> f32 {
    let (step, total) = (step as f32, total.max(1) as f32);
    let rise = (step / 300.0).min(1.0);
    rise * (0.01 + 0.99 * (0.5 + 0.5 * (std::f32::consts::PI * (step / total).min(1.0)).cos()))
}

fn masks(plan: &Plan, batch: &Batch, random: &mut Random) -> Masks {
    let (sentences, hidden, blank) = (batch.sentences(), plan.hidden, plan.blank);
    Masks {
        output: (0..plan.layers).map(|_| random.mask(sentences, 2 * hidden, blank)).collect(),
        state: (0..plan.layers).map(|_| [0, 1].map(|_| random.mask(sentences, hidden, blank * 0.6))).collect(),
        arc: random.mask(sentences, 2 * plan.arc, blank),
        relation: random.mask(batch.words(), plan.relation, blank),
    }
}

/// The weights to start from.
fn start(net: &mut Net, random: &mut Random) {
    for weights in net.weights_mut() {
        if 1 < weights.rows() {
            let reach = (6.0 / (weights.rows() + weights.columns()) as f32).sqrt();
            random.fill(weights, reach);
        }
    }
    let hidden = net.sizes.hidden;
    for cell in net.layers.iter_mut().flatten() {
        cell.bias.row_mut(0)[..hidden].fill(0.5);
        let reach = (3.0 / hidden as f32).sqrt();
        random.fill(&mut cell.state, reach);
        let reach = (3.0 / cell.input.rows() as f32).sqrt();
        random.fill(&mut cell.input, reach);
    }
    random.fill(&mut net.root, 0.3);
}
