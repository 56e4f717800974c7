"""Reading files that people edit, each fault named by its place."""
