"""Carry out the Dockerfile's steps without a container engine, in an empty folder.

Builds into a fresh virtual environment from the files that `.dockerignore` lets through, starts
the server with the Dockerfile's command on another port, and asks what its health check asks:

    python scripts/try_dockerfile.py
"""

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import urllib.request
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PORT = 8765
ADDRESS = f"http://127.0.0.1:{PORT}"
PATIENCE = 30.0  # seconds for the server to answer its first health check


def copied_paths() -> list[str]:
    """Return what the first stage's COPY lines take from the project."""
    lines = (ROOT / "Dockerfile").read_text(encoding="utf-8").splitlines()
    copies = [line.split() for line in lines if re.match("COPY (?!--from)", line)]
    return [path for _, *sources, _target in copies for path in sources]


def command(instruction: str) -> list[str]:
    """Return the last command that an instruction has: CMD, or that of HEALTHCHECK."""
    text = (ROOT / "Dockerfile").read_text(encoding="utf-8").replace("\\\n", "")
    (*_, last) = re.findall(rf"^{instruction}\b.*?(\[.*\])$", text, re.MULTILINE)
    return list(json.loads(last))


def build(folder: Path) -> Path:
    """Install the project from a copy of its files; return the environment's commands."""
    source = folder / "src"
    source.mkdir()
    ignored = shutil.ignore_patterns("vendor", "bundle", "bundle.json", "__pycache__")
    for name in copied_paths():
        path = ROOT / name
        if path.is_dir():
            shutil.copytree(path, source / name, ignore=ignored)
        else:
            shutil.copy(path, source / name)
    environment = folder / "nudge"
    venv.create(environment, with_pip=True)
    commands = environment / "bin"
    pip = [commands / "pip", "install", "--quiet", "--no-cache-dir"]
    subprocess.run([*pip, "--require-hashes", "-r", "requirements/run.txt"], cwd=source, check=True)
    subprocess.run([*pip, "--no-deps", "."], cwd=source, check=True)
    shutil.rmtree(source)  # the second stage does not have it
    return commands


def ask(path: str) -> bytes:
    """Return what the server answers."""
    with urllib.request.urlopen(f"{ADDRESS}{path}", timeout=4) as answer:
        return bytes(answer.read())


def wait_until_healthy(server: subprocess.Popen[bytes], environment: dict[str, str]) -> float:
    """Return how many seconds the first good health check took to come."""
    start = time.perf_counter()
    check = command("HEALTHCHECK")
    while time.perf_counter() - start < PATIENCE and server.poll() is None:
        if subprocess.run(check, env=environment, capture_output=True, check=False).returncode == 0:
            return time.perf_counter() - start
    raise TimeoutError(f"Expected a healthy server within {PATIENCE:.0f} s, but got none.")


def serve(commands: Path, folder: Path) -> None:
    """Run the Dockerfile's command as it would run in the container, and look at its answers."""
    environment = {
        "PATH": f"{commands}{os.pathsep}{os.environ['PATH']}",
        "NUDGE_ALLOWED_HOSTS": "localhost",
        "PYTHONDONTWRITEBYTECODE": "1",
        "PORT": str(PORT),
    }
    server = subprocess.Popen(command("CMD"), cwd=folder, env=environment)
    try:
        seconds = wait_until_healthy(server, environment)
        print(f"healthy after {seconds:.2f} s:", ask("/api/health").decode())
        for path in ("/", "/docs", "/static/vendor/katex/katex.mjs"):
            print(f"{path}: {len(ask(path)):,} bytes")
    finally:
        server.send_signal(signal.SIGTERM)
        start = time.perf_counter()
        code = server.wait(timeout=10)
        print(f"stopped after {time.perf_counter() - start:.2f} s with exit code {code}")
    if code:
        raise SystemExit(code)


def main() -> None:
    """Build and serve in a folder that is removed afterwards."""
    with tempfile.TemporaryDirectory(prefix="nudge-image-") as name:
        folder = Path(name)
        commands = build(folder)
        size = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
        print(f"the environment takes {size / 1e6:.0f} MB (Python {sys.version.split()[0]})")
        serve(commands, folder)


if __name__ == "__main__":
    main()
