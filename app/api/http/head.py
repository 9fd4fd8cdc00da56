"""HEAD, for monitors and link checkers: what GET would answer, without its body."""

from typing import Final

from starlette.types import ASGIApp, Message, Receive, Scope, Send

IS_HEAD: Final = "nudge.is_head"
"""In the scope of such a request: what has no end of its own ends after its head."""


class HeadAsGet:
    """Answers HEAD wherever GET is answered."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on as a GET, and leave out the body of its answer."""
        if scope["type"] != "http" or scope["method"] != "HEAD":
            return await self.app(scope, receive, send)

        async def send_without_body(message: Message) -> None:
            if message["type"] == "http.response.body":
                message = {**message, "body": b""}
            await send(message)

        # A copy, since the connection goes by its own whether a body is to come.
        asked = {**scope, "method": "GET", IS_HEAD: True}
        try:
            await self.app(asked, receive, send_without_body)
        finally:
            scope["route"] = asked.get("route")
