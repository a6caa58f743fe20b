language-name = 中文 ({ $tag })
language-comma = 、
language-semicolon = ；
