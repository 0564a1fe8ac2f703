"""The language server: what the analysis room knows, in the words of the Language Server Protocol.

Knows no rule of its own; `alana lsp` starts it.
"""
