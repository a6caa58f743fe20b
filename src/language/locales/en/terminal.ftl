# What the terminal alone says
terminal-man = wrote { $folder }: { $count } manual pages
terminal-error = error:
terminal-warning = warning:
terminal-no-interrupt = Ctrl-C will not keep the best plan: { $why }
