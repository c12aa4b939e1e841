import { createServer } from "node:http";

/** Where the data is kept, without the user and password that the connection string holds. */
function databaseOf(uri: string | undefined): string {
  if (uri === undefined) throw new Error("MONGODB_URI is not set: it holds the connection string of the database");
  const url = URL.parse(uri);
  // The text itself holds a password, so it is not shown.
  if (url === null || !url.protocol.startsWith("mongodb")) throw new Error("MONGODB_URI is no mongodb:// address");
  return url.host;
}

const database = databaseOf(process.env.MONGODB_URI);
const port = Number(process.env.PORT ?? 8080);

const server = createServer((request, response) => {
  switch (request.url) {
    case "/healthz":
      response.writeHead(200).end("ok\n");
      break;
    case "/":
      response
        .writeHead(200, { "content-type": "application/json" })
        .end(`${JSON.stringify({ hello: "world", database })}\n`);
      break;
    default:
      response.writeHead(404).end("not found\n");
  }
});

server.listen(port, () => {
  const address = server.address();
  const listening = typeof address === "object" && address !== null ? address.port : port;
  console.log(`listening on port ${listening}, data at ${database}`);
});
process.once("SIGTERM", () => server.close());
