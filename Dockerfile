# By its digest, so that it never changes: that of Docker's official images on 5 August 2026. Another:
# docker build --build-arg BASE=python:3.13-slim
ARG BASE=python:3.13.14-slim-trixie@sha256:9662417aace5ae7b8e2609cce472b72a8958e134ba372808abe9cc1a0c0125e6

# Build: the wheel, with the browser's libraries in it, into a virtual environment.
FROM ${BASE} AS build
WORKDIR /src
COPY pyproject.toml hatch_build.py bundle.mjs package.json package-lock.json README.md LICENSE ./
COPY requirements ./requirements
COPY app ./app
COPY static ./static
COPY templates ./templates
RUN python -m venv /opt/nudge \
    && /opt/nudge/bin/pip install --no-cache-dir --require-hashes -r requirements/run.txt \
    && /opt/nudge/bin/pip install --no-cache-dir --no-deps .

# Run: the same Python and that environment, nothing that built it.
FROM ${BASE}
COPY --from=build /opt/nudge /opt/nudge
RUN useradd --system --uid 10001 --no-create-home --shell /usr/sbin/nologin nudge
# By number, so that it can be seen not to be root.
USER 10001
WORKDIR /tmp
ENV PATH="/opt/nudge/bin:$PATH" \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    PORT=8000
EXPOSE 8000
HEALTHCHECK --interval=30s --timeout=5s --start-period=10s --retries=3 \
    CMD ["python", "-c", "import os, urllib.request; urllib.request.urlopen(f'http://127.0.0.1:{os.environ[\"PORT\"]}/api/health', timeout=4).close()"]
# The host names that people reach it by stand in NUDGE_ALLOWED_HOSTS.
CMD ["sh", "-c", "exec nudge --host 0.0.0.0 --no-browser --port \"$PORT\""]
