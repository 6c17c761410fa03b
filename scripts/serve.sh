#!/bin/sh
# Serves the portal by gunicorn with the options given, and beside it a worker for large imports, until stopped.
# RUN_WORKER=0: no worker here, a service of its own runs it (deploy/mentoring-portal-worker.service).
# WORKER=0: none is needed, everything is done within requests.
# When this script is killed, even by -9, gunicorn and the worker stop too: setpriv (util-linux) has the kernel tell them.
set -eu
cd "$(dirname "$0")/.."

# The keeper of the worker is a process of its own, started by this very script: setpriv starts programs, no functions.
if [ "${1:-}" = keep-worker ]; then
    # Killed or fallen over, the worker is started again.
    worker=
    trap 'kill -TERM "$worker" 2>/dev/null; wait "$worker"; exit 0' TERM
    while :; do
        # shellcheck disable=SC2086 # a command with its options, or nothing
        DB_WAIT_SECONDS="${WORKER_WAIT_SECONDS:-60}" $STOPS_WITH_PARENT .venv/bin/python manage.py db_worker --no-reload &
        worker=$!
        wait "$worker" || true
        sleep 3 &
        worker=$!
        wait "$worker" || true
    done
fi

STOPS_WITH_PARENT=
if setpriv --pdeathsig TERM true 2>/dev/null; then
    STOPS_WITH_PARENT="setpriv --pdeathsig TERM --"
fi
export STOPS_WITH_PARENT

keeper=
stop() {
    trap '' INT TERM
    # shellcheck disable=SC2086 # one or two numbers
    kill -TERM $web $keeper 2>/dev/null || true
    wait
}

if [ "${RUN_WORKER:-1}" != 0 ] && [ "${WORKER:-1}" != 0 ]; then
    # shellcheck disable=SC2086
    $STOPS_WITH_PARENT sh scripts/serve.sh keep-worker &
    keeper=$!
fi
# shellcheck disable=SC2086
$STOPS_WITH_PARENT .venv/bin/gunicorn "$@" &
web=$!
trap 'stop; exit 0' INT TERM
status=0
wait "$web" || status=$?
stop
exit "$status"
