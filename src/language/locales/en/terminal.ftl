# What the terminal alone says
terminal-man = wrote { $folder }: { $count } manual pages
terminal-error = error:
terminal-warning = warning:
terminal-no-interrupt = Ctrl-C will not keep the best plan: { $why }
terminal-note = note:
terminal-wrote = wrote { $path }
terminal-generated = wrote { $folder }: { $agencies } agencies, { $villages } villages, { $cadres } cadres, { $households } households, all invented
