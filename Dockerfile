# atlas-iac with its operator. Build:  docker build -t atlas-iac-operator:0.1.0 .

# The schema engine is Go compiled to WebAssembly; Node.js runs it.
FROM golang:1.26.4-bookworm AS go

FROM node:24.21.0-bookworm-slim AS build
COPY --from=go /usr/local/go /usr/local/go
ENV PATH=/usr/local/go/bin:$PATH GOTOOLCHAIN=local
WORKDIR /src
# Dependencies change less often than sources: their layer is kept.
COPY package.json package-lock.json .npmrc ./
COPY examples ./examples
RUN npm ci --ignore-scripts
COPY . .
RUN npm run build
# As people get it: the packed files, and no dependencies but those that run.
RUN npm pack --ignore-scripts --pack-destination /tmp \
 && mkdir /app && cd /app \
 && npm init --yes > /dev/null \
 && npm install --omit=dev --omit=peer --ignore-scripts /tmp/atlas-iac-*.tgz

FROM node:24.21.0-bookworm-slim
# The only directory that the Deployment lets it write to.
ENV NODE_ENV=production HOME=/tmp
COPY --from=build /app /app
WORKDIR /app
USER 65532:65532
EXPOSE 8080 8081
ENTRYPOINT ["node", "/app/node_modules/atlas-iac/dist/cli/main.js", "operator"]
