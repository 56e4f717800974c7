"""Many people: files of any size in and out, made-up responses, and how intakes spread."""
