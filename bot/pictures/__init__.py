"""Pictures that are drawn when they are sent, from a description that is stored. No files, no network."""

from bot.pictures.drawn import NAME, name, png

__all__ = ["NAME", "name", "png"]
