//! Placeholder until the reader is in place.
#![allow(missing_docs)]
pub struct Context<'a> {
    pub occurred_at: Option<asof_model::Point>,
    pub speaker: Option<&'a str>,
}
pub struct Found {
    pub claim: asof_model::Claim,
    pub span: (u32, u32),
    pub confidence: f32,
    pub corrects: Option<String>,
}
#[derive(Debug)]
pub struct Diagnostic {
    pub span: (u32, u32),
    pub reason: String,
}
pub struct Extraction {
    pub found: Vec<Found>,
    pub diagnostics: Vec<Diagnostic>,
}
pub trait Extractor {
    fn extract(&self, text: &str, context: &Context<'_>) -> Extraction;
}
