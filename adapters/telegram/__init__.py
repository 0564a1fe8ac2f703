"""Telegram, through python-telegram-bot's `Bot` alone: our own intake, so that nothing is confirmed
before it is committed.

Knows the Bot API and the shared nouns; knows no dialogue, no database and no words of the bot.
"""
