"""The project: wiring, and the rooms that belong to no single subject.

`content/` is the floor every subject stands on, `news/` is the association's own voice,
`portal/` is the roof that sees everything and is seen by nothing.
"""
