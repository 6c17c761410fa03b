"""The access log of gunicorn, without links that open doors and without what people searched for."""

from datetime import timedelta
from typing import Any

from gunicorn.glogging import Logger

from config.masked_paths import MaskSecrets, masked


class MaskedLogger(Logger):
    """Named by scripts/run.sh (--logger-class)."""

    def setup(self, cfg: Any) -> None:
        super().setup(cfg)
        self.error_log.addFilter(MaskSecrets())

    def atoms(self, resp: Any, req: Any, environ: dict[str, Any], request_time: timedelta) -> dict[str, Any]:
        atoms: dict[str, Any] = super().atoms(resp, req, environ, request_time)
        path = masked(environ.get("RAW_URI", ""))
        atoms |= {"U": path, "q": "", "f": masked(environ.get("HTTP_REFERER", "-"))}
        atoms["r"] = f"{environ['REQUEST_METHOD']} {path} {environ['SERVER_PROTOCOL']}"
        return atoms
