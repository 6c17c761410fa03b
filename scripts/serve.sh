#!/bin/sh
# Serves the portal by gunicorn with the options given, and beside it a worker for large imports, until stopped.
# RUN_WORKER=0: no worker here, a service of its own runs it (deploy/mentoring-portal-worker.service).
# WORKER=0: none is needed, everything is done within requests.
set -eu
cd "$(dirname "$0")/.."

# Killed or fallen over, the worker is started again.
keep_working() {
    worker=
    trap 'kill -TERM "$worker" 2>/dev/null; wait "$worker"; exit 0' TERM
    while :; do
        DB_WAIT_SECONDS="${WORKER_WAIT_SECONDS:-60}" .venv/bin/python manage.py db_worker --no-reload &
        worker=$!
        wait "$worker" || true
        sleep 3 &
        worker=$!
        wait "$worker" || true
    done
}

keeper=
stop() {
    trap '' INT TERM
    # shellcheck disable=SC2086 # one or two numbers
    kill -TERM $web $keeper 2>/dev/null || true
    wait
}

if [ "${RUN_WORKER:-1}" != 0 ] && [ "${WORKER:-1}" != 0 ]; then
    keep_working &
    keeper=$!
fi
.venv/bin/gunicorn "$@" &
web=$!
trap 'stop; exit 0' INT TERM
status=0
wait "$web" || status=$?
stop
exit "$status"
