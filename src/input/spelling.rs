//! What a misspelt name may have meant.

/// The name nearest to a misspelt one, if it is near at all: at most a third of the letters.
pub(super) fn nearest<'a, S: AsRef<str> + ?Sized>(
    misspelt: &str,
    names: impl Iterator<Item = &'a S>,
) -> Option<&'a S> {
    let misspelt = misspelt.to_ascii_lowercase();
    let near = names.filter_map(|name| {
        let spelled = name.as_ref().to_ascii_lowercase();
        let most = (spelled.chars().count() / 3).max(1);
        Some((distance(&misspelt, &spelled, most)?, name))
    });
    near.min_by_key(|&(distance, _)| distance).map(|(_, name)| name)
}

/// The Damerau–Levenshtein distance (F. J. Damerau, "A technique for computer detection and
/// correction of spelling errors", CACM 7(3), 1964), if it is at most `most`. It takes time and room
/// by the product of the lengths; texts whose lengths alone are too far apart are not compared.
pub(super) fn distance(a: &str, b: &str, most: usize) -> Option<usize> {
    let apart = a.chars().count().abs_diff(b.chars().count());
    (apart <= most).then(|| strsim::damerau_levenshtein(a, b)).filter(|&distance| distance <= most)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_near_within_a_third_of_its_letters() {
        let names = ["travel", "team"];
        let near = |misspelt: &str| nearest(misspelt, names.into_iter());
        assert_eq!(near("TRAVLE"), Some("travel"));
        assert_eq!(near("teem"), Some("team"));
        assert_eq!(near("tram"), Some("team"));
        assert_eq!(near("tower"), None);
        assert_eq!(near(&"travel".repeat(100_000)), None);
    }
}
