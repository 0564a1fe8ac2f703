"""What people do in a talk beside asking what is offered: they grieve, disagree, ask why, tell of themselves.

`kinds` names every such move, in one place; `hear` recognises them; `choose` decides between a move and a
question. The words are data, a file for each language. Knows texts alone: nothing of people or the dialogue.
"""
