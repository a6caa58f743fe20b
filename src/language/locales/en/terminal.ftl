# What the terminal alone says
terminal-man = wrote { $folder }: { $count } manual pages
