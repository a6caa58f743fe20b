//! The settings as rows of a key and a value, in the order of the specification.

use toml::{Table, Value};

use super::sheet::{Cell, List, row};
use super::view::{View, headers, word};
use crate::language::{Language, say};
use crate::model::Settings;

/// Every setting's dotted key. What each means is in the catalogue.
pub(super) const KEYS: [&str; 36] = [
    "name",
    "year",
    "quota.deputy_county",
    "quota.section",
    "quota.deputy_section",
    "quota.staff",
    "quota.overload",
    "limits.led_per_agency",
    "limits.villages_per_agency",
    "team.enabled",
    "team.members",
    "team.min_rural_years",
    "travel.detour",
    "tolerance.travel_percent",
    "tolerance.share_percent",
    "weights.type",
    "weights.link",
    "weights.travel",
    "weights.need",
    "weights.balance",
    "weights.share",
    "weights.overload",
    "weights.change",
    "weights.lead_change",
    "weights.secretary",
    "weights.hamlet",
    "type_mismatch.party_mass",
    "type_mismatch.political_legal",
    "type_mismatch.economic",
    "type_mismatch.agricultural",
    "type_mismatch.general",
    "need_mismatch.party_mass",
    "need_mismatch.political_legal",
    "need_mismatch.economic",
    "need_mismatch.agricultural",
    "need_mismatch.general",
];

/// The value of each of [`KEYS`].
///
/// # Panics
/// Never: settings are a table with these keys.
pub(super) fn values(settings: &Settings) -> Vec<Value> {
    let table = Table::try_from(settings).expect("settings are a TOML table");
    let value = |key: &&str| match key.split_once('.') {
        None => table[*key].clone(),
        Some((section, name)) => table[section][name].clone(),
    };
    KEYS.iter().map(value).collect()
}

/// What a setting means.
pub(super) fn meaning(key: &str, language: Language) -> String {
    let id = key.replace(['.', '_'], "-");
    language.message(&format!("workbook-setting-{id}"), &[])
}

/// A value as a cell that the reader of settings takes.
pub(super) fn cell(value: &Value, language: Language) -> Cell {
    match value {
        Value::Boolean(true) => word("yes", "是", language).into(),
        Value::Boolean(false) => word("no", "否", language).into(),
        Value::Integer(number) => Cell::Number(*number as f64),
        Value::Float(number) => Cell::Number(*number),
        Value::Array(values) => {
            let texts: Vec<String> = values.iter().map(Value::to_string).collect();
            texts.join(", ").into()
        }
        // Quoted where the reader would take it for something else.
        Value::String(text) if text.is_empty() || text.trim() != text || text.contains('"') => {
            value.to_string().into()
        }
        Value::String(text) => text.clone().into(),
        other => other.to_string().into(),
    }
}

/// All settings beside their defaults.
pub(super) fn used(view: &View<'_>) -> List {
    let language = view.language;
    let (values, defaults) = (values(view.instance.settings()), values(&Settings::default()));
    let rows = KEYS.iter().zip(values.iter().zip(&defaults)).map(|(key, (value, default))| {
        let changed = if value == default {
            String::new()
        } else {
            say!(language, "workbook-setting-changed")
        };
        row![*key, cell(value, language), cell(default, language), changed, meaning(key, language)]
    });
    List {
        name: say!(language, "workbook-sheet-settings"),
        rows: rows.collect(),
        headers: headers(language, &["setting", "value", "default", "changed", "meaning"]),
        personal: false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_setting_has_its_row_and_its_meaning() {
        let table = Table::try_from(Settings::default()).unwrap();
        let mut keys = Vec::new();
        for (name, value) in &table {
            match value.as_table() {
                None => keys.push(name.clone()),
                Some(section) => keys.extend(section.keys().map(|key| format!("{name}.{key}"))),
            }
        }
        let mut known: Vec<String> = KEYS.map(str::to_owned).to_vec();
        known.sort_unstable();
        keys.sort_unstable();
        assert_eq!(known, keys);
        for language in Language::ALL {
            for key in KEYS {
                let said = meaning(key, language);
                assert!(!said.starts_with("workbook-"), "{said}");
            }
        }
    }
}
