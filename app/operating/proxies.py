"""A reverse proxy that is not trusted: named once in the log, with what to set."""

import logging

from starlette.datastructures import Headers
from starlette.types import Scope

logger = logging.getLogger("nudge.proxies")


class UntrustedProxies:
    """Looks at requests until one has come through a proxy whose headers were not believed."""

    def __init__(self) -> None:
        self._is_named = False

    def look(self, scope: Scope) -> None:
        """Name the proxy, if this request comes from one that is not trusted."""
        if self._is_named or not scope.get("client"):
            return
        headers, address = Headers(scope=scope), scope["client"][0]
        # Where a proxy is trusted, the address and the scheme are already those it has forwarded.
        hides_address = address not in headers.get("x-forwarded-for", address)
        hides_scheme = headers.get("x-forwarded-proto") == "https" and scope["scheme"] in (
            "http",
            "ws",
        )
        if hides_address or hides_scheme:
            self._is_named = True
            logger.warning(
                "A reverse proxy at %s is not trusted, so its X-Forwarded- headers are not "
                "believed, and pages behind https may be refused. If it is yours, set "
                "NUDGE_TRUSTED_PROXIES=%s",
                address,
                address,
            )
