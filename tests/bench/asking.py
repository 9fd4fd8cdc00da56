"""Many clients that ask without pause: by wrk where the machine has it, else by our own asyncio."""

import asyncio
import json
import shutil
import subprocess
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import cycle
from pathlib import Path
from time import perf_counter

from tests.bench.report import number, percentile, seconds
from tests.bench.server import CLIENT_CORE, HOST, Server, on_core

DURATION_S = 3
WARM_UP_S = 1
PERCENTS = (50, 95, 99)
COLUMNS = ["requests/s", *(f"p{percent}" for percent in PERCENTS), "CPU each", "failed"]

SCRIPT = """\
local requests, turn = {}, 0
local headers = { ["Content-Type"] = "application/json" }
init = function()
  for path, body in io.open(%s):read("*a"):gmatch("([^\\n]+)\\n([^\\n]+)\\n") do
    requests[#requests + 1] = wrk.format("POST", path, headers, body)
  end
end
request = function()
  turn = turn %% #requests + 1
  return requests[turn]
end
done = function(summary, latency)
  local errors = summary.errors
  local failed = errors.connect + errors.read + errors.write + errors.status + errors.timeout
  local figures = { summary.requests, summary.duration, failed }
  for _, percent in ipairs({ %s }) do
    figures[#figures + 1] = latency:percentile(percent)
  end
  io.write("\\nfigures " .. table.concat(figures, " ") .. "\\n")
end
"""


@dataclass(frozen=True)
class Question:
    """A request that is made again and again; clients go round a list of them."""

    path: str
    body: str


@dataclass(frozen=True)
class Answers:
    """How a server did under a load."""

    per_second: float
    percentiles_s: Sequence[float]
    """Latency at each of PERCENTS."""
    failed: int
    processor_s: float | None = None
    """Processor time that the server took for one request: no core answers more than its inverse
    in a second, however busy others keep the machine."""


def middle(rounds: Sequence[Answers]) -> Answers:
    """Return the round with the median rate: a stall of the machine spoils one of them."""
    return sorted(rounds, key=lambda answers: answers.per_second)[len(rounds) // 2]


def cells(answers: Answers) -> list[str]:
    """Return what a table shows of answers, under COLUMNS."""
    latencies = [seconds(latency) for latency in answers.percentiles_s]
    processor = "" if answers.processor_s is None else seconds(answers.processor_s)
    return [number(answers.per_second), *latencies, processor, str(answers.failed)]


def tool() -> str:
    """Return what makes the requests."""
    return "wrk" if shutil.which("wrk") else "an asyncio client in Python"


def ask(server: Server, questions: Sequence[Question], clients: int) -> Answers:
    """Let `clients` clients ask `questions` for DURATION_S, after a warm-up."""
    make_requests = _ask_by_wrk if shutil.which("wrk") else _ask_by_asyncio
    make_requests(server, questions, clients, WARM_UP_S)
    before = server.processor_s()
    answers = make_requests(server, questions, clients, DURATION_S)
    after = server.processor_s()
    if before is None or after is None or not answers.per_second:
        return answers
    return replace(answers, processor_s=(after - before) / (answers.per_second * DURATION_S))


def _ask_by_wrk(
    server: Server, questions: Sequence[Question], clients: int, duration_s: int
) -> Answers:
    command = [*on_core(CLIENT_CORE), "wrk", "--threads", "1", "--connections", str(clients)]
    with tempfile.TemporaryDirectory() as folder:
        script, listed = Path(folder, "ask.lua"), Path(folder, "questions")
        listed.write_text("".join(f"{each.path}\n{each.body}\n" for each in questions), "utf-8")
        percents = ", ".join(map(str, PERCENTS))
        script.write_text(SCRIPT % (json.dumps(str(listed)), percents), "utf-8")
        command += ["--duration", f"{duration_s}s", "--script", str(script), server.url]
        output = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    figures = output.rpartition("figures ")[2].split()
    count, lapse_us, failed, *latencies_us = map(float, figures)
    return Answers(count / (lapse_us / 1e6), [us / 1e6 for us in latencies_us], int(failed))


def _ask_by_asyncio(
    server: Server, questions: Sequence[Question], clients: int, duration_s: int
) -> Answers:
    return asyncio.run(_ask_ourselves(server, questions, clients, duration_s))


async def _ask_ourselves(
    server: Server, questions: Sequence[Question], clients: int, duration_s: int
) -> Answers:
    latencies: list[float] = []
    failures: list[int] = []
    start = perf_counter()
    turned = [[*questions[n:], *questions[:n]] for n in range(clients)]
    await asyncio.gather(
        *(_client(server, each, start + duration_s, latencies, failures) for each in turned)
    )
    lapse = perf_counter() - start
    at = [percentile(latencies, percent) for percent in PERCENTS]
    return Answers(len(latencies) / lapse, at, len(failures))


async def _client(
    server: Server,
    questions: Sequence[Question],
    end: float,
    latencies: list[float],
    failures: list[int],
) -> None:
    """Ask one question after the other over one connection."""
    reader, writer = await asyncio.open_connection(HOST, server.port)
    requests = cycle(_raw(question) for question in questions)
    while (start := perf_counter()) < end:
        writer.write(next(requests))
        head = (await reader.readuntil(b"\r\n\r\n")).lower()
        length = int(head.partition(b"content-length:")[2].partition(b"\r\n")[0])
        await reader.readexactly(length)
        latencies.append(perf_counter() - start)
        if not head.startswith(b"http/1.1 2"):
            failures.append(1)
    writer.close()
    await writer.wait_closed()


def _raw(question: Question) -> bytes:
    body = question.body.encode()
    head = f"POST {question.path} HTTP/1.1\r\nHost: {HOST}\r\nContent-Type: application/json\r\n"
    return f"{head}Content-Length: {len(body)}\r\n\r\n".encode() + body
