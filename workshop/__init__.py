"""Workshop: a room of people answers, the screen shows the class and nobody in it.

Start with `store.Store`. Codes and keys are in `codes`, what may be shown in `privacy`, the figures
of a class in `picture`, drafts in `drafts`.
"""
