"""What there is to see of a session: large digits in the terminal, and a web page with buttons.

Begin with `state`, which says what is shown at one moment. `board` makes it of what happens, and
`screen` and `web` show it, each on a thread of its own. `acceptor` and `connection_manager` decide
who gets as far as the page's HTTP server, whose answers are in `application`.
"""
