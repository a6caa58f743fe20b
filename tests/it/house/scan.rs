//! Finds the paths (`a::b::C`) in Rust source, with `crate`, `self` and `super` resolved. Comments,
//! strings and characters are skipped, inline modules followed.

use std::collections::BTreeSet;

/// A path in the source; one of several segments, or a name in a `use` declaration.
#[derive(Debug)]
pub(super) struct SourcePath {
    /// As written, groups multiplied out: `super::control::Options`.
    pub(super) text: String,
    /// From the crate's root, where it leads into this crate: `solve::control::Options`.
    pub(super) own: Option<String>,
    /// 1-based.
    pub(super) line: usize,
    /// Whether it stands in a `pub use`.
    pub(super) reexport: bool,
}

#[derive(Clone, Debug, PartialEq)]
enum Token {
    Word(String),
    Separator,
    Sign(char),
}

/// All paths of a file that is the module `module` (`solve::exact`, empty for the root).
pub(super) fn paths(module: &str, text: &str) -> Vec<SourcePath> {
    let tokens = tokens(text);
    let children = children(&tokens);
    let mut walk = Walk { tokens: &tokens, at: 0, inner: Vec::new(), depth: 0, found: Vec::new() };
    walk.run();
    let resolve = |mut raw: Raw| {
        let own = resolve(module, &raw, &children);
        raw.segments.retain(|segment| segment != "self" || raw.segments_start_with_self);
        SourcePath { text: raw.segments.join("::"), own, line: raw.line, reexport: raw.reexport }
    };
    walk.found.into_iter().map(resolve).collect()
}

/// Modules that the file declares (`mod control;`).
fn children(tokens: &[(Token, usize)]) -> BTreeSet<String> {
    let windows = tokens.windows(3);
    windows
        .filter_map(|three| match [&three[0].0, &three[1].0, &three[2].0] {
            [Token::Word(word), Token::Word(name), Token::Sign(';')] if word == "mod" => {
                Some(name.clone())
            }
            _ => None,
        })
        .collect()
}

/// A path before it is resolved.
struct Raw {
    segments: Vec<String>,
    segments_start_with_self: bool,
    line: usize,
    /// Inline modules around it.
    inner: Vec<String>,
    reexport: bool,
}

fn resolve(module: &str, raw: &Raw, children: &BTreeSet<String>) -> Option<String> {
    let mut here: Vec<&str> = module.split("::").filter(|part| !part.is_empty()).collect();
    here.extend(raw.inner.iter().map(String::as_str));
    let mut rest = raw.segments.iter().map(String::as_str).peekable();
    match *rest.peek()? {
        // `jiedui` is how the program names its library.
        "crate" | "jiedui" => {
            rest.next();
            here.clear();
        }
        "self" => drop(rest.next()),
        "super" => {
            while rest.next_if_eq(&"super").is_some() {
                here.pop();
            }
        }
        first if raw.inner.is_empty() && children.contains(first) => {}
        _ => return None,
    }
    here.extend(rest.filter(|&segment| segment != "self" && segment != "*"));
    Some(here.join("::"))
}

struct Walk<'t> {
    tokens: &'t [(Token, usize)],
    at: usize,
    /// Inline modules entered, with the depth of braces outside.
    inner: Vec<(String, usize)>,
    depth: usize,
    found: Vec<Raw>,
}

impl Walk<'_> {
    fn run(&mut self) {
        while let Some(token) = self.peek(0).cloned() {
            match token {
                Token::Word(word) if word == "mod" => self.module(),
                Token::Word(word) if word == "use" => {
                    let reexport =
                        matches!(self.before(), Some(Token::Word(word)) if word == "pub");
                    self.at += 1;
                    if self.peek(0) == Some(&Token::Separator) {
                        self.at += 1; // `use ::std::fs`
                    }
                    self.tree(&[], reexport, true);
                }
                Token::Word(_) => self.tree(&[], false, false),
                Token::Sign(sign) => {
                    self.brace(sign);
                    self.at += 1;
                }
                Token::Separator => self.at += 1,
            }
        }
    }

    fn peek(&self, ahead: usize) -> Option<&Token> {
        self.tokens.get(self.at + ahead).map(|(token, _)| token)
    }

    fn before(&self) -> Option<&Token> {
        self.at.checked_sub(1).map(|i| &self.tokens[i].0)
    }

    fn brace(&mut self, sign: char) {
        match sign {
            '{' => self.depth += 1,
            '}' => {
                self.depth = self.depth.saturating_sub(1);
                if self.inner.last().is_some_and(|&(_, outside)| outside == self.depth) {
                    self.inner.pop();
                }
            }
            _ => {}
        }
    }

    fn module(&mut self) {
        self.at += 1;
        if let (Some(Token::Word(name)), Some(Token::Sign('{'))) = (self.peek(0), self.peek(1)) {
            self.inner.push((name.clone(), self.depth));
        }
        if matches!(self.peek(0), Some(Token::Word(_))) {
            self.at += 1;
        }
    }

    /// Reads one path, or one tree of a `use` declaration, behind `prefix`.
    fn tree(&mut self, prefix: &[String], reexport: bool, declared: bool) {
        let mut segments = prefix.to_vec();
        let line = self.tokens[self.at].1;
        loop {
            match self.peek(0).cloned() {
                Some(Token::Word(word)) => {
                    segments.push(word);
                    self.at += 1;
                }
                Some(Token::Sign('*')) if declared => {
                    segments.push("*".to_owned());
                    self.at += 1;
                }
                Some(Token::Sign('{')) if declared => {
                    self.group(&segments, reexport);
                    return;
                }
                _ => break,
            }
            if self.peek(0) != Some(&Token::Separator) {
                break;
            }
            self.at += 1;
        }
        if declared && self.peek(0) == Some(&Token::Word("as".to_owned())) {
            self.at += 2;
        }
        if declared || segments.len() > 1 {
            self.record(segments, line, reexport);
        }
    }

    fn group(&mut self, prefix: &[String], reexport: bool) {
        self.at += 1;
        loop {
            match self.peek(0) {
                Some(Token::Sign('}')) => {
                    self.at += 1;
                    return;
                }
                Some(Token::Sign(',')) => self.at += 1,
                Some(_) => {
                    let before = self.at;
                    self.tree(prefix, reexport, true);
                    self.at = self.at.max(before + 1);
                }
                None => return,
            }
        }
    }

    fn record(&mut self, segments: Vec<String>, line: usize, reexport: bool) {
        let inner = self.inner.iter().map(|(name, _)| name.clone()).collect();
        let segments_start_with_self = segments.first().is_some_and(|first| first == "self");
        self.found.push(Raw { segments, segments_start_with_self, line, inner, reexport });
    }
}

fn tokens(text: &str) -> Vec<(Token, usize)> {
    let chars: Vec<char> = text.chars().collect();
    let mut lexer = Lexer { chars: &chars, at: 0, line: 1, tokens: Vec::new() };
    while lexer.at < chars.len() {
        lexer.step();
    }
    lexer.tokens
}

struct Lexer<'c> {
    chars: &'c [char],
    at: usize,
    line: usize,
    tokens: Vec<(Token, usize)>,
}

impl Lexer<'_> {
    fn peek(&self, ahead: usize) -> Option<char> {
        self.chars.get(self.at + ahead).copied()
    }

    fn advance(&mut self, n: usize) {
        for _ in 0..n {
            self.line += usize::from(self.peek(0) == Some('\n'));
            self.at += 1;
        }
    }

    fn push(&mut self, token: Token, length: usize) {
        self.tokens.push((token, self.line));
        self.advance(length);
    }

    fn step(&mut self) {
        let c = self.chars[self.at];
        match (c, self.peek(1)) {
            ('/', Some('/')) => self.skip_until(|lexer| lexer.peek(0) == Some('\n')),
            ('/', Some('*')) => self.block_comment(),
            (':', Some(':')) => self.push(Token::Separator, 2),
            ('"', _) => self.string(),
            ('\'', _) => self.quote(),
            _ if c.is_alphabetic() || c == '_' => self.word(),
            _ if c.is_whitespace() => self.advance(1),
            _ => self.push(Token::Sign(c), 1),
        }
    }

    fn skip_until(&mut self, end: impl Fn(&Self) -> bool) {
        while self.at < self.chars.len() && !end(self) {
            self.advance(1);
        }
    }

    fn block_comment(&mut self) {
        let mut depth = 0;
        loop {
            match (self.peek(0), self.peek(1)) {
                (Some('/'), Some('*')) => {
                    depth += 1;
                    self.advance(2);
                }
                (Some('*'), Some('/')) => {
                    depth -= 1;
                    self.advance(2);
                    if depth == 0 {
                        return;
                    }
                }
                (Some(_), _) => self.advance(1),
                (None, _) => return,
            }
        }
    }

    fn string(&mut self) {
        self.advance(1);
        while let Some(c) = self.peek(0) {
            self.advance(if c == '\\' { 2 } else { 1 });
            if c == '"' {
                return;
            }
        }
    }

    /// A character, or the start of a lifetime.
    fn quote(&mut self) {
        if self.peek(1) == Some('\\') {
            self.advance(3);
            self.skip_until(|lexer| lexer.peek(0) == Some('\''));
            self.advance(1);
        } else if self.peek(2) == Some('\'') {
            self.advance(3);
        } else {
            self.advance(2);
            self.skip_until(|lexer| !lexer.peek(0).is_some_and(is_word));
        }
    }

    fn word(&mut self) {
        let mut length = 1;
        while self.peek(length).is_some_and(is_word) {
            length += 1;
        }
        let word: String = self.chars[self.at..self.at + length].iter().collect();
        let hashes = (length..self.chars.len()).take_while(|&i| self.peek(i) == Some('#')).count();
        let quoted = self.peek(length + hashes) == Some('"');
        match word.as_str() {
            "r" | "br" | "cr" if quoted => self.raw_string(length + hashes + 1, hashes),
            "b" | "c" if quoted && hashes == 0 => self.advance(length), // then a string
            _ => self.push(Token::Word(word), length),
        }
    }

    fn raw_string(&mut self, opening: usize, hashes: usize) {
        self.advance(opening);
        self.skip_until(|lexer| {
            lexer.peek(0) == Some('"') && (1..=hashes).all(|i| lexer.peek(i) == Some('#'))
        });
        self.advance(hashes + 1);
    }
}

fn is_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}
