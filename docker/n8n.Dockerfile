# syntax=docker/dockerfile:1
# n8n in the version of n8n/package.json, with our nodes and workflows.

FROM node:24-slim AS package
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
COPY contracts/package.json contracts/
COPY service-kit/package.json service-kit/
COPY lead-tracker/package.json lead-tracker/
COPY communication-engine/package.json communication-engine/
COPY sandbox/package.json sandbox/
# `npm ci` would fail: the lockfile has the optional packages of one platform; `npm install` adds those of this platform.
RUN npm install --no-save --ignore-scripts
COPY . .
RUN npx tsc -b nodes && node nodes/copy-assets.mjs && node nodes/pack.mjs /tmp && tar -xzf /tmp/n8n-nodes-lead-nurturing-*.tgz -C /tmp

FROM docker.n8n.io/n8nio/n8n:2.39.10
COPY --from=package --chown=node:node /tmp/package /opt/lead-nurturing/n8n-nodes-lead-nurturing
COPY --chown=node:node workflows /opt/lead-nurturing/workflows
COPY --chown=node:node --chmod=755 docker/n8n /opt/lead-nurturing
HEALTHCHECK --interval=10s --timeout=5s --start-period=120s --start-interval=2s --retries=6 \
  CMD ["node", "-e", "fetch('http://127.0.0.1:5678/healthz/readiness').then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"]
ENTRYPOINT ["tini", "--", "/opt/lead-nurturing/entrypoint.sh"]
