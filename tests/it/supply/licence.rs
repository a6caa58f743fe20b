//! Expressions of licences, as manifests state them: `(MIT OR Apache-2.0) AND Unicode-3.0`.

use std::collections::BTreeSet;

/// An expression with the old `MIT/Apache-2.0` written as it is today.
pub(super) fn normal(expression: &str) -> String {
    expression.replace(" / ", "/").replace('/', " OR ")
}

/// Whether the licences allowed are enough for an expression. `A WITH B` is a licence of its own.
pub(super) fn satisfied(expression: &str, allowed: &BTreeSet<String>) -> bool {
    let spaced = normal(expression).replace('(', " ( ").replace(')', " ) ").replace(" WITH ", "~");
    let mut words: Vec<&str> = spaced.split_whitespace().rev().collect();
    let holds = any(&mut words, allowed);
    assert!(words.is_empty(), "not understood: {expression}");
    holds
}

/// `x OR y OR …`; `words` are those to come, the next one last.
fn any(words: &mut Vec<&str>, allowed: &BTreeSet<String>) -> bool {
    let mut holds = all(words, allowed);
    while words.pop_if(|word| *word == "OR").is_some() {
        holds |= all(words, allowed);
    }
    holds
}

/// `x AND y AND …`, which binds more tightly.
fn all(words: &mut Vec<&str>, allowed: &BTreeSet<String>) -> bool {
    let mut holds = one(words, allowed);
    while words.pop_if(|word| *word == "AND").is_some() {
        holds &= one(words, allowed);
    }
    holds
}

fn one(words: &mut Vec<&str>, allowed: &BTreeSet<String>) -> bool {
    match words.pop().expect("a licence") {
        "(" => {
            let holds = any(words, allowed);
            assert_eq!(words.pop(), Some(")"));
            holds
        }
        name => allowed.contains(&name.replace('~', " WITH ")),
    }
}

#[test]
fn expressions_of_licences_are_judged() {
    let allowed = BTreeSet::from(["MIT", "Zlib"].map(str::to_owned));
    for enough in ["MIT", "MIT/Apache-2.0", "GPL-2.0 OR MIT", "(GPL-2.0 OR MIT) AND Zlib"] {
        assert!(satisfied(enough, &allowed), "{enough}");
    }
    let short =
        ["GPL-2.0", "MIT AND GPL-2.0", "(MIT OR Zlib) AND ISC", "MIT WITH LLVM-exception", "mit"];
    for short in short {
        assert!(!satisfied(short, &allowed), "{short}");
    }
    assert!(satisfied("GPL-2.0 AND ISC OR MIT", &allowed), "AND binds more tightly");
    assert!(!satisfied("ISC AND (MIT OR GPL-2.0)", &allowed));
}
