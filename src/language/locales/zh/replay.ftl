# What `plan --replay` says.
replay-beginning = 正在重做方案；按 Ctrl-C 退出
replay-same = 方案逐字节相同：已写出 { $folder }
replay-interrupted = 已中断；未写出任何文件
replay-differs = 有 { $count } 处不同；未写出任何文件
replay-version = 该方案由版本 { $version } 制作，当前版本为 { $own }
replay-format = 求解过程的记录格式为 { $format }，当前版本的格式为 { $own }
replay-changed = { $file } 此后已改动
replay-missing = 缺少 { $file }
replay-new = { $file } 当时没有
replay-instance = 实例不是当时规划的那个
replay-no-plan = 没有找到方案
replay-other-file = 重做的 { $file } 与原来不同
replay-figure = { $key } 原为 { $then }，现为 { $now }
replay-strayed = 求解过程与记录不符
replay-no-summary = { $path }：第 { $row } 行第 { $column } 列：这不是方案的摘要
replay-no-run = { $path } 没有说明方案是怎样制作的（run）
replay-no-order = { $path } 的要求无法执行：见 run.asked 和 time_limit
