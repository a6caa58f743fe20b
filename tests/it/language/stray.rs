//! No sentence that people read stands in the sources of the rooms that talk to them: it would be in one
//! language only. The scan has bad snippets of its own that it must find.

use std::fs;
use std::path::{Path, PathBuf};

use super::{files, source};

/// Rooms that talk to people.
const ROOMS: [&str; 3] = ["cli", "report", "analyse"];

/// Sentences that may stand in the sources: the file, how they begin, and why.
const ALLOWED: &[(&str, &str, &str)] = &[
    ("cli/bench/results.rs", "plan of {}", "a record in a CSV file, the same in every language"),
    ("cli/man.rs", "", "what the maker of pages writes, to be put in the language"),
    ("report/cards/fonts.rs", "", "names of fonts, and characters that they are tried with"),
    ("report/chart/png.rs", "", "names of fonts"),
    (
        "report/instance_folder.rs",
        "",
        "comments of instance.toml, whose bytes are the same for all",
    ),
    ("report/chart/svg.rs", "text{font-family", "a style sheet"),
    ("report/files/journal.rs", "another process", "inner text, its kind is put in words"),
    ("report/files/journal.rs", "it names a file", "a journal that somebody has forged"),
    ("report/privacy.rs", "", "surnames of two characters"),
    ("report/target.rs", "", "inner text of an io::Error whose kind is put in words"),
];

/// What never reaches people but in a failure of the program itself.
const SILENT: [&str; 8] = [
    "expect",
    "panic!",
    "assert!",
    "assert_eq!",
    "debug_assert!",
    "debug_assert_eq!",
    "unreachable!",
    "include_str!",
];

/// A string of the source.
struct Literal {
    line: usize,
    text: String,
    /// The function or macro among whose arguments it stands, a macro with its `!`.
    within: String,
}

/// Reads Rust far enough to know the strings of a source. Attributes, comments and what follows
/// `mod tests {` are passed over, as are files of tests.
struct Reader<'c> {
    chars: &'c [char],
    at: usize,
    line: usize,
    /// The word before the current place, and those before each bracket that is open.
    word: String,
    open: Vec<String>,
    found: Vec<Literal>,
}

fn literals(text: &str) -> Vec<Literal> {
    let text = text.split("mod tests {").next().unwrap_or_default();
    let chars: Vec<char> = text.chars().collect();
    let mut reader = Reader {
        chars: &chars,
        at: 0,
        line: 1,
        word: String::new(),
        open: Vec::new(),
        found: Vec::new(),
    };
    while reader.at < chars.len() {
        reader.step();
    }
    reader.found
}

impl Reader<'_> {
    fn peek(&self, ahead: usize) -> Option<char> {
        self.chars.get(self.at + ahead).copied()
    }

    fn advance(&mut self) -> Option<char> {
        let c = self.peek(0)?;
        self.at += 1;
        self.line += usize::from(c == '\n');
        Some(c)
    }

    fn skip_to(&mut self, end: char) {
        while self.advance().is_some_and(|c| c != end) {}
    }

    fn step(&mut self) {
        match (self.peek(0), self.peek(1)) {
            (Some('/'), Some('/')) => self.skip_to('\n'),
            (Some('#'), Some('[')) => self.attribute(),
            (Some('"'), _) => self.string(),
            (Some('r'), Some('"' | '#')) if self.is_raw() => self.raw_string(),
            (Some('\''), _) => self.character(),
            (Some(c), _) if c.is_alphanumeric() || c == '_' => self.name(),
            (Some(c), _) => {
                self.sign(c);
                self.advance();
            }
            (None, _) => {}
        }
    }

    fn sign(&mut self, c: char) {
        match c {
            '(' | '[' | '{' => self.open.push(std::mem::take(&mut self.word)),
            ')' | ']' | '}' => drop(self.open.pop()),
            '!' => return self.word.push('!'),
            _ => {}
        }
        if !c.is_whitespace() {
            self.word.clear();
        }
    }

    fn name(&mut self) {
        self.word.clear();
        while let Some(c) = self.peek(0).filter(|&c| c.is_alphanumeric() || c == '_') {
            self.word.push(c);
            self.advance();
        }
    }

    /// `#[…]`, with strings that may hold brackets.
    fn attribute(&mut self) {
        let (found, outside) = (self.found.len(), self.open.len());
        self.advance();
        self.sign('[');
        self.advance();
        while self.open.len() > outside && self.at < self.chars.len() {
            self.step();
        }
        self.found.truncate(found);
    }

    /// Signs `#` after the `r` of a raw string.
    fn hashes(&self) -> usize {
        self.chars[self.at + 1..].iter().take_while(|&&c| c == '#').count()
    }

    fn is_raw(&self) -> bool {
        let hashes = self.hashes();
        self.peek(1 + hashes) == Some('"')
    }

    fn raw_string(&mut self) {
        let hashes = self.hashes();
        let (begin, line) = (self.at + hashes + 2, self.line);
        let is_end = |at: usize| {
            self.chars[at] == '"' && (1..=hashes).all(|i| self.chars.get(at + i) == Some(&'#'))
        };
        let end = (begin..self.chars.len()).find(|&at| is_end(at)).unwrap_or(self.chars.len());
        self.keep(self.chars[begin..end].iter().collect(), line);
        while self.at < (end + hashes + 1).min(self.chars.len()) {
            self.advance();
        }
    }

    /// A string; escapes are read as a space each.
    fn string(&mut self) {
        let (mut text, line) = (String::new(), self.line);
        self.advance();
        while let Some(c) = self.advance().filter(|&c| c != '"') {
            if c == '\\' {
                self.advance();
            }
            text.push(if c == '\\' { ' ' } else { c });
        }
        self.keep(text, line);
    }

    fn keep(&mut self, text: String, line: usize) {
        let within = self.open.last().cloned().unwrap_or_default();
        self.found.push(Literal { line, text, within });
    }

    /// A character, or a lifetime, whose name is read next.
    fn character(&mut self) {
        self.advance();
        if self.peek(0) == Some('\\') {
            self.advance();
            self.advance();
            self.skip_to('\'');
        } else if self.peek(1) == Some('\'') {
            self.advance();
            self.advance();
        }
    }
}

/// A text without what stands between two signs: values of a format, tags of HTML.
fn without(text: &str, (begin, end): (char, char)) -> String {
    let mut depth = 0_usize;
    let mut kept = String::new();
    for c in text.chars() {
        if c == begin {
            depth += 1;
            kept.push(' ');
        } else if c == end {
            depth = depth.saturating_sub(1);
        } else if depth == 0 {
            kept.push(c);
        }
    }
    kept
}

/// Whether a text reads as one: two words in a row, or two Chinese characters.
fn is_sentence(text: &str) -> bool {
    let text = without(&without(text, ('{', '}')), ('<', '>'));
    let is_chinese = |c: char| ('\u{4e00}'..='\u{9fff}').contains(&c);
    let chars: Vec<char> = text.chars().collect();
    if chars.windows(2).any(|pair| pair.iter().all(|&c| is_chinese(c))) {
        return true;
    }
    let is_word = |word: &&str| {
        let word = word.trim_matches(|c: char| ".,:;!?()'`".contains(c));
        word.len() > 1 && word.chars().all(|c| c.is_ascii_alphabetic())
    };
    let words: Vec<&str> = text.split_whitespace().collect();
    words.windows(2).any(|pair| pair.iter().all(is_word))
}

/// What a source says to people in one language: `file:line: text`.
fn strays(file: &str, text: &str) -> Vec<String> {
    let allowed = |literal: &Literal| {
        literal.text.trim_start().starts_with("jiedui ") // examples of command lines
            || SILENT.contains(&literal.within.as_str())
            || ALLOWED
                .iter()
                .any(|(of, begin, _)| *of == file && literal.text.starts_with(begin))
    };
    literals(text)
        .into_iter()
        .filter(|literal| is_sentence(&literal.text) && !allowed(literal))
        .map(|literal| format!("{file}:{}: {}", literal.line, literal.text))
        .collect()
}

#[test]
fn no_sentence_for_people_stands_outside_the_catalogue() {
    let mut faults = Vec::new();
    let mut seen = 0;
    for room in ROOMS {
        let of_program = |path: &PathBuf| !path.ends_with("tests.rs");
        for path in files(&source().join(room), "rs").into_iter().filter(of_program) {
            let text = fs::read_to_string(&path).unwrap();
            let file = path.strip_prefix(source()).unwrap().to_str().unwrap().replace('\\', "/");
            seen += literals(&text).len();
            faults.extend(strays(&file, &text));
        }
    }
    assert!(seen > 1000, "the scan sees {seen} strings");
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn every_exception_is_needed() {
    for (file, begin, why) in ALLOWED {
        let text = fs::read_to_string(source().join(Path::new(file))).unwrap();
        let needed = |literal: &Literal| {
            literal.text.starts_with(begin)
                && (is_sentence(&literal.text) || literal.text.contains(' '))
        };
        assert!(literals(&text).iter().any(needed), "{file} no longer has {begin:?} ({why})");
    }
}

#[test]
fn sentences_are_found_wherever_they_stand() {
    let bad = [
        "fn f() { println!(\"wrote {} files\", n); eprintln!(\"no plan\"); }",
        "fn f() { bail!(\"{name} is given twice\"); } // no plan",
        "fn f() { read().context(\"cannot read it\")? }",
        "const NOTE: &str = \"line: median of all\";",
        "fn f() { out += &format!(\"<p>{label} no plan</p>\"); }",
        "fn f() { say(r#\"a \"raw\" text here\"#) }",
        "fn f<'a>(c: char) -> &'a str { if c == '\"' { \"no plan\" } else { \"\" } }",
        "#[error(\"it is [odd\")] fn f() { \"no plan\" }",
        "fn f() { x.expect(\"it is there\"); message(\"no plan\") }",
        "fn f() { message(\"尚无方案\") }",
        "fn f() { message(\"one\\ntwo three\") }",
    ];
    for text in bad {
        assert!(!strays("cli/x.rs", text).is_empty(), "{text}");
    }
    assert_eq!(strays("cli/x.rs", "\n\nf(\"no plan\")"), ["cli/x.rs:3: no plan"]);
}

#[test]
fn what_is_no_sentence_is_let_pass() {
    let good = [
        "//! A doc of words.\nfn f() { say!(language, \"plan-no-bound\", a = b); }",
        "#[error(\"cannot do it\")] struct E;",
        "#[arg(long, value_name = \"a b\")] x: u8,",
        "fn f() { x.expect(\"memory does not fail\"); panic!(\"this is wrong\"); }",
        "fn f() { write!(svg, r#\"<path d=\"M{x} {y}\" class=\"axis of it\"/>\"#) }",
        "const EXAMPLES: &str = \"jiedui plan county\";",
        "fn f() { format!(\"{a} {b}: {c} %\") }",
        "mod tests { fn f() { assert(\"no plan\") } }",
        "const MARK: &str = \"、\";",
    ];
    for text in good {
        assert_eq!(strays("cli/x.rs", text), [""; 0], "{text}");
    }
    assert_eq!(strays("cli/bench/results.rs", "format!(\"plan of {}\", x)"), [""; 0]);
}
