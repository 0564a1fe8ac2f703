"""The engine: runs a compiled program one turn at a time.

It knows the standard library only: no input or output, no clock, no loop, no module state.
`machine.advance` is its door; everything else here is what that door needs.
"""
