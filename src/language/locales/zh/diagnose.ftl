diagnose-feasible = { $name } { $year } 年存在可行方案：已找到一份符合全部规则的方案。
diagnose-infeasible = { $name } { $year } 年不存在可行方案。
diagnose-unknown = 在时限内未能判定 { $name } { $year } 年是否存在可行方案，请延长 --time-limit。
diagnose-no-limit-plan = 可行方案是存在的，只是求解在找到之前已到时限；请延长时限
diagnose-why = 原因
diagnose-conflicts = 相互冲突的条件
diagnose-conflict-minimal = { $number }. 以下各项不能同时满足；去掉其中任何一项，其余各项即可同时满足：
diagnose-conflict-open = { $number }. 以下各项不能同时满足（时限内未能逐项确认是否缺一不可）：
diagnose-conflict-alone = { $number }. 以下一项本身即无法满足：
diagnose-resolved = 由 { $changes } 化解
diagnose-change-number = 调整 { $number }
diagnose-mend = 使方案可行的最小调整
diagnose-mend-open = 可使方案可行的调整（或有更小的调整）
diagnose-verified = 按以上各项调整后存在可行方案：已找到一份并核对符合全部规则。
diagnose-unverified = 以上调整是否足够尚未核实；请调整后重新诊断。
diagnose-no-mend = 在时限内未找到足够的调整办法，请延长 --time-limit。
diagnose-list-more = { $list } 等（另有 { $more } 个）
diagnose-part = { $id }（{ $count }）

diagnose-shortage = { $village_count } 个村共有 { $households } 户，而可到这些村帮扶的干部最多只能结对 { $slots } 户，缺 { $short } 户的名额。涉及的村：{ $village_list }。{ $agencies }
diagnose-shortage-agencies = 可到这些村的单位：{ $list }。
diagnose-shortage-nobody = 没有单位可到这些村帮扶。
diagnose-no-lead = { $count ->
    [1] 没有单位能够牵头村 { $list }。{ $agencies }
   *[other] { $count } 个村各需一个牵头单位，而可牵头的单位不足：{ $list }。{ $agencies }
}
diagnose-no-lead-agencies = 能够牵头其中某村的单位及可牵头村数：{ $list }。
diagnose-no-lead-nobody = 没有既允许牵头、又派得出驻村工作组的单位。
diagnose-unable = 单位 { $agency } 派不出驻村工作组：在岗干部 { $available } 人，可任组长 { $leaders } 人，可任第一书记 { $secretaries } 人。{ $misses }
diagnose-unable-more = 另有 { $more } 个单位派不出驻村工作组
diagnose-misses = 最接近条件的人选：{ $list }。
diagnose-detached-none = 单位 { $agency } 须至少挂点一个村，但其最多挂点村数为 0
diagnose-detached = 单位 { $agency } 须至少挂点一个村，但指定项禁止其挂点任何村
diagnose-pins = { $count ->
    [1] 指定项的要求不符合规则：{ $list }
   *[other] 指定项相互矛盾：{ $list }
}

diagnose-lack-years = 农村工作 { $has } 年，须满 { $needs } 年
diagnose-lack-application = 既未个人报名也未获组织推荐
diagnose-lack-reserve = 科级以下且不是后备干部
diagnose-lack-head = 系单位主要领导
diagnose-lack-party = 不是党员
diagnose-lack-deputy = 不是副职
diagnose-lack-available = 不在岗
diagnose-miss = { $cadre }（{ $lacks }）

diagnose-cause-pin = 指定项：{ $pin }
diagnose-cause-max = 单位最多挂点村数：{ $list }
diagnose-cause-led = 每个单位最多牵头 { $most } 个村
diagnose-cause-size = 驻村工作组须有组长 1 人、队员 { $members } 人
diagnose-cause-secretaries = 单位 { $agency } 符合第一书记条件的干部有 { $fit } 人。{ $misses }
diagnose-cause-leaders = 单位 { $agency } 可任工作组组长的干部有 { $fit } 人。{ $misses }
diagnose-cause-all-secretaries = 符合第一书记条件的干部人数：{ $list }
diagnose-cause-all-leaders = 可任工作组组长的干部人数：{ $list }
diagnose-cause-quotas = { $list } 的干部最多可结对 { $households } 户
diagnose-cause-roster = 在岗干部人数：{ $list }
diagnose-cause-attached = 单位 { $agency } 须至少挂点一个村
diagnose-cause-led-village = 须有牵头单位及其驻村工作组的村：{ $list }
diagnose-cause-helped = { $households } 户均须有结对干部：{ $list }

diagnose-pin-lead-require = 单位 { $subject } 须牵头村 { $object }
diagnose-pin-lead-forbid = 单位 { $subject } 不得牵头村 { $object }
diagnose-pin-attach-require = 单位 { $subject } 须挂点村 { $object }
diagnose-pin-attach-forbid = 单位 { $subject } 不得挂点村 { $object }
diagnose-pin-post-require = 干部 { $subject } 须派驻村 { $object }
diagnose-pin-post-forbid = 干部 { $subject } 不得派驻村 { $object }
diagnose-pin-help-require = 干部 { $subject } 须结对户 { $object }
diagnose-pin-help-forbid = 干部 { $subject } 不得结对户 { $object }
diagnose-pin-secretary-require = 干部 { $subject } 须任村 { $object } 第一书记
diagnose-pin-secretary-forbid = 干部 { $subject } 不得任村 { $object } 第一书记
diagnose-pin-leader-require = 干部 { $subject } 须任村 { $object } 工作组组长
diagnose-pin-leader-forbid = 干部 { $subject } 不得任村 { $object } 工作组组长

diagnose-mend-pin = 从 pins.csv 中删去指定项“{ $pin }”
diagnose-mend-max = 允许单位 { $agency } 多挂点 { $more } 个村：最多挂点村数由 { $from } 改为 { $to }
diagnose-mend-led = 每个单位可牵头的村数由 { $from } 改为 { $to }（[limits] 的 led_per_agency）
diagnose-mend-members = 驻村工作组队员由 { $from } 人减为 { $to } 人（[team] 的 members）
diagnose-mend-overload = 在名额之外由 { $list } 的干部多结对 { $households } 户：[quota] 的 overload 由 { $from } 改为 { $to }
diagnose-mend-secretary = 村 { $village } 缺一名符合条件的第一书记：使 { $agency } 的 { $cadre } 符合条件（现状：{ $lacks }）。{ $others }
diagnose-mend-leader = 村 { $village } 缺一名工作组组长：使 { $agency } 的 { $cadre } 符合条件（现状：{ $lacks }）。{ $others }
diagnose-mend-others = 其他较接近的人选：{ $list }。
diagnose-mend-recall = 让 { $agency } 的 { $cadre } 回到岗位（在岗）
diagnose-mend-recruit = 为单位 { $agency } 增配 { $count } 名可任工作组各职的在岗干部
