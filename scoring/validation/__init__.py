"""How our figures stand against published ones, and whether the range holds."""
