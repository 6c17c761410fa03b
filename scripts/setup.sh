#!/bin/sh
# Makes this machine ready, from nothing but Python 3.11+ and make on Debian or Ubuntu.
#
#   sh scripts/setup.sh app    what the portal needs: .venv with the locked dependencies, Pango for PDF
#   sh scripts/setup.sh test   the same, with the tools of tests and a Chromium
#
# Says what it installs. System packages need root or sudo without a password; lacking both, it prints the command to
# run by hand and stops. Run again it changes nothing and takes a moment.
set -eu
cd "$(dirname "$0")/.."

UV_VERSION=0.13.8
UV=.tools/uv/bin/uv
PANGO="libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"
PLAYWRIGHT=libatomic1

purpose=${1:-}
case $purpose in
app | test) ;;
*)
    echo "usage: sh scripts/setup.sh app|test" >&2
    exit 2
    ;;
esac

say() {
    echo "setup: $*"
}

stop() {
    echo "setup: $*" >&2
    exit 1
}

# needs_root COMMAND: stops and prints the command unless we are root or sudo asks for no password.
needs_root() {
    if [ "$(id -u)" -ne 0 ] && ! sudo -n true 2>/dev/null; then
        stop "no right to install system packages. Run this, then make again:
    $1"
    fi
}

as_root() {
    if [ "$(id -u)" -eq 0 ]; then
        "$@"
    else
        sudo "$@"
    fi
}

has_own_chromium_package() {
    command -v apt-get >/dev/null && ! grep -qs '^ID=ubuntu' /etc/os-release
}

venv_package() {
    python=$(find_python)
    "$python" -c 'import sys; print("python%d.%d-venv" % sys.version_info[:2])'
}

# All that may be missing, so that whoever must ask for packages asks once.
all_packages() {
    echo "$(venv_package) $PANGO"
    if [ "$purpose" = test ]; then
        echo "$PLAYWRIGHT"
        if has_own_chromium_package; then
            echo chromium
        fi
    fi
}

install_packages() {
    if ! command -v apt-get >/dev/null; then
        stop "install with this system's package manager what Debian calls: $*"
    fi
    needs_root "sudo apt-get update && sudo apt-get install -y --no-install-recommends $(all_packages | xargs)"
    say "installing system packages: $*"
    as_root apt-get update -q >/dev/null
    as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends "$@" >/dev/null
}

is_recent_python() {
    "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null
}

find_python() {
    for candidate in ${PYTHON:-} python3 python3.11 python3.12 python3.13 python3.14; do
        if is_recent_python "$candidate"; then
            echo "$candidate"
            return
        fi
    done
    stop "no Python 3.11 or newer found; install it, or name it: PYTHON=/path/to/python3 make …"
}

# uv lives apart from .venv: syncing .venv would otherwise remove the tool that does it.
install_uv() {
    if [ "$($UV --version 2>/dev/null | cut -d' ' -f2)" = "$UV_VERSION" ]; then
        return
    fi
    python=$(find_python)
    if ! "$python" -c 'import ensurepip, venv' 2>/dev/null; then
        install_packages "$(venv_package)"
    fi
    say "installing uv $UV_VERSION into .tools/uv"
    rm -rf .tools/uv
    "$python" -m venv .tools/uv
    .tools/uv/bin/python -m pip install --quiet --disable-pip-version-check "uv==$UV_VERSION"
}

# An environment that exists keeps its Python and whatever else is in it: `app` never takes the test tools away.
sync_environment() {
    set -- --locked --inexact
    if [ "$purpose" = app ]; then
        set -- "$@" --no-dev
    fi
    if ! is_recent_python .venv/bin/python; then
        python=$(find_python)
        set -- "$@" --python "$python"
    fi
    say "installing the locked dependencies into .venv"
    UV_PYTHON_DOWNLOADS=never UV_PROJECT_ENVIRONMENT=.venv "$UV" sync --quiet "$@"
}

prints_pdf() {
    .venv/bin/python -c 'from weasyprint import HTML; HTML(string="<p>Проверка").write_pdf()' >/dev/null 2>&1
}

install_pango() {
    if ! prints_pdf; then
        # shellcheck disable=SC2086 # a list of packages
        install_packages $PANGO
        prints_pdf || stop "WeasyPrint still prints no PDF; see: .venv/bin/python -m weasyprint --info"
    fi
}

drives_browsers() {
    .venv/bin/playwright --version >/dev/null 2>&1
}

# Playwright brings its own Node.js, which needs one library that a small system may lack.
install_driver() {
    if ! drives_browsers; then
        install_packages "$PLAYWRIGHT"
        drives_browsers || stop "Playwright does not start; see: .venv/bin/playwright --version"
    fi
}

has_chromium() {
    .venv/bin/python tests/browser/chromium.py >/dev/null
}

# Ubuntu's chromium package only asks for a snap, which tests cannot use; there Playwright brings a build of its own.
install_chromium() {
    if has_chromium; then
        return
    fi
    if has_own_chromium_package; then
        install_packages chromium
    else
        say "installing Chromium for the browser tests into .tools/browsers"
        PLAYWRIGHT_BROWSERS_PATH="$PWD/.tools/browsers" .venv/bin/playwright install --no-shell chromium
        if ! has_chromium; then
            needs_root "sudo $PWD/.venv/bin/playwright install-deps chromium"
            say "installing the system packages that Chromium needs"
            as_root "$PWD/.venv/bin/playwright" install-deps chromium
        fi
    fi
    has_chromium || stop "no Chromium that starts; install one and name it: CHROMIUM=/path/to/chromium make test"
}

key=$(cat uv.lock scripts/setup.sh | sha256sum | cut -d' ' -f1)
is_done() { # a purpose
    is_recent_python .venv/bin/python && [ "$(cat ".venv/.ready-for-$1" 2>/dev/null)" = "$key" ]
}

if ! is_done "$purpose" && ! { [ "$purpose" = app ] && is_done test; }; then
    install_uv
    sync_environment
    install_pango
    if [ "$purpose" = test ]; then
        install_driver
    fi
    echo "$key" >".venv/.ready-for-$purpose"
    say "ready"
fi
if [ "$purpose" = test ]; then
    install_chromium
fi
