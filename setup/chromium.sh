#!/bin/sh
# Makes sure that the browser tests have a Chromium; where they cannot, says in one line how to get it.
for name in chromium chromium-browser google-chrome google-chrome-stable; do
    command -v "$name" >/dev/null && exit 0
done
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    echo "Installing Chromium for the browser tests"
    { apt-get update -qq && apt-get install -y -qq --no-install-recommends chromium; } >/dev/null && exit 0
fi
echo "No Chromium here, so the browser tests are skipped; to run them install it (Debian: apt-get install chromium)."
