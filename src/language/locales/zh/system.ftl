# 系统对文件的说法，以及程序自身的错误
system-write = 无法写入 { $path }：{ $why }
system-read = 无法读取 { $path }：{ $why }
system-stdout = 无法写到标准输出
system-not-found = 没有这个文件或文件夹
system-denied = 没有权限
system-exists = 已经存在
system-is-folder = 这是一个文件夹
system-no-folder = 这不是文件夹
system-folder-not-empty = 文件夹非空
system-read-only = 磁盘只读
system-full = 磁盘已满
system-too-large = 文件过大
system-busy = 另一个程序正在使用
system-no-text = 不是 UTF-8 文本
system-no-name = 这不是文件名
system-picture = 无法生成 PNG 图片：{ $why }
system-pdf = 无法生成连心卡 PDF：{ $why }
system-workbook = 无法生成工作簿：{ $why }
# 求解器与审核不符
mistake-broken = 所得方案违反规则 { $count } 处，首先是 { $rule }：{ $what }
mistake-cost = 求解器称方案代价为 { $told }，实际为 { $found }
mistake-bound = 求解器称代价不可能低于 { $told }，而本方案为 { $found }
mistake-report =
    内部错误：{ $mistake }
    未写入任何文件；请反馈，并附版本（{ $version }）、命令行和实例摘要值（{ $digest }）；期间可试用其他 --seed，或 { $method } 以外的 --method
