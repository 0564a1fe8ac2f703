"""Alana: scripted interviews on Telegram, Discord and in the terminal."""
