# 终端专用
terminal-man = 已写入 { $folder }：手册 { $count } 页
terminal-error = 错误：
terminal-warning = 警告：
terminal-no-interrupt = 按 Ctrl-C 将无法保留当前最优方案：{ $why }
