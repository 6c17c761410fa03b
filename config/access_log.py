"""The access log of gunicorn, without links that open doors and without what people searched for."""

from datetime import timedelta
from typing import Any

from gunicorn.glogging import Logger

from config.masked_paths import masked_path


class MaskedLogger(Logger):
    """Named by scripts/run.sh (--logger-class)."""

    def atoms(self, resp: Any, req: Any, environ: dict[str, Any], request_time: timedelta) -> dict[str, Any]:
        atoms: dict[str, Any] = super().atoms(resp, req, environ, request_time)
        path = masked_path(environ.get("RAW_URI", ""))
        atoms |= {"U": path, "q": "", "f": masked_path(environ.get("HTTP_REFERER", "-"))}
        atoms["r"] = f"{environ['REQUEST_METHOD']} {path} {environ['SERVER_PROTOCOL']}"
        return atoms
