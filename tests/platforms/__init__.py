"""Loopback servers that play the platforms, for tests only."""
