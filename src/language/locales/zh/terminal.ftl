# 终端专用
terminal-man = 已写入 { $folder }：手册 { $count } 页
terminal-error = 错误：
terminal-warning = 警告：
terminal-no-interrupt = 按 Ctrl-C 将无法保留当前最优方案：{ $why }
terminal-note = 提示：
terminal-wrote = 已写入 { $path }
terminal-generated = 已写入 { $folder }：单位 { $agencies } 个，村 { $villages } 个，干部 { $cadres } 名，结对户 { $households } 户，均为虚构
