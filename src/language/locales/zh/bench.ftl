# bench 命令所用文字（CSV 文件除外）
bench-beginning = 共 { $runs } 次运行，时限合计 { $seconds } 秒；按 Ctrl-C 提前结束并保留已完成的部分
bench-run = { $instance } { $method }，{ $limit }，{ $threads }，种子 { $seed }
bench-run-plan = 代价 { $cost }，用时 { $seconds } 秒
bench-run-no-plan = 未得到方案，用时 { $seconds } 秒
bench-broke-down = 运行中断：{ $how }
bench-unreadable-answer = 无法读取其结果：{ $error }
bench-limit-seconds = { $seconds } 秒
bench-limit-iterations = { $count } 次迭代
bench-threads = { $count } 线程
bench-mistake =
    运行 { $run } 出现内部错误：{ $mistake }
    请反馈，并附版本（{ $version }）和实例摘要值（{ $digest }）
bench-changed = { $path } 在 bench 运行期间被改动
bench-nothing-to-limit = --limits 无处可用：给出 --iterations 时，search 和 auto 运行到该次数为止
bench-iterations-alone = --iterations 只限制 search 和 auto；{ $method } 还须给出 --limits
bench-no-limit = 每次运行须有上限：--time-limit 或 --iterations
bench-no-best-known = { $file }：没有这个文件；可用 --update-best 新建
bench-same-instance = { $one } 与 { $other } 是同一实例，只需给出一次
bench-given-twice = { $name } 重复给出
bench-name-taken = 名称 { $name } 已另有所指，请换一个
bench-no-such-instance = { $instance } 不在所给实例之中：{ $names }
bench-whose = 请说明 { $name } 属于哪个实例：INSTANCE:{ $name }=…，可用的有 { $names }
bench-broken-plan = { $path } 不是本实例的方案：违反规则 { $count } 处，首先是 { $rule }：{ $what }
bench-log-without-plan = { $name } 的日志中没有方案
bench-no-program = 找不到本程序自身的文件
bench-no-process = 无法运行 { $program }
bench-no-wait = 无法等待运行结束
bench-lost = 有一次运行丢失
# 表格
bench-title-runs = 运行结果
bench-about-runs = 差距相对已知最优方案计算：各种子的最小 / 中位 / 最大。时间为中位数，单位秒；代价单位为分。
bench-title-times = 达到某一差距所需时间
bench-about-times = 各种子的中位数达到该差距所需的秒数：由曲线读出（取各上限中最早者）；括号内为结束时达到该差距的最小上限。
bench-title-growth = 随规模的增长
bench-about-growth = 达到某一差距所需时间对户数的指数：取对数后作最小二乘，只计能达到的实例。
bench-title-threads = 多线程
bench-about-threads = 多线程的中位数（取各上限中最早者）达到最少线程在某一上限时的水平所需秒数。
bench-instance = 实例
bench-method = 求解方式
bench-column-threads = 线程
bench-limit = 上限
bench-plans = 得到方案
bench-proven = 已证明
bench-best-objective = 最优代价
bench-median-objective = 中位代价
bench-gap-to-best = 与已知最优的差距
bench-best-bound = 最优下界
bench-first-plan = 首个方案
bench-best-plan = 最优方案
bench-in-all = 全程
bench-peak-memory = 内存峰值
bench-households = 户数
bench-gap = 差距
bench-exponent-curves = 指数（按曲线）
bench-exponent-limits = 指数（按上限）
bench-exponent = { $exponent }（{ $count } 个实例）
bench-reached-after = 达到所需
bench-more-threads = 更多线程
# 图
bench-picture = 与已知最优方案的差距随时间的变化
bench-panel = { $instance } · { $households } 户
bench-panel-best = { $instance } · { $households } 户 · 最优 { $cost }
bench-series = { $method }，{ $threads }
bench-picture-note = 线：各种子的中位数 · 带：最小至最大 · 点：各上限的终点
bench-picture-seconds = 秒
bench-picture-no-plan = 无方案
