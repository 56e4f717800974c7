"""What a result says, whether on the screen or on paper: figures, rows, their order, who sees what.

One module for each part of a result. Each gives frozen values, which `ui/results/` draws on the
screen and `report/page.py` on paper; where the two say a thing in other words, those are theirs.
"""
