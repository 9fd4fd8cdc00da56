"""The command line: `python -m app`, or `nudge`."""

import argparse
import ipaddress
import socket
import sys
import threading
import webbrowser
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from typing import Final

from prometheus_client import CollectorRegistry

from app import __version__
from app.operating import log
from app.operating.figures import served
from app.operating.one_process import AnotherRuns, claim_port
from app.operating.worker_figures import WorkersFigures
from app.operating.workers import SharedPort, Supervisor
from app.process import serve, work
from app.server import Server
from app.settings import Settings, WrongSettings, settings_of_environment

USAGE_ERROR: Final = 2
NO_PORT: Final = 1

MOST_WORKERS: Final = 100

ASK_FOR_HOSTS: Final = """\
On {host} others can reach the server, so it must know the host names that they may use; requests
for any other name are refused. Add them, for example:
  --public-host nudge.example.org --public-host 192.0.2.7
or set NUDGE_ALLOWED_HOSTS=nudge.example.org,192.0.2.7"""


ASK_FOR_STORE: Final = """\
Several workers need a store that they share. Name a Redis or Valkey in NUDGE_STORE, for example:
  NUDGE_STORE=redis://127.0.0.1:6379/0 nudge --workers {workers}"""

NO_WORKERS: Final = "On Windows processes cannot share a port: start Nudge with one worker."

OTHER_PORT: Final = "Choose another port with --port; 0 takes a free one."


class Refused(Exception):
    """The server cannot start; the message says why and what to do."""

    def __init__(self, message: str, exit_code: int) -> None:
        super().__init__(message)
        self.exit_code = exit_code


def main(arguments: Sequence[str] | None = None) -> int:
    """Serve until stopped, and return the exit code."""
    options = _parser().parse_args(arguments)
    try:
        settings = _settings(options.host, options.public_host)
        _check_workers(options.workers, settings)
        listeners = _listen(options.host, options.port)
        _check_metrics_port(settings, listeners)
        if settings.store is None:
            _claim(listeners)
    except Refused as refused:
        print(refused, file=sys.stderr)
        return refused.exit_code
    url = _url(options.host, listeners[0].getsockname()[1])

    def announce() -> None:
        workers = f"{options.workers} workers; " if options.workers > 1 else ""
        print(f"Nudge is at {url} ({workers}Ctrl+C ends it)", flush=True)
        if not options.no_browser:
            # A thread, because some browsers keep the caller waiting until they are closed.
            threading.Thread(target=webbrowser.open, args=(url,), daemon=True).start()

    if options.workers > 1:
        return _supervise(options.workers, settings, listeners, announce)
    serve(settings, listeners, lambda fitting, app: Server(fitting, app, announce))
    return 0


def _supervise(
    workers: int,
    settings: Settings,
    listeners: Sequence[socket.socket],
    announce: Callable[[], None],
) -> int:
    """Serve by several processes until stopped, and return the exit code."""
    log.configure(settings.log, settings.log_level)
    port = SharedPort(listeners)
    supervisor = Supervisor(workers, port, partial(work, settings), settings.shutdown_s, announce)
    registry = CollectorRegistry()
    registry.register(WorkersFigures(lambda: supervisor.tellings, lambda: supervisor.started))
    with served(registry, settings.metrics_host, settings.metrics_port):
        return supervisor.run()


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="nudge", description="Serve the playground, and open it in a browser."
    )
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on (%(default)s)")
    parser.add_argument(
        "--port",
        type=_port,
        default=8000,
        help="port to listen on; 0 takes a free one (%(default)s)",
    )
    parser.add_argument(
        "--workers",
        type=_workers,
        default=1,
        metavar="N",
        help="processes that serve; more than one need NUDGE_STORE (%(default)s)",
    )
    parser.add_argument("--no-browser", action="store_true", help="do not open the page")
    parser.add_argument(
        "--public-host",
        action="append",
        default=[],
        metavar="NAME",
        help="a host name by which others may reach the server; may be given again",
    )
    parser.add_argument("--version", action="version", version=f"Nudge {__version__}")
    return parser


def _port(text: str) -> int:
    port = int(text) if text.isascii() and text.isdigit() else -1
    if not 0 <= port <= 65535:
        raise argparse.ArgumentTypeError("Expected a port from 0 to 65535")
    return port


def _workers(text: str) -> int:
    workers = int(text) if text.isascii() and text.isdigit() else 0
    if not 1 <= workers <= MOST_WORKERS:
        raise argparse.ArgumentTypeError(f"Expected a number of workers from 1 to {MOST_WORKERS}")
    return workers


def _check_workers(workers: int, settings: Settings) -> None:
    if workers == 1:
        return
    if settings.store is None:
        raise Refused(ASK_FOR_STORE.format(workers=workers), USAGE_ERROR)
    if sys.platform == "win32":
        raise Refused(NO_WORKERS, USAGE_ERROR)


def _claim(listeners: Sequence[socket.socket]) -> None:
    """Refuse to be the second at this port whose sessions the first would not know."""
    try:
        claim_port(listeners[0].getsockname()[1])
    except AnotherRuns as refusal:
        for listener in listeners:
            listener.close()
        raise Refused(str(refusal), NO_PORT) from refusal


def _settings(host: str, public_hosts: Sequence[str]) -> Settings:
    settings = _checked(Settings)
    if public_hosts:
        hosts = (*settings.allowed_hosts, *public_hosts)
        return _checked(lambda: Settings(allowed_hosts=hosts))
    if "allowed_hosts" not in settings.model_fields_set and not _is_loopback(host):
        raise Refused(ASK_FOR_HOSTS.format(host=host), USAGE_ERROR)
    return settings


def _checked(settings: Callable[[], Settings]) -> Settings:
    try:
        return settings_of_environment(settings)
    except WrongSettings as error:
        raise Refused(f"A setting cannot be used. {error}", USAGE_ERROR) from error


def _addresses(host: str, port: int) -> list[tuple[socket.AddressFamily, tuple[str, int]]]:
    try:
        found = socket.getaddrinfo(
            host or None, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )
    except OSError as error:
        raise Refused(f"{host} is no address of this machine.", NO_PORT) from error
    return [(family, (str(address[0]), port)) for family, _, _, _, address in found]


def _is_loopback(host: str) -> bool:
    return all(
        ipaddress.ip_address(name.split("%")[0]).is_loopback for _, (name, _) in _addresses(host, 0)
    )


def _check_metrics_port(settings: Settings, listeners: Iterable[socket.socket]) -> None:
    """Try the port of the figures, which begin to be served only once the server starts."""
    if settings.metrics_port is None:
        return
    advice = "Choose another port with NUDGE_METRICS_PORT."
    try:
        tried = _listen(settings.metrics_host, settings.metrics_port, advice)
    except Refused:
        tried = [*listeners]
        raise
    finally:
        for listener in tried:
            listener.close()


def _listen(host: str, port: int, advice: str = OTHER_PORT) -> list[socket.socket]:
    """Listen on every address of `host`, all with the same port."""
    listeners: list[socket.socket] = []
    refusals: list[OSError] = []
    for family, (name, _) in _addresses(host, port):
        try:
            listener = socket.create_server((name, port), family=family)
        except OSError as error:
            refusals.append(error)
            continue
        port = listener.getsockname()[1]
        listeners.append(listener)
    if listeners:
        return listeners
    reason = refusals[0].strerror or str(refusals[0])
    raise Refused(
        f"Cannot listen on port {port} of {host}: {reason}. {advice}",
        NO_PORT,
    )


def _url(host: str, port: int) -> str:
    # All addresses; this machine is one of them.
    host = {"": "127.0.0.1", "0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104
    return f"http://[{host}]:{port}/" if ":" in host else f"http://{host}:{port}/"


if __name__ == "__main__":
    sys.exit(main())
