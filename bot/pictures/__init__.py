"""Pictures that are drawn when they are sent, from a description that is stored. Pure: no files, no network."""

from bot.pictures.drawn import NAME, png

__all__ = ["NAME", "png"]
