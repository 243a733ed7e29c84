# Node runs the TypeScript as it stands, so nothing is built: the image is the production dependencies and the sources.

FROM node:24-slim AS dependencies
WORKDIR /app
COPY package.json package-lock.json ./
# No production dependency needs an install script.
RUN npm ci --omit=dev --ignore-scripts --no-audit --no-fund

FROM node:24-slim
# A container's loopback cannot be reached from outside it, hence HOST.
ENV NODE_ENV=production HOST=0.0.0.0 DATA_DIR=/data
WORKDIR /app
COPY --from=dependencies /app/node_modules ./node_modules
COPY package.json LICENSE ./
COPY config ./config
COPY src ./src
COPY workers ./workers
RUN mkdir -p /data node_modules/.cache && chown node:node /data node_modules/.cache
USER node
# What every first start would do otherwise: strips the types, and makes a database to copy.
RUN node --import ./src/compile-cache.mjs src/prepare-install.ts
VOLUME /data
# 3000: health, metrics, Slack's requests in HTTP mode. 3001: the sandbox, where no Slack token is set.
EXPOSE 3000 3001
HEALTHCHECK --interval=30s --timeout=10s --start-period=60s --retries=3 \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT || 3000}/healthz`).then((answer) => process.exit(answer.ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "--v8-pool-size=1", "--max-semi-space-size=2", "--import", "./src/compile-cache.mjs", "src/main.ts"]
