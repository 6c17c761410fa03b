#!/bin/sh
# Prints the secret key kept in the data folder given, and makes one the first time. Whoever reads it can forge
# sessions, so only the owner may.
set -eu
file="$1/secret_key"
if [ ! -s "$file" ]; then
    mkdir -p "$1"
    (umask 077 && .venv/bin/python -c 'import secrets; print(secrets.token_urlsafe(50))' >"$file")
fi
cat "$file"
