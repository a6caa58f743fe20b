//! Colours of what is told on a terminal: few, and never the only sign. A text is always painted;
//! whoever writes it takes the colours off where they are not wanted (`NO_COLOR`, a pipe).

use anstyle::{AnsiColor, Style};

use crate::model::Millipoints;

/// What a colour says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Tone {
    /// The line to read first, or a title.
    Head,
    /// As one wants it: proven, all rules kept, cheaper.
    Good,
    /// Not known for sure.
    Doubtful,
    /// Not as it should be: infeasible, a broken rule, dearer.
    Bad,
}

impl Tone {
    /// That of a change of cost; nothing is to be said of none.
    pub(super) const fn of_change(change: Millipoints) -> Option<Self> {
        match change.0 {
            ..0 => Some(Self::Good),
            0 => None,
            1.. => Some(Self::Bad),
        }
    }

    /// The text in its colour. Pad it before: the marks of a colour take no columns.
    pub(super) fn paint(self, text: &str) -> String {
        let coloured = |colour: AnsiColor| Style::new().fg_color(Some(colour.into()));
        let style = match self {
            Self::Head => Style::new().bold(),
            Self::Good => coloured(AnsiColor::Green),
            Self::Doubtful => coloured(AnsiColor::Yellow),
            Self::Bad => coloured(AnsiColor::Red).bold(),
        };
        format!("{style}{text}{style:#}")
    }
}

/// A padded change of cost in its colour.
pub(super) fn change(change: Millipoints, padded: &str) -> String {
    Tone::of_change(change).map_or_else(|| padded.to_owned(), |tone| tone.paint(padded))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paint_goes_around_a_text_and_comes_off_whole() {
        for tone in [Tone::Head, Tone::Good, Tone::Doubtful, Tone::Bad] {
            let painted = tone.paint("  a");
            assert!(painted.starts_with('\u{1b}') && painted.contains("  a"), "{painted:?}");
            assert_eq!(anstream::adapter::strip_str(&painted).to_string(), "  a");
        }
    }

    #[test]
    fn cheaper_is_good_and_dearer_bad() {
        let tones = [-1, 0, 1].map(|change| Tone::of_change(Millipoints(change)));
        assert_eq!(tones, [Some(Tone::Good), None, Some(Tone::Bad)]);
        assert_eq!(change(Millipoints::ZERO, " –"), " –");
    }
}
