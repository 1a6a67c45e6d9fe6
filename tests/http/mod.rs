//! What a client of a server in the tests sends.

use std::{io::Read as _, net::TcpStream};

/// Reads a request to the end of its body: its head and its body.
pub fn request(stream: &mut TcpStream) -> (String, String) {
    let (mut bytes, mut buffer) = (Vec::new(), [0; 4096]);
    loop {
        let text = String::from_utf8_lossy(&bytes).into_owned();
        if let Some((head, body)) = text.split_once("\r\n\r\n") {
            let length = head.lines().find_map(|line| line.to_lowercase().strip_prefix("content-length:")?.trim().parse::<usize>().ok());
            if length.unwrap_or(0) <= body.len() {
                return (head.to_owned(), body.to_owned());
            }
        }
        match stream.read(&mut buffer) {
            Ok(0) | Err(_) => return (text, String::new()),
            Ok(read) => bytes.extend_from_slice(&buffer[..read]),
        }
    }
}
