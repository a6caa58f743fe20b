# 命令行帮助。help-命令 说明命令，help-命令-more 置于选项之后，help-命令-选项 说明选项，
# help-命令-选项-取值 说明取值；各命令共用的为 help-any-选项。
help-jiedui = 结对帮扶优化：为单位与村、干部与户配对，力求总代价最低，并说明离最优至多还差多少
help-jiedui-more =
    INSTANCE（实例）为含 instance.toml 的 CSV 文件夹，或一个 .xlsx 工作簿。

    退出码：
      0    完成
      1    答案为否：方案不存在，或违反规则
      2    用法或输入有误，逐处列明文件、行、列
      3    上限已到，尚未得到可行方案
      70   程序自身出错，请反馈
      130  按 Ctrl-C 结束，未保留结果

# 各命令共用
help-any-help = 显示帮助
help-any-help-long = 显示帮助；-h 只显示摘要
help-any-version = 显示版本
help-any-lang = 输出文字所用语言 [默认：随系统语言环境，否则为英文]
help-any-lang-en = 英文（English）
help-any-lang-zh = 中文
help-any-instance = 实例：文件夹或 .xlsx 工作簿
help-any-plan = 方案所在文件夹
help-any-previous = 上年方案，代替实例自带的；相对它的变动计入代价
help-any-method = 求解方式
help-any-iterations = 每次求解的迭代次数上限（尝试的调整数）
help-any-seed = 随机种子
help-any-threads = 使用的线程数 [默认：全部]
help-any-quiet = 只输出结果和错误
help-help = 显示本帮助，或某一命令的帮助

help-plan = 求解实例并写出方案：牵头单位、挂点单位、结对帮扶人、驻村工作组
help-plan-out = 写入的文件夹；其中已有的方案会被替换
help-plan-method-auto = 按规模和上限自动选择
help-plan-method-exact = 短暂搜索后解整数规划，直至证明最优；适合小实例
help-plan-method-search = 并行启发式搜索：很快得到好方案，但没有下界
help-plan-time-limit = 求解时限（秒）
help-plan-iterations = 搜索的迭代次数上限（尝试的调整数）
help-plan-gap = 可接受的相对差距：0.01 表示与最优相差不超过百分之一即停止
help-plan-warm-start = 作为起点的方案，可缺表缺行；不计代价，也无约束力 [默认：上年方案（如有）]
help-plan-cold = 从零开始，有上年方案也不用作起点
help-plan-max-changes = 与上年方案相比，最多更换帮扶人的户数
help-plan-json = 以 JSON 格式将摘要写到标准输出；代价单位为毫分，1000 毫分为 1 分
help-plan-replay = 按 summary.json 逐字节重做方案，或指出何处不同；如给出实例，则为该实例现在的位置
help-plan-quiet = 只输出错误
help-plan-more =
    按 Ctrl-C 提前结束并保留当前最优方案；再按一次则放弃并退出。
    求解器给出的方案一律先经 check 审核，再写入文件。

    上年方案（实例自带的，或用 --previous 指定的）计入代价：每更换一户帮扶人、
    一个牵头单位，都有相应代价。除非给出 --cold，它也是搜索的起点。
    --warm-start 另行指定起点，完整与否均可：其中的结对、牵头单位和工作组
    在规则允许的范围内沿用，有更优选择时则放弃；它不计入代价。
    指定项（pins.csv）与以上都不同：必须满足。
    --max-changes 是代价之外的硬性上限：上年帮扶人仍在岗、但不再帮扶的户数。
    在此上限内未找到方案时退出码为 3，证明不存在时为 1。

    上限：--time-limit 和 --iterations 均未给出时为 20 秒。只给出 --iterations 时，
    相同种子在任何机器上都得到相同方案，与 --threads 无关。

help-check = 审核方案：独立于求解器，列出每一处违规和每一项代价
help-check-json = 以 JSON 格式输出审核结果；代价单位为毫分，1000 毫分为 1 分
help-check-more =
    全部规则均符合时退出码为 0，违反规则时为 1。summary.json 所载代价或实例
    与各表不符时会说明，但不改变退出码。

help-diff = 比较两个方案：有哪些变动、各因何而起、代价各是多少
help-diff-earlier = 原方案所在文件夹
help-diff-after = 新方案所在文件夹
help-diff-instance = 新方案所依据的实例：文件夹或 .xlsx 工作簿
help-diff-before = 原方案所依据的实例
help-diff-json = 以 JSON 格式输出变动；代价单位为毫分，1000 毫分为 1 分
help-diff-more =
    不给实例时只列变动；给出新方案（AFTER）所依据的实例时，说明每处变动的原因，
    并逐项列出两个方案的代价。--before 指定原方案（BEFORE）所依据的实例，
    由此可知调动与迁移，原方案也按其自身的规则计价。

    无论有无变动，退出码均为 0；第一行说明有无变动。

help-whatif = 名册变动后从基准方案出发重新编制，尽量少变动，各情景并列比较
help-whatif-baseline = 现行方案：以它为起点，变动也相对它计算
help-whatif-scenario = 变动文件，可给出多个
help-whatif-out = 写入的文件夹
help-whatif-freeze = 未受变动影响的结对、牵头单位和工作组一律不动
help-whatif-or-thaw = 与 --freeze 同用：如此找不到方案时，允许变动
help-whatif-disruption = 另用表和图说明多变动或少变动各需多少代价
help-whatif-points = 该曲线至少取多少个点
help-whatif-sample = 改为随机抽取这么多份名册
help-whatif-leave-rate = 每名干部离岗的概率，0 至 1
help-whatif-from = 从第几份样本开始
help-whatif-to = 到第几份样本之前为止
help-whatif-summarise = 不再抽样，只汇总已有的样本行
help-whatif-method-auto = 先搜索；小实例搜索不到方案时再用其他方法
help-whatif-method-search = 只搜索
help-whatif-method-exact = 短暂搜索后解整数规划；适合小实例
help-whatif-time-limit = 每个情景、曲线上每个点的时限（秒）[默认：情景 1，点 5；给出 --iterations 时不限]
help-whatif-iterations = 各自的迭代次数上限（尝试的调整数）；给出后在任何机器上结果相同
help-whatif-threads = 各情景共用的线程数 [默认：全部]
help-whatif-instances = 同时写出变动后的实例（OUT/<情景>/instance），以便审核其方案
help-whatif-redact = 各文件均不写指定的理由；与 --instances 同用时，姓名只留姓氏、电话打码
help-whatif-json = 以 JSON 格式输出比较表；代价单位为毫分，1000 毫分为 1 分
help-whatif-more =
    情景是一个写明变动的 TOML 文件；键即各表的列名，编号可写成列表：

      name = "retirements"                  # 不写则用文件名
      {"["}cadres]
      remove = ["C0311", "C0007"]           # 另有 on_leave、back
      {"["}[cadres.transfer]]                   # 另有 cadres.add（整条记录）、cadres.promote
      cadre_id = ["C0020", "C0021"]
      agency_id = "A03"
      {"["}[households.move]]                   # 另有 households.add、.remove、.cause
      household_id = "H00017"
      village_id = "V02"
      {"["}villages]
      leave = ["V09"]                       # 另有 [[villages.join]]（连同各户）、.type
      {"["}[agencies.merge]]                    # 另有 agencies.split、.close、.add
      agency_id = "A05"
      into = "A03"
      {"["}settings]                            # instance.toml 中的任何键
      quota.staff = 2
      {"["}[pins.add]]                          # 另有 pins.remove
      kind = "lead"
      subject_id = "A03"
      object_id = "V02"
      mode = "require"

    基准方案是各情景的共同起点，也是计算变动及其代价所依据的上年方案。
    每个情景的方案连同 changes.csv（谁由谁换成谁、为何）写入 OUT/<情景>；
    比较表写入 OUT/scenarios.csv 和 .json。

    给出 --sample 时，标准输出每行为一份随机名册的结果，最后一行为汇总；
    第 I 份样本只取决于种子和 I，因此可分段在多台机器上抽取，再用 --summarise 汇总。

    按 Ctrl-C 提前结束并保留已完成的部分。每个情景都有方案时退出码为 0，
    有情景不存在方案时为 1，上限已到而尚未找到时为 3。

help-explain = 说明方案的某项决定：代价多少、受何限制、换作其他选择各需多少
help-explain-household = 说明该户由谁帮扶
help-explain-cadre = 说明该干部承担什么
help-explain-village = 说明该村由谁牵头、协助，工作组由谁组成
help-explain-agency = 说明该单位在哪些村工作
help-explain-alternatives = 每项决定重新求解多少个其他选择
help-explain-time-limit = 全部求解合计的时限（秒）[默认：10]
help-explain-json = 以 JSON 格式输出说明；代价单位为毫分，1000 毫分为 1 分
help-explain-more =
    代价有三种说法。每项代价都归于一处（路程归户，跨自然村归干部，挂点归村，
    路程均衡归单位），各处相加即为方案总代价。
    “直接调整”只改一处使该选择成立，其余不动。其前面的差额则是全局最优调整之后的：
    要求该选择成立，其余全部重新求解。“至多”表示已知有这样的方案，
    “已证明”表示没有代价更低的。规模过大、无法证明时，只重新求解该选择附近的几个村
    （有该选择与无该选择各求一次），“邻近”即两者之差。

    方案违反规则时退出码为 1，用 jiedui check 查看。

help-diagnose = 判断方案是否可能存在；若不可能，指出哪些条件相互冲突、最少改动什么
help-diagnose-json = 以 JSON 格式输出诊断
help-diagnose-time-limit = 诊断时限（秒）
help-diagnose-more =
    方案存在时退出码为 0，不存在时为 1，上限已到而尚无结论时为 3。
    所列每项改动都已在数据副本中试行，由此得到的方案也已经 check 审核，
    另有说明的除外。

help-report = 将方案制成便于使用的材料：离线网页（地图、表、图）、工作簿、便民服务连心卡、第一书记公示名单
help-report-out = 写入的文件夹
help-report-redact = 姓名只留姓氏、电话打码：凡对外提供的材料都应使用
help-report-with-names = 同时列出户主姓名；否则只用户编号
help-report-font = 用于 PDF 的中文字体文件 [默认：系统中的一种]
help-report-previous = 用于比较的上年方案，代替实例自带的
help-report-more =
    写出 index.html、plan.xlsx、cards.html 和 cards.pdf（连心卡，每张 A4 纸 8 卡，
    带裁切线）、cards/村编号.html 和 .pdf，以及 public-list.html（第一书记公示名单）。

    同一文件夹中上一次的材料由新材料取代，其他文件不动。
    材料含干部姓名和电话，只有文件所有者可读；对外提供的应加 --redact。
    除非给出 --with-names，户只以编号出现。

    方案符合全部规则时退出码为 0，违反规则时为 1：材料照常写出，并在开头说明。

help-generate = 写出一个合成实例，其中一切均为虚构
help-generate-preset = 规模
help-generate-preset-tiny = 2 个单位、2 个村：小到可以穷举
help-generate-preset-township = 约 12 个单位、9 个村、420 名干部、520 户
help-generate-preset-county = 99 个单位、86 个村、4,800 名干部、5,900 户
help-generate-preset-prefecture = 一个实例相当于十个县
help-generate-variant = 改变其中一点，用于其他形态的基准测试
help-generate-variant-few-agencies = 单位只有三分之一，每个可牵头 4 个村、挂点 12 个村
help-generate-variant-half-demand = 干部不变，户数减半
help-generate-variant-dear-links = 每个挂点代价 400 分
help-generate-variant-dear-balance = 路程超出部分代价为十倍，且无宽限
help-generate-variant-given-roads = 给定道路里程，并给定三成挂点的代价
help-generate-times = 各项数量的倍数，如同多个县并列
help-generate-seed = 一切随机内容所用的种子
help-generate-out = 写入的文件夹
help-generate-more =
    规模和种子相同，在任何机器上得到的文件都逐字节相同。已有的实例会被替换。

help-template = 写出供填写的工作簿：一表一页，带批注、下拉列表和取值范围
help-template-from = 用该实例（文件夹或 .xlsx 工作簿）的内容填充，代替示例行
help-template-out = 写入的 .xlsx 文件
help-template-redact = 与 --from 同用：姓名只留姓氏、电话打码，不写指定的理由
help-template-more =
    使用 --lang zh 时工作表、表头、批注和列表为中文，否则为英文；两种都能读取。
    示例行的编号以 example- 或 示例- 开头，编制方案前请删除。

help-convert = 将实例写成工作簿或文件夹
help-convert-out = 写入的文件夹或 .xlsx 文件
help-convert-redact = 姓名只留姓氏、电话打码，不写指定的理由
help-convert-more =
    以 .xlsx 结尾的写成工作簿，其他写成文件夹。往返转换不改变任何内容：
    实例摘要值相同，文件夹各表相同。文件含姓名和电话，只有所有者可读。
    使用 --redact 时两者的方案通用，但摘要值不同。

help-export = 将完整的整数规划写成 MPS 文件，供其他求解器使用
help-export-out = 写入的文件；“-”表示标准输出
help-export-more = 其中包含全部规则和全部代价项。代价单位为毫分，1000 毫分为 1 分。

help-bench = 在多个实例上比较求解方式、种子和上限：表格、CSV 和差距随时间变化的图
help-bench-instances = 各实例：文件夹或 .xlsx 工作簿
help-bench-out = 写入 runs.csv、traces.csv、table.md、curves.svg 和 curves.png 的文件夹
help-bench-methods = 求解方式
help-bench-methods-search = 并行启发式搜索，有 previous/ 方案时以其为起点
help-bench-methods-cold = 同上，但从零开始
help-bench-methods-exact = 用 HiGHS 分阶段解整数规划
help-bench-methods-auto = 与不指定方式的 plan 相同
help-bench-methods-whole = 将导出的整数规划原样交给 HiGHS
help-bench-seeds = 种子：列表，或含两端的区间
help-bench-limits = 每次运行的时限（秒）；每个时限单独运行一次 [默认：10]
help-bench-iterations = search 或 auto 每次运行的迭代次数，代替时限
help-bench-threads = 使用的线程数；给出多个时比较多线程的收益 [默认：全部]
help-bench-runs = 以上全部重复几遍
help-bench-within = 高出已知最优的百分比；说明达到各值所需时间
help-bench-best-known = 已知最优方案的 CSV 文件：digest、name、objective（毫分）、how
help-bench-update-best = 将更优方案的代价写回 --best-known 的文件
help-bench-log = HiGHS、SCIP 或 CP-SAT 求解导出的整数规划的日志
help-bench-plan = 任何来源的方案文件夹
help-bench-more =
    每次运行都是单独的进程，过程与 jiedui plan 相同，方案经 check 审核。
    各求解方式交替运行，机器上其他负载对它们影响相当。差距相对已知最优方案计算：
    --best-known 文件中的、本次运行得到的，以及另行给出的方案。
    按 Ctrl-C 提前结束并保留已完成的部分。

    上限：--limits 和 --iterations 均未给出时为 10 秒。给出 --iterations 时，
    search 和 auto 运行到该次数为止，--limits 只用于 exact 和 whole。

help-completions = 将 Shell 的自动补全脚本写到标准输出
help-completions-shell = 所用的 Shell

help-man = 写出手册页（man）：程序一页，每个命令一页
help-man-out = 写入的文件夹
