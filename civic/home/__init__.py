"""The front page, a signed-in person's start page, and what a voice's author wants to know: where it is now.

Home sees every slice and no slice sees home. It writes nothing but when a person last looked at the start page.
"""
