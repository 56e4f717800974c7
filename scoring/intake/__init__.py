"""The estimate with its likely range, what makes it wide, and what deserves a second look."""
