//! The picture of a bench.

use std::fs;

use jiedui::report::chart::{Figure, Moment, Panel, Series, to_png, to_svg};
use resvg::usvg::roxmltree::Document;

use crate::command_line::{Desk, tiny};

/// Width and height that a PNG says it has.
fn png_size(png: &[u8]) -> (u32, u32) {
    assert_eq!(&png[..8], b"\x89PNG\r\n\x1a\n");
    assert_eq!(&png[12..16], b"IHDR");
    let number = |at: usize| u32::from_be_bytes(png[at..at + 4].try_into().unwrap());
    (number(16), number(20))
}

fn svg_size(svg: &str) -> (f64, f64) {
    let document = Document::parse(svg).expect("the picture is XML");
    let root = document.root_element();
    assert_eq!(root.tag_name().name(), "svg");
    let size = |name: &str| root.attribute(name).and_then(|size| size.parse().ok()).unwrap();
    (size("width"), size("height"))
}

/// All words of a picture.
fn words(svg: &str) -> Vec<String> {
    let document = Document::parse(svg).expect("the picture is XML");
    let texts = document.descendants().filter(|node| node.tag_name().name() == "text");
    texts.filter_map(|node| node.text().map(str::to_owned)).collect()
}

#[test]
fn the_picture_of_a_bench_shows_each_method_and_instance() {
    let desk = Desk::with(&tiny());
    let line =
        "bench in --methods search,exact --seeds 1,2 --iterations 300 --limits 60 --quiet --out b";
    desk.run(line).with_code(0);
    let svg = desk.read("b/curves.svg");
    let words = words(&svg);
    for name in ["search", "exact"] {
        assert!(words.iter().any(|word| word == name), "{name}: {words:?}");
    }
    assert!(words.iter().any(|word| word.starts_with("in · 5 households")), "{words:?}");
    let (width, height) = svg_size(&svg);
    let png = fs::read(desk.path("b/curves.png")).unwrap();
    assert_eq!(png_size(&png), ((2.0 * width) as u32, (2.0 * height) as u32));
}

fn figure(name: &str) -> Figure {
    let moment =
        |seconds, gap: f64| Moment { seconds, min: gap / 2.0, median: gap, max: gap * 2.0 };
    let series = Series {
        name: name.to_owned(),
        family: name.to_owned(),
        curve: vec![moment(0.1, f64::INFINITY), moment(0.5, 0.3), moment(2.0, 0.0)],
        end: 10.0,
        marks: vec![(10.0, 0.0), (1.0, f64::INFINITY)],
        level: Some(0.05),
    };
    let panel = |title: &str| Panel { title: title.to_owned(), series: vec![series.clone()] };
    let panels = vec![panel("one"), panel("two"), panel("three")];
    Figure { title: "<&>".to_owned(), panels, ..Figure::default() }
}

#[test]
fn names_are_kept_as_they_are_and_numbers_stay_finite() {
    let svg = to_svg(&figure("a<b> & \"c\""));
    let words = words(&svg);
    assert!(words.iter().any(|word| word == "a<b> & \"c\""), "{words:?}");
    for title in ["<&>", "one", "two", "three"] {
        assert!(words.iter().any(|word| word == title), "{title}: {words:?}");
    }
    assert!(!svg.contains("NaN") && !svg.contains("inf"), "{svg}");
}

#[test]
fn words_are_drawn_without_any_font_of_the_system() {
    let (with, without) = (to_svg(&figure("search")), to_svg(&figure("")));
    let (with, without) = (to_png(&with).unwrap(), to_png(&without).unwrap());
    assert_ne!(with, without);
    assert!(to_png("no picture").is_err());
}

#[test]
fn a_picture_of_nothing_says_so() {
    let panel = Panel { title: "empty".to_owned(), series: Vec::new() };
    let svg = to_svg(&Figure { panels: vec![panel], ..Figure::default() });
    assert!(words(&svg).iter().any(|word| word == "no plan"));
    assert!(!to_png(&svg).unwrap().is_empty());
}
