"""The gallery: every component in every state, on pages for those who draw and check the interface.

It is shown only by a demonstration or while developing. It holds no data of its own beyond invented specimens, writes
nothing and knows no other slice.
"""
