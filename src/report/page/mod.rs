//! The web page: one file that needs nothing else, neither a server nor a network.
//!
//! The page is a template with a stylesheet, a program and the facts as JSON. Facts become elements
//! in the reader's browser, from text and never from markup; a content security policy with the
//! hashes of the one program and the one stylesheet forbids everything else, requests to other
//! addresses among it.

mod facts;
mod words;

use minijinja::{AutoEscape, Environment, context};
use serde::Serialize;
use sha2::{Digest as _, Sha256};

use super::reported::Reported;
use crate::language::say;

/// Name of the page's file.
pub const FILE: &str = "index.html";

const TEMPLATE: &str = include_str!("page.html");
const STYLE: &str = include_str!("page.css");
/// In the order in which they need each other.
const SCRIPTS: [&str; 7] = [
    include_str!("base.js"),
    include_str!("table.js"),
    include_str!("map.js"),
    include_str!("charts.js"),
    include_str!("views.js"),
    include_str!("prices.js"),
    include_str!("main.js"),
];

/// The page as HTML.
///
/// # Panics
/// Never: the template is a constant, and the facts serialise.
#[must_use]
pub fn html(request: &Reported) -> String {
    let script = format!("(() => {{\n\"use strict\";\n{}}})();\n", SCRIPTS.concat());
    let mut environment = Environment::new();
    environment.set_auto_escape_callback(|_| AutoEscape::Html);
    let name = request.instance.settings().name.clone();
    let values = context! {
        language => request.language.tag(),
        title => say!(request.language, "page-title", name = name),
        noscript => say!(request.language, "page-noscript"),
        style => STYLE,
        style_hash => hash(STYLE),
        script_hash => hash(&script),
        script => script,
        data => json(&facts::facts(request)),
        words => json(&words::words()),
    };
    environment.render_str(TEMPLATE, values).expect("the template is in order")
}

/// JSON that is harmless within a script element: what could end the element, or begin a comment in
/// it, is written as an escape, which JSON reads as the same character.
fn json(value: &impl Serialize) -> String {
    let plain = serde_json::to_string(value).expect("facts serialise");
    plain.replace('<', "\\u003c").replace('>', "\\u003e").replace('&', "\\u0026")
}

/// The source expression of a content security policy that lets exactly this text through
/// (<https://www.w3.org/TR/CSP3/#grammardef-hash-source>).
fn hash(text: &str) -> String {
    format!("sha256-{}", base64(&Sha256::digest(text.as_bytes())))
}

/// Base 64 with padding (RFC 4648, section 4).
fn base64(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut text = String::new();
    for group in bytes.chunks(3) {
        let bits = (0..3).fold(0, |bits, i| bits << 8 | u32::from(*group.get(i).unwrap_or(&0)));
        for i in 0..4 {
            let digit = DIGITS[(bits >> (18 - 6 * i) & 63) as usize];
            text.push(if i <= group.len() { char::from(digit) } else { '=' });
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn base64_is_that_of_the_rfc() {
        // RFC 4648, section 10.
        let of = ["", "f", "fo", "foo", "foob", "fooba", "foobar"].map(|s| base64(s.as_bytes()));
        assert_eq!(of, ["", "Zg==", "Zm8=", "Zm9v", "Zm9vYg==", "Zm9vYmE=", "Zm9vYmFy"]);
    }

    #[test]
    fn json_cannot_end_the_element_it_stands_in() {
        let text = json(&"</script><!-- &amp;");
        assert!(!text.contains(['<', '>', '&']), "{text}");
        assert_eq!(serde_json::from_str::<String>(&text).unwrap(), "</script><!-- &amp;");
    }

    #[test]
    fn program_and_style_cannot_end_the_element_they_stand_in() {
        for text in SCRIPTS {
            assert!(!text.contains("</script") && !text.contains("<!--"));
        }
        assert!(!STYLE.contains("</style"));
    }
}
