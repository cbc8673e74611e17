"""The index: what can be found, by which words and under which facets.

Rooms describe their records (`Description`); this room turns the words into plain tokens, keeps them in the full-text
index of the database, and answers which entries match, how many there are under each facet, and what was perhaps
meant. It knows no subject. Lists are searches restricted to one kind, so their filters live here too.
"""
