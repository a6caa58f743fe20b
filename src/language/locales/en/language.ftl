language-name = English ({ $tag })
language-comma = {", "}
language-semicolon = {"; "}
