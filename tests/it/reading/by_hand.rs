//! The instance written by hand.

use jiedui::input::read_instance;

use super::instances;

#[test]
fn the_hand_written_instance_loads_and_can_be_planned() {
    let loaded = read_instance(&instances().join("shuangxi"), None).unwrap();
    let instance = &loaded.instance;
    assert_eq!(loaded.notes.len(), 1, "{:?}", loaded.notes);
    assert!(loaded.notes[0].to_string().contains("cadres: 1 (G17); households: 1 (H19)"));
    // The plan told in its README: agency i leads village i, with this leader, secretary and member.
    let teams = [["G02", "G03", "G04"], ["G08", "G09", "G10"], ["G13", "G14", "G15"]];
    for ((agency, village), team) in instance.agency_ids().zip(instance.village_ids()).zip(teams) {
        let [leader, secretary, member] = team.map(|id| instance.find_cadre(id).unwrap());
        assert!(instance.leader_eligible(leader));
        assert!(instance.secretary_eligible(secretary));
        for cadre in [leader, secretary, member] {
            assert!(instance.cadre(cadre).available);
            assert_eq!(instance.cadre(cadre).agency, agency);
        }
        let capacity: u32 = instance.cadres_of(agency).iter().map(|&c| instance.capacity(c)).sum();
        assert!(capacity as usize >= instance.households_of(village).len());
    }
    let phones = instance.cadres().iter().map(|c| c.phone.as_str()).filter(|p| !p.is_empty());
    assert!(phones.into_iter().all(|phone| phone.starts_with("000000") && phone.len() == 11));
}
