"""Discord, through discord.py: interactions acknowledged at once, dialogue as messages.

Knows the gateway, the REST API and the shared nouns; knows no dialogue, no database and no words of
the bot but those that the host hands it.
"""
