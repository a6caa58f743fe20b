language-name = English ({ $tag })
