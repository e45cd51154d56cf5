# syntax=docker/dockerfile:1
# Builds the Lead Tracker, the Communication Engine or the sandbox: SERVICE names the workspace.

FROM node:24-slim AS manifests
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
COPY contracts/package.json contracts/
COPY service-kit/package.json service-kit/
COPY lead-tracker/package.json lead-tracker/
COPY communication-engine/package.json communication-engine/
COPY sandbox/package.json sandbox/

FROM manifests AS build
# `npm ci` would fail: the lockfile has the optional packages of one platform; `npm install` adds those of this platform.
RUN npm install --no-save --ignore-scripts
COPY tsconfig.base.json ./
COPY contracts contracts
COPY service-kit service-kit
COPY lead-tracker lead-tracker
COPY communication-engine communication-engine
COPY sandbox sandbox
ARG SERVICE
RUN npx tsc -b "$SERVICE" && mkdir -p "$SERVICE/public"

FROM manifests AS runtime-modules
ARG SERVICE
RUN npm install --no-save --ignore-scripts --omit=dev --workspace="$SERVICE"

FROM node:24-slim
ARG SERVICE
ENV NODE_ENV=production SERVICE=$SERVICE HOST=0.0.0.0 OPERATIONS_HOST=0.0.0.0
WORKDIR /app
COPY --from=runtime-modules /app ./
COPY --from=build /app/contracts/dist contracts/dist
COPY --from=build /app/service-kit/dist service-kit/dist
COPY --from=build /app/$SERVICE/dist $SERVICE/dist
COPY --from=build /app/$SERVICE/public $SERVICE/public
RUN install --directory --owner=node --group=node /data
USER node
HEALTHCHECK --interval=10s --timeout=5s --start-period=60s --start-interval=1s --retries=3 \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT}/ready`).then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"]
# scripts/process/small-heap.ts explains the memory flags.
CMD ["sh", "-c", "exec node --max-semi-space-size=8 --heap-growing-percent=50 \"$SERVICE/dist/main.js\""]
