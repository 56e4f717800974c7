"""The parts of the Foods page: the list of foods, and a food table of the visitor's own."""
