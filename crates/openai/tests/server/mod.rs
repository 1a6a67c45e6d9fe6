//! A small server that acts out a script, faults among it.

#![allow(dead_code, reason = "each file of tests uses a part of it")]

use std::{
    io::{Read, Write},
    net::{TcpListener, TcpStream},
    sync::{
        Arc, Mutex,
        atomic::{AtomicUsize, Ordering},
    },
    thread,
    time::Duration,
};

use asof_openai::Settings;

/// What the server does with a request.
#[derive(Clone)]
pub enum Act {
    /// Answers with a status, some headers, and a body.
    Answer(u16, &'static str, String),
    /// Says nothing.
    Hang,
    /// Sends its answer a byte at a time.
    Trickle,
    /// Sends far too much.
    Flood,
    /// Hangs up.
    Close,
}

/// The server, its calls, and what it was sent.
pub struct Server {
    pub url: String,
    calls: Arc<AtomicUsize>,
    pub bodies: Arc<Mutex<Vec<String>>>,
}

impl Server {
    /// A server that acts out a script, the last act again and again.
    pub fn new(script: Vec<Act>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let (calls, bodies) = (Arc::new(AtomicUsize::new(0)), Arc::new(Mutex::new(Vec::new())));
        let server = Self { url, calls: Arc::clone(&calls), bodies: Arc::clone(&bodies) };
        thread::spawn(move || {
            for stream in listener.incoming().map_while(Result::ok) {
                let act = script[calls.fetch_add(1, Ordering::SeqCst).min(script.len() - 1)].clone();
                let bodies = Arc::clone(&bodies);
                thread::spawn(move || serve(stream, act, &bodies));
            }
        });
        server
    }

    pub fn settings(&self) -> Settings {
        Settings {
            timeout: Duration::from_secs(10),
            deadline: Duration::from_secs(30),
            backoff: Duration::from_millis(5),
            max_response_bytes: 100_000,
            ..Settings::new(&self.url, "tiny")
        }
    }

    pub fn calls(&self) -> usize {
        self.calls.load(Ordering::SeqCst)
    }
}

fn serve(mut stream: TcpStream, act: Act, bodies: &Mutex<Vec<String>>) {
    bodies.lock().unwrap().push(request(&mut stream));
    // A client that hangs up early is what some of these tests are about.
    let _ = match act {
        Act::Answer(status, headers, body) => {
            write!(stream, "HTTP/1.1 {status} X\r\n{headers}content-length: {}\r\nconnection: close\r\n\r\n{body}", body.len())
        }
        Act::Hang => {
            thread::sleep(Duration::from_secs(3));
            Ok(())
        }
        Act::Trickle => {
            let _ = write!(stream, "HTTP/1.1 200 OK\r\ncontent-length: 100000\r\n\r\n");
            (0..100).try_for_each(|_| {
                thread::sleep(Duration::from_millis(30));
                stream.write_all(b" ")
            })
        }
        Act::Flood => {
            let _ = write!(stream, "HTTP/1.1 200 OK\r\nconnection: close\r\n\r\n");
            (0..100_000).try_for_each(|_| stream.write_all(&[b' '; 4096]))
        }
        Act::Close => Ok(()),
    };
}

/// Reads a request, head and body; of what is no HTTP, such as the greeting of TLS, the beginning.
fn request(stream: &mut TcpStream) -> String {
    let mut bytes = Vec::new();
    let mut buffer = [0; 4096];
    loop {
        let text = String::from_utf8_lossy(&bytes).into_owned();
        let length = |head: &str| {
            let line = head.lines().find(|line| line.to_lowercase().starts_with("content-length:"))?.to_owned();
            line.split(':').nth(1)?.trim().parse::<usize>().ok()
        };
        if let Some((head, body)) = text.split_once("\r\n\r\n")
            && length(head).unwrap_or(0) <= body.len()
        {
            return text;
        }
        if !"POST".starts_with(&text.chars().take(4).collect::<String>()) {
            return text;
        }
        match stream.read(&mut buffer) {
            Ok(0) | Err(_) => return text,
            Ok(read) => bytes.extend_from_slice(&buffer[..read]),
        }
    }
}
