"""uvicorn's configuration, with the gate that every connection passes."""

from typing import Any

import uvicorn

from app.serving.gate import Gate


class ServerConfig(uvicorn.Config):
    """What uvicorn hands to each connection."""

    def __init__(self, app: Any, gate: Gate, **rest: Any) -> None:
        super().__init__(app, **rest)
        self.gate = gate
