diagnose-feasible = A plan exists for { $name } { $year }: one was found that keeps every rule.
diagnose-infeasible = No plan exists for { $name } { $year }.
diagnose-unknown = Whether a plan exists for { $name } { $year } is not known: the limit came first. Give a longer --time-limit.
diagnose-no-limit-plan = a plan exists, but the limit of the solve came before it was found; give a longer limit
diagnose-why = Why
diagnose-conflicts = Facts in conflict
diagnose-conflict-minimal = { $number }. No plan keeps all of these; without any one of them, the others could be kept:
diagnose-conflict-open = { $number }. No plan keeps all of these (whether each of them is needed for that was not settled within the limit):
diagnose-conflict-alone = { $number }. No plan keeps this:
diagnose-resolved = resolved by { $changes }
diagnose-change-number = change { $number }
diagnose-mend = The least change after which a plan exists
diagnose-mend-open = Changes after which a plan exists (lesser ones may do)
diagnose-verified = With all of this a plan exists: one was found and keeps every rule.
diagnose-unverified = Whether this suffices was not verified; make the changes and diagnose again.
diagnose-no-mend = The limit came before changes that suffice were found. Give a longer --time-limit.
diagnose-list-more = { $list } and { $more } more
diagnose-part = { $id } ({ $count })

diagnose-shortage = { $village_count ->
    [1] one village has { $households } households, but whoever may help there can help { $slots } at most: { $short } too few. Village: { $village_list }. { $agencies }
   *[other] { $village_count } villages together have { $households } households, but whoever may help there can help { $slots } at most: { $short } too few. Villages: { $village_list }. { $agencies }
}
diagnose-shortage-agencies = Agencies that may help there: { $list }.
diagnose-shortage-nobody = No agency may help there.
diagnose-no-lead = { $count ->
    [1] no agency can lead village { $list }. { $agencies }
   *[other] { $count } villages need a lead agency each, and fewer can be led by the agencies that may lead them: { $list }. { $agencies }
}
diagnose-no-lead-agencies = Agencies that can lead one of them, and how many: { $list }.
diagnose-no-lead-nobody = No agency is left that may lead there and can staff a team.
diagnose-unable = agency { $agency } cannot staff a team: { $available } available cadres, { $leaders } fit to lead a team, { $secretaries } fit to be first secretary. { $misses }
diagnose-unable-more = { $more } more agencies cannot staff a team
diagnose-misses = Nearest misses: { $list }.
diagnose-detached-none = agency { $agency } must be attached to a village, but its maximum is 0
diagnose-detached = agency { $agency } must be attached to a village, but pins forbid it everywhere
diagnose-pins = { $count ->
    [1] a pin asks for what the rules deny: { $list }
   *[other] pins contradict each other: { $list }
}

diagnose-lack-years = { $has } rural years, { $needs } needed
diagnose-lack-application = neither volunteered nor recommended
diagnose-lack-reserve = staff rank and not on the reserve list
diagnose-lack-head = head of its agency
diagnose-lack-party = not a party member
diagnose-lack-deputy = not a deputy
diagnose-lack-available = not available
diagnose-miss = { $cadre } ({ $lacks })

diagnose-cause-pin = pin: { $pin }
diagnose-cause-max = villages that an agency may be attached to at most: { $list }
diagnose-cause-led = { $most ->
    [1] an agency may lead one village at most
   *[other] an agency may lead { $most } villages at most
}
diagnose-cause-size = a team has one leader and { $members } members
diagnose-cause-secretaries = agency { $agency } has { $fit } cadres fit to be first secretary. { $misses }
diagnose-cause-leaders = agency { $agency } has { $fit } cadres fit to lead a team. { $misses }
diagnose-cause-all-secretaries = cadres fit to be first secretary: { $list }
diagnose-cause-all-leaders = cadres fit to lead a team: { $list }
diagnose-cause-quotas = the cadres of { $list } may help { $households } households
diagnose-cause-roster = available cadres: { $list }
diagnose-cause-attached = agency { $agency } must be attached to a village
diagnose-cause-led-village = a lead agency, and its team, is needed in { $list }
diagnose-cause-helped = { $households } households need a helper each: { $list }

diagnose-pin-lead-require = agency { $subject } is to lead village { $object }
diagnose-pin-lead-forbid = agency { $subject } must not lead village { $object }
diagnose-pin-attach-require = agency { $subject } is to be attached to village { $object }
diagnose-pin-attach-forbid = agency { $subject } must not be attached to village { $object }
diagnose-pin-post-require = cadre { $subject } is to be posted to village { $object }
diagnose-pin-post-forbid = cadre { $subject } must not be posted to village { $object }
diagnose-pin-help-require = cadre { $subject } is to help household { $object }
diagnose-pin-help-forbid = cadre { $subject } must not help household { $object }
diagnose-pin-secretary-require = cadre { $subject } is to be first secretary of village { $object }
diagnose-pin-secretary-forbid = cadre { $subject } must not be first secretary of village { $object }
diagnose-pin-leader-require = cadre { $subject } is to lead the team of village { $object }
diagnose-pin-leader-forbid = cadre { $subject } must not lead the team of village { $object }

diagnose-mend-pin = drop the pin "{ $pin }" from pins.csv
diagnose-mend-max = let agency { $agency } attach to { $more ->
    [1] one more village: { $to } instead of { $from }
   *[other] { $more } more villages: { $to } instead of { $from }
} (max_villages)
diagnose-mend-led = let an agency lead { $to } villages instead of { $from } (led_per_agency under [limits])
diagnose-mend-members = have { $to } members in a team instead of { $from } (members under [team])
diagnose-mend-overload = { $households ->
    [1] give one more household
   *[other] give { $households } more households
} to cadres above their quota, those of { $list }: raise overload under [quota] from { $from } to { $to }
diagnose-mend-secretary = village { $village } needs one eligible secretary: make { $cadre } of { $agency } eligible ({ $lacks }). { $others }
diagnose-mend-leader = village { $village } needs one team leader: make { $cadre } of { $agency } fit for it ({ $lacks }). { $others }
diagnose-mend-others = Other near misses: { $list }.
diagnose-mend-recall = call { $cadre } of { $agency } back to duty (available)
diagnose-mend-recruit = { $count ->
    [1] give agency { $agency } one more available cadre, fit for any place on a team
   *[other] give agency { $agency } { $count } more available cadres, fit for any place on a team
}
