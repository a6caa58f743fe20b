# report 命令所用文字；网页部分见 page.ftl
report-written = 已写入 { $folder }，仅本人可读
report-broken = 方案有 { $count } 处不符合规则，已在报告开头列明
