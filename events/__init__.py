"""What we hold. A facade: `models`, `admin` and `urls` collect the rooms and are the only door from outside.

The rooms stand in the order an event lives: calendar (what and when), programme (who said what),
registration (who comes), recognition (what was awarded).
"""
