# syntax=docker/dockerfile:1
# Three stages: the front end, the Python packages, and the image that runs, without compilers or Node.

FROM node:22-bookworm-slim AS assets
WORKDIR /build
COPY package.json package-lock.json .npmrc build.mjs ./
RUN npm ci
COPY static static
RUN node build.mjs


FROM python:3.12-slim-bookworm AS packages
ENV PIP_DISABLE_PIP_VERSION_CHECK=1
RUN python -m venv /venv
COPY lock/base.txt lock/base.txt
RUN /venv/bin/pip install --no-cache-dir --require-hashes -r lock/base.txt


FROM python:3.12-slim-bookworm
ENV PATH=/venv/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    PMCOMMS_MODE=production \
    HOST=0.0.0.0 \
    PORT=8000 \
    VAR=/var/lib/pmcomms
# The uid is fixed, so that a volume keeps its owner from image to image.
RUN groupadd --gid 10001 pmcomms \
    && useradd --uid 10001 --gid pmcomms --no-create-home --home-dir /nonexistent --shell /usr/sbin/nologin pmcomms \
    && install -d -o pmcomms -g pmcomms /var/lib/pmcomms /var/lib/pmcomms/media
WORKDIR /app
COPY --from=packages /venv /venv
COPY . .
COPY --from=assets /build/static/dist static/dist
# Collecting needs settings that production accepts; these stand in this one command only.
RUN SECRET_KEY=only-for-collecting-static-files-0123456789abcdef DEFAULT_FROM_EMAIL=build@example.com \
    python scripts/translations.py compile \
    && SECRET_KEY=only-for-collecting-static-files-0123456789abcdef DEFAULT_FROM_EMAIL=build@example.com \
    STATIC_ROOT=/app/collected python manage.py collectstatic --noinput --verbosity 0
ENV STATIC_ROOT=/app/collected
USER pmcomms
VOLUME /var/lib/pmcomms
EXPOSE 8000
HEALTHCHECK --interval=15s --timeout=5s --start-period=40s --retries=4 \
    CMD ["python", "-c", "import urllib.request; urllib.request.urlopen('http://127.0.0.1:8000/readyz', timeout=4)"]
CMD ["python", "-m", "pmcomms.serve"]
