"""Pictures that are drawn when they are sent, from a description that is stored. No files, no network."""

from bot.pictures.drawn import NAME, png

__all__ = ["NAME", "png"]
