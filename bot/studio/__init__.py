"""The writers' page: graph, script and a live talk side by side, served to a browser on this machine.

Knows the analysis room and the writers' bench; what belongs to a platform or a database is handed in.
"""
