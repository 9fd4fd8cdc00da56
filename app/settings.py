"""Every setting of the server: its limits, and by which names it may be reached.

Each is an environment variable with the prefix NUDGE_; lists are written as JSON or separated by
commas. The README's table is made from the descriptions here.
"""

import ipaddress
import json
import os
import re
from collections.abc import Callable, Iterable
from difflib import get_close_matches
from typing import Annotated, Final, Literal

from pydantic import (
    AfterValidator,
    BeforeValidator,
    Field,
    ValidationError,
)
from pydantic_core import ErrorDetails
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict, SettingsError

LOOPBACK_NAMES: Final = ("localhost", "127.0.0.1", "[::1]")
"""The names by which a machine reaches itself, as in a Host header."""


def _split_at_commas(text: object) -> object:
    if not isinstance(text, str):
        return text
    if text.lstrip().startswith("["):
        return json.loads(text)
    return [name.strip() for name in text.split(",") if name.strip()]


def _host(name: str) -> str:
    if not re.fullmatch(r"[^\s:/\[\]]+|\[[0-9A-Fa-f:.]+\]", name):
        raise ValueError(
            "Expected host names without a scheme, port or path, like nudge.example.org or "
            f"[2001:db8::7], but got {name}"
        )
    return name


def _origin(text: str) -> str:
    origin = text.removesuffix("/")
    if not re.fullmatch(r"https?://[^\s/]+", origin, re.IGNORECASE):
        raise ValueError(
            f"Expected origins of a scheme, a host and its port, like https://nudge.example.org, "
            f"but got {text}"
        )
    return origin


def _root_path(text: str) -> str:
    path = text.rstrip("/")
    if path and not re.fullmatch(r"(/[A-Za-z0-9._~!$&'()*+,;=:@%-]+)+", path):
        raise ValueError(f"Expected a path as it stands in addresses, like /nudge, but got {text}")
    return path


def _proxy(text: str) -> str:
    try:
        return text if text == "*" else str(ipaddress.ip_network(text, strict=False))
    except ValueError as error:
        raise ValueError(
            f"Expected addresses or networks, like 192.0.2.7 or 10.0.0.0/8, but got {text}"
        ) from error


def _frame_ancestors(text: str) -> str:
    for source in text.split():
        if source in ("self", "none"):
            raise ValueError(f"Expected '{source}' with its quotes, but got {source}")
    return text


Count = Annotated[int, Field(gt=0, le=1 << 53)]
Amount = Annotated[float, Field(gt=0, allow_inf_nan=False)]
"""Every limit can be told in JSON."""

# Without NoDecode, pydantic-settings would read JSON only.
Proxies = Annotated[
    tuple[Annotated[str, AfterValidator(_proxy)], ...], NoDecode, BeforeValidator(_split_at_commas)
]
Hosts = Annotated[
    tuple[Annotated[str, AfterValidator(_host)], ...], NoDecode, BeforeValidator(_split_at_commas)
]
Origins = Annotated[
    tuple[Annotated[str, AfterValidator(_origin)], ...], NoDecode, BeforeValidator(_split_at_commas)
]


def _store(address: str) -> str:
    # Who needs no engine does not wait for its client.
    from redis.asyncio.connection import parse_url  # noqa: PLC0415

    try:
        parse_url(address)
    except ValueError as error:
        raise ValueError(
            "expected the address of a Redis or Valkey, like redis://127.0.0.1:6379/0, rediss:// "
            "for one behind TLS, or unix:///path/of/its/socket"
        ) from error
    return address


class Settings(BaseSettings):
    """The settings in force; what the environment does not name has its default."""

    model_config = SettingsConfigDict(env_prefix="NUDGE_", frozen=True)

    allowed_hosts: Hosts = Field(
        default=LOOPBACK_NAMES,
        description="Host names by which the server may be reached, `*.example.org` for all below "
        "one. The machine's own (`localhost`, `127.0.0.1`, `[::1]`) are always among them.",
    )
    allowed_origins: Origins = Field(
        default=(),
        description="Further origins, like `https://nudge.example.org`, whose pages may call the "
        "server, by requests (CORS) and sockets; its own is always among them.",
    )
    frame_ancestors: Annotated[str, AfterValidator(_frame_ancestors)] = Field(
        default="'self'",
        pattern=r"^[!-+\--:<-~ ]+$",  # ASCII that neither ends a policy nor begins another.
        description="Which pages may embed the playground, as in the Content-Security-Policy. Its "
        "own (`'self'`) always may: a phone in a room has the lecture's picture in a frame.",
    )
    trusted_proxies: Proxies = Field(
        default=("127.0.0.1", "::1"),
        description="Addresses of reverse proxies whose `X-Forwarded-Proto`, `X-Forwarded-For` and "
        "`X-Forwarded-Prefix` are believed.",
    )
    root_path: Annotated[str, AfterValidator(_root_path)] = Field(
        default="",
        description="The path below which a reverse proxy serves this server, like `/nudge`. It is "
        "needed where the proxy passes it on and says nothing of it in `X-Forwarded-Prefix`.",
    )

    session_lifetime_s: Amount = Field(
        default=7200, description="How long a session lives after its last use, in seconds."
    )
    max_sessions: Count = Field(
        default=2000,
        description="How many sessions there may be. Where one more is asked for, one that was "
        "never changed goes, or else one that was not used for ten minutes.",
    )
    max_new_sessions_at_once: Count = Field(
        default=600, description="Sessions that may be begun at once from one address."
    )
    max_new_sessions_per_s: Amount = Field(
        default=10, description="Sessions that may be begun from one address each second after."
    )
    max_new_sessions_per_s_of_all: Amount = Field(
        default=50, description="Sessions that may be begun each second from all addresses."
    )
    max_session_bytes: Count = Field(
        default=1 << 30,
        description="Memory that all sessions and their histories may take together; with "
        "`NUDGE_STORE` histories lie there.",
    )
    max_history_bytes: Count = Field(
        default=32 << 20, description="Memory that the undo and redo steps of one session may take."
    )
    max_history_steps: Count = Field(
        default=1000, description="Steps that can be undone in one session."
    )

    max_hidden_layers: Count = Field(default=12, description="Hidden layers of a network.")
    max_hidden_neurons: Count = Field(default=512, description="Neurons in one hidden layer.")
    max_inputs: Count = Field(default=4096, description="Inputs of a network.")
    max_outputs: Count = Field(default=512, description="Outputs of a network.")
    max_parameters: Count = Field(default=500_000, description="Weights and biases of a network.")
    max_parameter_size: Amount = Field(
        default=1e6, description="How far from zero a weight or bias may be."
    )

    max_learning_rate: Amount = Field(default=1000, description="Learning rate of a step.")
    max_batch_size: Count = Field(default=60_000, description="Examples in one mini-batch.")
    max_examples_per_call: Count = Field(
        default=600_000, description="Examples in all mini-batches of one call together."
    )
    max_digits_per_call: Count = Field(default=100, description="Digits in one answer.")
    max_gradient_examples: Count = Field(
        default=16, description="Examples whose gradients are asked for in one call."
    )
    max_gradient_numbers: Count = Field(
        default=2_000_000, description="Examples times parameters in such a call."
    )
    max_directions: Count = Field(
        default=50, description="Mini-batches whose directions are asked for in one call."
    )
    max_landscape_size: Count = Field(default=41, description="Points in a row of a landscape.")
    max_landscape_examples: Count = Field(
        default=10_000, description="Training digits whose cost makes a landscape."
    )
    max_landscape_products: Count = Field(
        default=250_000_000_000,
        description="Points times training digits times parameters of a landscape.",
    )
    max_what_if_size: Amount = Field(
        default=1000, description="How far from zero the value of a what-if may be."
    )
    max_curve_points: Count = Field(default=201, description="Values in the curve of a what-if.")
    max_measured: Count = Field(
        default=20_000, description="Derivatives that are measured one by one in one call."
    )
    max_learn_steps: Count = Field(
        default=200, description="Steps that learn one picture in one call."
    )
    max_trained_for: Count = Field(
        default=6000, description="Mini-batches of the recipe that a network may begin after."
    )
    max_terms: Count = Field(
        default=10, description="Terms of a neuron's sum that are named one by one."
    )

    max_runs: Count = Field(
        default=12, description="Runs of training that a session keeps; the oldest goes first."
    )
    max_run_bytes: Count = Field(
        default=24 << 20,
        description="Memory that the checkpoints of a session's runs may take.",
    )
    max_epochs: Count = Field(
        default=1000, description="Epochs that a run can be asked for at once."
    )
    max_training_rate: Amount = Field(
        default=1e12,
        description="Learning rate of a run, which stops if that is too large.",
    )
    max_training_sessions: Count = Field(
        default=24, description="Sessions that may train at once; they take turns."
    )
    max_viewers_per_session: Count = Field(
        default=500, description="Sockets that may watch one session train."
    )

    max_rooms: Count = Field(
        default=50,
        description="Rooms that may be open at once. Where one more is asked for, one goes that "
        "has been empty, and without its presenter, for ten minutes.",
    )
    max_seats: Count = Field(default=500, description="Phones that may be in one room.")
    max_ink: Count = Field(
        default=3500,
        description="Characters of a drawing's strokes that a phone in a room may send with it.",
    )
    room_lifetime_s: Amount = Field(
        default=12 * 3600, description="How long a room lives, in seconds."
    )
    room_without_presenter_s: Amount = Field(
        default=2 * 3600, description="How long a room lives without its presenter, in seconds."
    )
    max_new_rooms_at_once: Count = Field(
        default=20, description="Rooms that may be opened at once from one address."
    )
    max_new_rooms_per_s: Amount = Field(
        default=0.02, description="Rooms that may be opened from one address each second after."
    )
    max_wrong_codes_at_once: Count = Field(
        default=300,
        description="Wrong codes of rooms that may be tried at once from one address. Beyond, "
        "whoever is not in a room yet has to wait.",
    )
    max_wrong_codes_per_s: Amount = Field(
        default=1, description="Wrong codes that may be tried from one address each second after."
    )

    max_computations: Count = Field(
        default=64, description="Long computations that may be under way at once; they take turns."
    )
    max_long_computations_per_session: Count = Field(
        default=2,
        description="Computations of several seconds, like a landscape, that may be under way at "
        "once for one session.",
    )
    max_session_requests_at_once: Count = Field(
        default=120, description="Requests that may be sent to one session at once."
    )
    max_session_requests_per_s: Amount = Field(
        default=30, description="Requests that may be sent to one session each second after."
    )
    max_waiting_per_session: Count = Field(
        default=32, description="Requests to one session that may wait for the one that it answers."
    )
    max_body_bytes: Count = Field(
        default=4 << 20, description="Size of a file of parameters, and of any request's body."
    )
    max_json_bytes: Count = Field(
        default=64 << 10,
        description="Size of a body in JSON, besides 25 bytes for each number that its lists may "
        "hold.",
    )
    max_bodies_bytes: Count = Field(
        default=128 << 20, description="Memory that all bodies under way may take together."
    )
    max_socket_message_bytes: Count = Field(
        default=64 << 10, description="Size of a message that comes through a socket."
    )
    max_connections: Count = Field(default=2500, description="Connections open at once.")
    max_head_bytes: Count = Field(
        default=32 << 10, description="Size of a request's address and headers, and of trailers."
    )
    head_s: Amount = Field(
        default=10, description="How long a request's headers may take to come, in seconds."
    )
    body_s: Amount = Field(
        default=30, description="How long a request's body may take to come, in seconds."
    )
    unread_s: Amount = Field(
        default=20,
        description="How long an answer may wait for a client that does not read, in seconds.",
    )
    max_unread_bytes: Count = Field(
        default=256 << 20,
        description="Memory that answers which wait for slow clients may take together. Beyond, "
        "those who wait with most are let go.",
    )
    max_socket_bytes_per_s: Count = Field(
        default=32 << 10, description="Bytes that may come through a socket in a second."
    )
    keep_alive_s: Count = Field(
        default=5, description="How long an idle connection is kept open, in seconds."
    )
    shutdown_s: Count = Field(
        default=2,
        description="How long requests may take to finish once the server is stopped.",
    )
    log: Literal["plain", "json"] = Field(
        default="plain", description="Whether the log's lines are text or JSON."
    )
    log_level: Literal["debug", "info", "warning", "error"] = Field(
        default="warning",
        description="The least important entries that are logged; `info` has a line for each "
        "request.",
    )
    metrics_port: Annotated[int, Field(ge=1, le=65535)] | None = Field(
        default=None,
        description="A port of its own for `/metrics`, the server's figures for Prometheus.",
    )
    metrics_host: str = Field(
        default="127.0.0.1", description="The address at which that port is listened on."
    )
    store: Annotated[str, AfterValidator(_store)] | None = Field(
        default=None,
        description="Redis (from 7) or Valkey (from 8), like `redis://:password@host:6379/0`, in "
        "which sessions and rooms are kept, so that they outlive the server. Without it they are "
        "kept in memory.",
    )
    store_prefix: Annotated[str, Field(pattern=r"^[!-~]{1,50}$")] = Field(
        default="nudge",
        description="What the names of all keys in it begin with, where other programs use it.",
    )
    store_within_s: Amount = Field(
        default=0.6,
        description="How long a request waits for the store; then it is answered with 503.",
    )
    source: bool = Field(
        default=False,
        description="Whether the page's scripts and styles are served as they stand in `static/`, "
        "instead of bundled.",
    )

    @property
    def hosts(self) -> tuple[str, ...]:
        """All names by which the server may be reached."""
        return (*LOOPBACK_NAMES, *(name.lower() for name in self.allowed_hosts))

    @property
    def history_bounds(self) -> tuple[int, int]:
        """Bytes and steps that can be undone in one session."""
        return self.max_history_bytes, self.max_history_steps

    def limits(self) -> dict[str, int | float]:
        """Return every limit in force by its name: the settings that are numbers."""
        return {name: value for name, value in self if type(value) in (int, float)}


READ_BY_TESTS: Final = ("NUDGE_CHROMIUM", "NUDGE_PEN_STROKES", "NUDGE_SOAK_S")


class WrongSettings(ValueError):
    """The environment sets what cannot be used; the message names each setting."""


def settings_of_environment(make: Callable[[], Settings] = Settings) -> Settings:
    """Return the settings that `make` reads from the environment.

    Raises: WrongSettings where one has a value that cannot be, or is none.
    """
    problems = list(_unknown(os.environ))
    try:
        settings = make()
    except ValidationError as error:
        problems += [_sentence(each) for each in error.errors(include_url=False)]
    except (SettingsError, json.JSONDecodeError) as error:
        problems.append(f"{error}.")
    if problems:
        raise WrongSettings("\n".join(problems))
    return settings


def _unknown(names: Iterable[str]) -> Iterable[str]:
    known = [f"NUDGE_{name.upper()}" for name in Settings.model_fields]
    for name in names:
        if name.upper().startswith("NUDGE_") and name.upper() not in (*known, *READ_BY_TESTS):
            nearest = get_close_matches(name.upper(), known, 1, 0)
            yield f"There is no setting {name}; the nearest is {nearest[0]}."


def _sentence(problem: ErrorDetails) -> str:
    name = "_".join(str(part) for part in problem["loc"][:1]).upper()
    return f"NUDGE_{name}: {problem['msg']}, but got {problem['input']!r}."
