"""How data comes in and goes out: bundles, and the demonstration made of one.

Nouns: ImportedLine. A bundle is a folder of JSON Lines files; identity is (file, key) in the instance, and the digest of the
line as it was read is kept, so that the same line twice changes nothing and another line under the same key is refused.
Never untrue: a bundle is loaded whole or not at all; a bundle carries only what readers may see.
"""
