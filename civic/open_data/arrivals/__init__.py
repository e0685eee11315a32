"""How the lines of each file become rows: one module a noun, each with `arrive`, which takes a chunk of new lines."""
