language-name = 中文 ({ $tag })
