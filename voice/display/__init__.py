"""What there is to see of a session: in the terminal, and as a web page."""
