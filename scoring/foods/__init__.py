"""The food table: its records, the numbers that follow from them, and the table itself."""
