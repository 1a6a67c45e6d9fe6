//! The address of a server, as people write it.

/// Where a server is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Address {
    base: String,
    tls: bool,
    loopback: bool,
}

/// Where chat completions are asked for, and where embeddings.
pub(crate) const CHAT: &str = "/chat/completions";
pub(crate) const EMBEDDINGS: &str = "/embeddings";

impl Address {
    /// Reads a base URL; one without a path means `/v1`, one with the whole endpoint means that.
    pub(crate) fn parse(text: &str) -> Result<Self, UrlError> {
        let bad = |why| UrlError { url: text.chars().take(200).collect(), why };
        let trimmed = text.trim();
        let (tls, rest) = match (strip_scheme(trimmed, "https://"), strip_scheme(trimmed, "http://")) {
            (Some(rest), _) => (true, rest),
            (None, Some(rest)) => (false, rest),
            (None, None) => return Err(bad("it must begin with http:// or https://")),
        };
        let rest = rest.trim_end_matches('/');
        let rest = [CHAT, EMBEDDINGS].into_iter().find_map(|path| rest.strip_suffix(path)).unwrap_or(rest).trim_end_matches('/');
        let (authority, path) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
        if rest.bytes().any(|byte| !byte.is_ascii_graphic()) || rest.contains(['?', '#', '\\']) {
            return Err(bad("it holds characters that an address has not"));
        }
        if authority.contains('@') {
            return Err(UrlError { url: "the address".to_owned(), why: "put no password in it, but the key in the environment" });
        }
        let host = host(authority);
        if host.is_empty() {
            return Err(bad("it names no host"));
        }
        let base = format!("{}://{authority}{}", if tls { "https" } else { "http" }, if path.is_empty() { "/v1" } else { path });
        Ok(Self { base, tls, loopback: is_loopback(host) })
    }

    /// The whole address of what is asked for.
    pub(crate) fn endpoint(&self, path: &str) -> String {
        format!("{}{path}", self.base)
    }

    /// The base, as errors show it.
    pub(crate) fn shown(&self) -> &str {
        &self.base
    }

    /// Whether it asks for TLS.
    pub(crate) fn is_tls(&self) -> bool {
        self.tls
    }

    /// Whether it is this machine.
    pub(crate) fn is_loopback(&self) -> bool {
        self.loopback
    }

    /// Whether nobody on the way can read what is sent.
    pub(crate) fn is_private_way(&self) -> bool {
        self.tls || self.loopback
    }
}

fn strip_scheme<'a>(text: &'a str, scheme: &str) -> Option<&'a str> {
    let head = text.get(..scheme.len())?;
    head.eq_ignore_ascii_case(scheme).then(|| &text[scheme.len()..])
}

fn host(authority: &str) -> &str {
    match authority.strip_prefix('[') {
        Some(rest) => rest.split(']').next().unwrap_or_default(),
        None => authority.split(':').next().unwrap_or_default(),
    }
}

fn is_loopback(host: &str) -> bool {
    host.eq_ignore_ascii_case("localhost") || host.parse::<std::net::IpAddr>().is_ok_and(|address| address.is_loopback())
}

/// An address that is none.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{url}` is no address of a server: {why}, as in https://api.openai.com/v1 or http://127.0.0.1:8080")]
pub struct UrlError {
    url: String,
    why: &'static str,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_read_as_people_write_it() {
        let cases = [
            ("http://127.0.0.1:8080", "http://127.0.0.1:8080/v1/chat/completions", true),
            (" HTTP://localhost:8080/ ", "http://localhost:8080/v1/chat/completions", true),
            ("http://[::1]:1/v1/", "http://[::1]:1/v1/chat/completions", true),
            ("https://api.example.org/v1", "https://api.example.org/v1/chat/completions", false),
            ("https://api.example.org/v1/chat/completions", "https://api.example.org/v1/chat/completions", false),
            ("https://h/openai/deployments/x", "https://h/openai/deployments/x/chat/completions", false),
            ("http://localhost:1/v1/embeddings/", "http://localhost:1/v1/chat/completions", true),
            ("http://localhost.example.org", "http://localhost.example.org/v1/chat/completions", false),
        ];
        for (text, endpoint, loopback) in cases {
            let address = Address::parse(text).unwrap();
            assert_eq!((address.endpoint(CHAT).as_str(), address.is_loopback()), (endpoint, loopback), "{text}");
        }
    }

    #[test]
    fn what_is_no_address_says_why() {
        let cases = [
            ("", "begin with"),
            ("ftp://x", "begin with"),
            ("http://", "no host"),
            ("http://:80", "no host"),
            ("http://a b", "characters"),
            ("https://u:secret@h", "password"),
            ("http://h/?a", "characters"),
            ("é", "begin with"),
        ];
        for (text, expected) in cases {
            let error = Address::parse(text).unwrap_err().to_string();
            assert!(error.contains(expected) && !error.contains("secret"), "{error}");
        }
    }
}
