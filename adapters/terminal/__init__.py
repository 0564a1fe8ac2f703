"""The terminal: a chat for one person, in colour at a real terminal, plainly through a pipe."""
