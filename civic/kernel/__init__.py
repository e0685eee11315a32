"""What every slice stands on and what knows no slice: database, clock, events, access, errors, words, markup, web."""
