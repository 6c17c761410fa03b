#!/bin/sh
# Runs the portal on its own data: prepares the database and the static files, then serves, with a worker for large
# imports beside it, until stopped.
# DATA_DIR (default data/), PORT (8000), HOST (127.0.0.1), DATABASE_URL, SECRET_KEY and the rest: docs/running.md.
set -eu
cd "$(dirname "$0")/.."

umask 077 # the data are about people: for the portal's own user only
export DATA_DIR="${DATA_DIR:-data}"
if [ -z "${SECRET_KEY:-}" ]; then
    SECRET_KEY=$(sh scripts/secret_key.sh "$DATA_DIR")
    export SECRET_KEY
fi

.venv/bin/python manage.py migrate --no-input --verbosity 0
.venv/bin/python manage.py load_reference
.venv/bin/python manage.py collectstatic --no-input --verbosity 0

address="${HOST:-127.0.0.1}:${PORT:-8000}"
echo "The portal listens on $address; stop it with Ctrl+C."
if [ -z "${PLAIN_HTTP:-}" ] && [ -z "${BEHIND_PROXY:-}" ]; then
    echo "It answers over HTTPS only: put a proxy before it (deploy/) or, to try it on this machine, PLAIN_HTTP=1 make run."
fi
exec sh scripts/serve.sh config.wsgi --bind "$address" --workers "${WEB_CONCURRENCY:-2}" --threads 4 \
    --no-control-socket --access-logfile - --logger-class config.access_log.MaskedLogger
