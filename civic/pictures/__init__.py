"""Pictures as plain geometry: the flow of voices, positions, how voices came, the map of chapters, the plan of a city.

Each module takes numbers and names and gives back frozen shapes with their places; pages draw them as SVG in the colours of the
interface, documents in the colours of print. Nothing here knows a colour, a language, a page or a database.

Never untrue: what a picture shows is in its rows too; the same numbers give the same picture; no shape leaves the paper.
"""
