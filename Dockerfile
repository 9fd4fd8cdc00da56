# Build: the wheel, with the browser's libraries in it, into a virtual environment.
FROM python:3.13-slim AS build
WORKDIR /src
COPY pyproject.toml hatch_build.py bundle.mjs package.json package-lock.json README.md LICENSE ./
COPY app ./app
COPY static ./static
COPY templates ./templates
RUN python -m venv /opt/nudge \
    && /opt/nudge/bin/pip install --no-cache-dir .

# Run: the same Python and that environment, nothing that built it.
FROM python:3.13-slim
COPY --from=build /opt/nudge /opt/nudge
RUN useradd --system --uid 10001 --no-create-home --shell /usr/sbin/nologin nudge
USER nudge
WORKDIR /tmp
ENV PATH="/opt/nudge/bin:$PATH" \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1
EXPOSE 8000
HEALTHCHECK --interval=30s --timeout=5s --start-period=10s --retries=3 \
    CMD ["python", "-c", "import urllib.request; urllib.request.urlopen('http://127.0.0.1:8000/api/health', timeout=4).close()"]
# The host names that people reach it by stand in NUDGE_ALLOWED_HOSTS.
CMD ["nudge", "--host", "0.0.0.0", "--no-browser"]
