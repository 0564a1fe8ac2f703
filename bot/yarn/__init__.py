"""From source text to a program: Yarn, the open dialogue language, version 3, with two waiting commands.

Depends on the engine, never the other way round. `compile_sources` is the door.
"""

from bot.engine.library import Signature
from bot.yarn.compiler import DEFAULT, Compiled, HostDeclarations, Source, compile_sources

__all__ = ["DEFAULT", "Compiled", "HostDeclarations", "Signature", "Source", "compile_sources"]
