# 终端专用
terminal-man = 已写入 { $folder }：手册 { $count } 页
