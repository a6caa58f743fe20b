# check 命令所用文字；统计与代价部分见 plan.ftl
check-label-rules = 规则
check-rules-hold = 全部规则均符合
check-rules-broken-once = 违反 1 处
check-rules-broken = 违反 { $times } 处
check-broken-costs = （方案不符合规则，代价只计到可计部分）
check-note = 注意：{ $note }
check-unreadable = { $file } 无法读取：{ $error }
check-other-instance = { $file } 是为另一实例所写，或写成之后实例已有改动
check-other-cost = { $file } 所载总代价为 { $claimed }，而方案实际代价为 { $found }
