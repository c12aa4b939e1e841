import { createServer } from "node:net";
import { expect, test } from "vitest";
import { freePort } from "../../tools/engines/free-port";

test("whoever asks for a free port gets one of their own, which no outgoing connection can take before it is used", async () => {
  const ports = await Promise.all(Array.from({ length: 200 }, () => freePort()));
  expect(new Set(ports).size).toBe(200);
  // Where systems begin to number outgoing connections.
  expect(Math.max(...ports)).toBeLessThan(32_768);
  const server = createServer();
  await new Promise<void>((resolve, reject) => {
    server.on("error", reject);
    server.listen(ports[0], "127.0.0.1", resolve);
  });
  server.close();
});
