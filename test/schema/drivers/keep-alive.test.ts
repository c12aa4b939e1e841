import { once } from "node:events";
import { type AddressInfo, createServer, type Server, Socket } from "node:net";
import { afterAll, afterEach, beforeAll, expect, it, vi } from "vitest";
import { openSession } from "../../../provider/schema/drivers/open";

let server: Server;
beforeAll(async () => {
  server = createServer((socket) => socket.destroy()).listen(0, "127.0.0.1");
  await once(server, "listening");
});
afterEach(() => vi.restoreAllMocks());
afterAll(() => server.close());

it.each(["postgres", "mysql"])(
  "a silent connection to %s is asked every 15 seconds whether it is alive",
  async (scheme) => {
    const asked = vi.spyOn(Socket.prototype, "setKeepAlive");
    const { port } = server.address() as AddressInfo;
    await expect(
      openSession(`${scheme}://u:p@127.0.0.1:${port}/app?${scheme === "postgres" ? "sslmode=disable" : ""}`),
    ).rejects.toThrow();
    expect(asked).toHaveBeenCalledWith(true, 15_000);
  },
);
