# Three stages: what is needed to build does not travel along.
FROM node:20-slim AS nlds
WORKDIR /src
COPY packaging/nlds/package.json packaging/nlds/package-lock.json ./
RUN npm ci --ignore-scripts --no-audit --no-fund

FROM python:3.11-slim AS build
WORKDIR /src
COPY pyproject.toml README.md LICENSE ./
COPY bot ./bot
COPY flows ./flows
COPY knowledge ./knowledge
COPY scripts/build_nlds ./scripts/build_nlds
COPY --from=nlds /src/node_modules ./packaging/nlds/node_modules
RUN python scripts/build_nlds
RUN python -m venv /opt/wegwijzer && /opt/wegwijzer/bin/pip install --no-cache-dir .

FROM python:3.11-slim
COPY --from=build /opt/wegwijzer /opt/wegwijzer
# Nothing but /data is ever written: the rest of the file system may be read-only.
RUN useradd --system --uid 10001 --no-create-home wegwijzer && install -d -m 0700 -o wegwijzer /data
ENV PATH=/opt/wegwijzer/bin:$PATH \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    WEGWIJZER_DATA_DIR=/data \
    WEGWIJZER_HTTP_HOST=0.0.0.0
USER wegwijzer
WORKDIR /data
VOLUME /data
EXPOSE 8080
HEALTHCHECK --interval=30s --timeout=5s --start-period=20s --retries=3 \
  CMD ["python", "-c", "import urllib.request as u; u.urlopen('http://127.0.0.1:8080/healthz', timeout=4)"]
ENTRYPOINT ["wegwijzer"]
CMD ["serve"]
