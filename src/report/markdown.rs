//! Tables in Markdown.

use std::fmt::Write as _;

/// A table: the first `left` columns are words, the others figures, which stand at the right.
///
/// # Panics
/// If memory fails.
#[must_use]
pub fn table(header: &[String], left: usize, rows: &[Vec<String>]) -> String {
    let mut text = String::new();
    let mut line = |cells: &[String]| {
        let cells: Vec<String> = cells.iter().map(|cell| cell.replace('|', "\\|")).collect();
        writeln!(text, "| {} |", cells.join(" | ")).expect("memory does not fail");
    };
    line(header);
    let rule = |column| if column < left { "---" } else { "---:" }.to_owned();
    line(&(0..header.len()).map(rule).collect::<Vec<_>>());
    rows.iter().for_each(|row| line(row));
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_stand_left_and_figures_right() {
        let words = |cells: [&str; 2]| cells.map(str::to_owned).to_vec();
        let text = table(&words(["what", "n"]), 1, &[words(["a|b", "7"])]);
        assert_eq!(text, "| what | n |\n| --- | ---: |\n| a\\|b | 7 |\n");
    }
}
