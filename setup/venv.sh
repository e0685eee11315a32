#!/bin/sh
# Makes the virtual environment in folder $1, from nothing where it is there but its Python is gone.
set -eu
python=$(sh setup/python.sh)
echo "Making $1 with $python"
"$python" -m venv --clear "$1"
