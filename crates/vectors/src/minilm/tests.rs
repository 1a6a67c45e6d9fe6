//! The transformer on a small model made up here.

use std::fs;

use tempfile::TempDir;

use super::*;
use crate::dot;

const VOCABULARY: &str = "[PAD]\n[UNK]\n[CLS]\n[SEP]\nana\nsleeps\n##s\n.\n";
const WIDTH: usize = 8;
const PLACES: usize = 12;

/// The tensors of a model with two layers, filled with numbers that look random.
fn tensors() -> Vec<(String, Vec<usize>)> {
    let square = vec![WIDTH, WIDTH];
    let mut all = vec![
        ("embeddings.word_embeddings.weight".to_owned(), vec![8, WIDTH]),
        ("embeddings.position_embeddings.weight".to_owned(), vec![PLACES, WIDTH]),
        ("embeddings.token_type_embeddings.weight".to_owned(), vec![2, WIDTH]),
        ("embeddings.LayerNorm.weight".to_owned(), vec![WIDTH]),
        ("embeddings.LayerNorm.bias".to_owned(), vec![WIDTH]),
    ];
    for layer in 0..2 {
        let mut pair = |name: &str, shape: Vec<usize>| {
            all.push((format!("encoder.layer.{layer}.{name}.bias"), vec![shape[0]]));
            all.push((format!("encoder.layer.{layer}.{name}.weight"), shape));
        };
        for name in ["attention.self.query", "attention.self.key", "attention.self.value", "attention.output.dense"] {
            pair(name, square.clone());
        }
        pair("intermediate.dense", vec![20, WIDTH]);
        pair("output.dense", vec![WIDTH, 20]);
        pair("attention.output.LayerNorm", vec![WIDTH]);
        pair("output.LayerNorm", vec![WIDTH]);
    }
    all
}

fn model() -> Vec<u8> {
    let (mut header, mut values) = (serde_json::Map::new(), Vec::new());
    let mut state = 1_u32;
    for (name, shape) in tensors() {
        let start = values.len();
        for _ in 0..shape.iter().product::<usize>() {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            values.extend(((state >> 8) as f32 / (1 << 23) as f32 - 1.0).to_le_bytes());
        }
        header.insert(name, serde_json::json!({"dtype": "F32", "shape": shape, "data_offsets": [start, values.len()]}));
    }
    let header = serde_json::to_vec(&header).unwrap();
    [(header.len() as u64).to_le_bytes().to_vec(), header, values].concat()
}

fn folder(model: &[u8]) -> TempDir {
    let folder = TempDir::new().unwrap();
    fs::write(folder.path().join("config.json"), r#"{"num_attention_heads": 2, "num_hidden_layers": 2}"#).unwrap();
    fs::write(folder.path().join("vocab.txt"), VOCABULARY).unwrap();
    fs::write(folder.path().join("model.safetensors"), model).unwrap();
    folder
}

#[test]
fn the_company_of_other_texts_changes_nothing() {
    let model = MiniLm::open(folder(&model()).path()).unwrap();
    let texts = ["Ana sleeps.", "", "sleeps", "Ana 🦀 anas", &"Ana sleeps. ".repeat(500)];
    let together = model.embed(&texts).unwrap();
    for (text, vector) in texts.iter().zip(&together) {
        assert_eq!(model.embed_query(text).as_ref(), Ok(vector), "{text}");
        assert!((dot(vector, vector) - 1.0).abs() < 1e-5);
    }
    assert_ne!(together[0], together[2]);
    assert_eq!(model.embed(&[]), Ok(vec![]));
    let many = vec!["Ana sleeps."; 400];
    assert_eq!(model.embed(&many).unwrap(), vec![together[0].clone(); 400]);
}

#[test]
fn the_order_of_words_matters() {
    let model = MiniLm::open(folder(&model()).path()).unwrap();
    let vectors = model.embed(&["ana sleeps ana", "ana ana sleeps"]).unwrap();
    let differs = vectors[0].iter().zip(&vectors[1]).any(|(left, right)| 1e-4 < (left - right).abs());
    assert!(differs, "{vectors:?}");
}

#[test]
fn another_model_has_another_id() {
    let (mut other, id) = (model(), MiniLm::open(folder(&model()).path()).unwrap().id().to_owned());
    *other.last_mut().unwrap() ^= 1;
    assert_ne!(MiniLm::open(folder(&other).path()).unwrap().id(), id);
}

#[test]
fn damaged_models_are_refused() {
    let whole = model();
    for length in (0..whole.len()).step_by(331) {
        let folder = folder(&whole[..length]);
        assert!(matches!(MiniLm::open(folder.path()), Err(OpenError::Damaged(_))), "{length}");
    }
    for at in (0..whole.len()).step_by(37) {
        let mut bytes = whole.clone();
        bytes[at] ^= 0xff;
        if let Ok(model) = MiniLm::open(folder(&bytes).path()) {
            assert_eq!(model.embed(&["Ana sleeps."]).unwrap()[0].len(), WIDTH);
        }
    }
}

#[test]
fn other_files_are_checked_too() {
    for (file, text) in [
        ("config.json", "{"),
        ("config.json", r#"{"num_attention_heads": 3, "num_hidden_layers": 2}"#),
        ("config.json", r#"{"num_attention_heads": 0, "num_hidden_layers": 2}"#),
        ("config.json", r#"{"num_attention_heads": 2, "num_hidden_layers": 99999999999999}"#),
        ("vocab.txt", "[CLS]\n[SEP]\n"),
        ("vocab.txt", "a\nb\nc\nd\ne\nf\ng\nh\n"),
    ] {
        let folder = folder(&model());
        fs::write(folder.path().join(file), text).unwrap();
        assert!(matches!(MiniLm::open(folder.path()), Err(OpenError::Damaged(_))), "{file} {text}");
    }
    let missing = MiniLm::open(Path::new("no such folder")).unwrap_err();
    assert!(missing.to_string().starts_with("cannot read no such folder"), "{missing}");
}
