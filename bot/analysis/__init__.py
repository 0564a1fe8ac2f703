"""What can be said of scripts without playing them: what is wrong, what is named where, what may stand here.

`alana check`, the language server and the studio look through this room, so that no rule stands twice. A
`Workbench` holds one bundle; a change of one file costs the reading of that file and what the files share.
"""
