#!/bin/sh
# Prints the first Python of at least 3.11 on this machine, or says in one line what is missing.
for name in python3 python3.14 python3.13 python3.12 python3.11 python; do
    if "$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
        if "$name" -c 'import ensurepip, venv' 2>/dev/null; then
            command -v "$name"
            exit 0
        fi
        without_venv="$name"
    fi
done
if [ -n "${without_venv:-}" ]; then
    echo "$without_venv cannot make virtual environments: install its venv package (Debian: apt-get install python3-venv) and try again." >&2
else
    echo "Python 3.11 or newer is needed and was not found: install it and try again." >&2
fi
exit 1
