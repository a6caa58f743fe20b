# 输入数据的问题：错在哪里
fault-told = { $place }：{ $cause }；{ $action }
fault-told-value = { $place }：{ $value }：{ $cause }；{ $action }
fault-more = ……另有 { $count } 处
fault-count = 输入数据共有 { $count } 处问题
fault-unusable = { $path } 尚不能使用，请先改正
fault-same-name = { $path }：另有情景也名为 { $name }
fault-in-cell = 单元格 { $cell }：{ $cause }
fault-with-edits = 全部改动作出之后，{ $cause }

# 文件和工作表
fault-no-source = 没有这个文件夹或文件
fault-no-folder = 没有这个文件夹
fault-no-file = 没有这个文件
fault-not-folder = 这不是文件夹
fault-not-plain = 这不是普通文件，而是管道、设备之类
fault-no-text = 这不是文本，或其编码无法识别
fault-not-instance = 这既不是文件夹，也不是 .xlsx 工作簿
fault-none-of = 其中没有 { $files } 任何一个文件
fault-table-missing = 缺少这张表
fault-unreadable = 无法读取：{ $error }
fault-large-file = 文件超过 { $size } MiB
fault-large-sheet = 工作表超过 { $rows } 行或 { $columns } 列
fault-large-text = 工作表内容超过 { $size } MiB
fault-too-many-rows = 超过 { $most } 行
fault-too-many-columns = 超过 { $most } 列
fault-too-many-cells = 超过 { $most } 个单元格（含空单元格）
fault-too-many-faults = 问题超过 { $most } 处，其余不再列出
fault-long-header = 有表头超过 { $most } 字节
fault-book-unpacked = 解压后超过 { $size } MiB
fault-book-parts = 内部部件超过 { $most } 个
fault-book-strings = 声明的文本数多于实际内容
fault-book-other = 这是有密码的工作簿，或 .xls 之类的旧格式
fault-book-open-document = 这是 OpenDocument 文件（.ods）
fault-too-many-ways = 起点与村的组合超过 { $most } 个
fault-sheet-twice = 工作表“{ $sheet }”与它是同一张表
fault-no-header = 没有表头，也没有数据行
fault-no-known-header = 第一行没有一个认得的列名
fault-header-bytes = 表头含有乱码
fault-semicolons = 各列以分号隔开
fault-tabs = 各列以制表符隔开
fault-wide-commas = 各列以全角逗号隔开
fault-bars = 各列以竖线隔开
fault-column-missing = 缺少这一列
fault-column-twice = 表头中这一列（{ $column }）出现了不止一次

# 行和单元格
fault-ragged = 这一行有 { $found } 个单元格，而表头有 { $wanted } 个
fault-open-quote = 这一行的引号只有开头，没有结尾
fault-large-cell = 这个单元格的内容超过 { $size } MiB
fault-cell-bytes = 这个单元格含有乱码
fault-formula = 这里的公式出错
fault-empty-cell = 这个单元格没有填写
fault-not-choice = { $what }中没有这一项
fault-not-yes-no = 这里只能填是或否
fault-not-digest = 这不是 { $digits } 位十六进制的摘要码
fault-number-range = 这个数超出允许范围
fault-not-number = 这不是普通的数字
fault-not-whole = 这不是整数
fault-not-finite = 这不是有限的数
fault-swapped-row = 经度和纬度像是填反了：互换之后才位于中国境内
fault-swapped-table = 经度和纬度像是填反了：全表坐标都是互换之后才位于中国境内
fault-swapped-latitude = 经度和纬度像是填反了：纬度最大为 90 度
fault-not-coordinate = 这不是有效的坐标

# 记录
fault-empty-table = 这张表没有数据行
fault-no-id = 这一行没有编号
fault-bad-id = 编号中不能有逗号、换行，首尾不能有空格
fault-id-twice = 这个编号出现在不止一行
fault-pair-twice = 这一对编号出现在不止一行
fault-instance-twice = 这个实例在另一行已经出现
fault-no-such = 查无此{ $what }
fault-length = 不可能有这样的路程（单位为米）
fault-charge = 不可能有这样的费用
fault-empty-village = 这个村没有一户
fault-idle-agency = 这个单位没有在岗干部
fault-no-way = 缺少坐标，{ $origin } 到 { $village } 的路程无从得知

# 设置
fault-no-setting = 没有这个设置项
fault-setting-twice = 这个设置项填写了不止一次
fault-setting-type = 这个设置项的值类型不对
fault-setting-range = 这个设置项的值超出允许范围
fault-section = 这是一节的名称，不是设置项
fault-settings = 设置无法读取：{ $error }
fault-line-bytes = 这一行含有乱码
fault-full-width = 这一行有全角字符 { $character }
fault-not-toml = 这一行不符合 TOML 格式：{ $error }

# 情景文件
fault-not-text = 这不是文本
fault-section-not-key = 这是一节的名称，不是键
fault-no-key = 没有这个键
fault-not-id = 这不是编号
fault-not-entry = 这不是一个条目
fault-value-type = 这个值类型不对
fault-empty-list = 这个列表是空的
fault-empty-entry = 这个条目是空的
fault-no-new-id = 新增的记录没有编号
fault-no-change = 这个条目没有改动任何内容
fault-scenario-name = 这个名称不能用作情景的文件夹名
fault-id-taken = 该{ $what }编号已被占用
fault-taken-away = 另一处改动取消了该{ $what }
fault-no-pin = 没有这项指定
fault-not-of = 这名干部不属于 { $agency }
fault-setting-edits = 另一处改动也改了这个设置项
fault-pin-edits = 另一处改动也涉及这项指定
fault-new-edits = 另一处改动也涉及这一新增的{ $what }
fault-edits = 另一处改动也决定该{ $what }的同一事项

# 其他求解器的日志
fault-no-log = 这不是 HiGHS、SCIP 或 CP-SAT 的日志：没有一行写明是谁写的
fault-log-number = { $text } 不是数
fault-log-clock = { $text } 不是时间
fault-log-columns = 这一行进度与 HiGHS 表格的各列不符
fault-log-time = 这一行进度没有时间
fault-log-cost = 这一行进度没有最优代价
fault-log-range = 这一行进度没有接下来的搜索范围
