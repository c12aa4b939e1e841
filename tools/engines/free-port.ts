import { createServer } from "node:net";
import { CommandFailedError } from "./errors";

/** A port of the loopback interface that nobody listens on right now. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.on("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() => {
        if (address !== null && typeof address === "object") resolve(address.port);
        else reject(new CommandFailedError("listen 127.0.0.1:0", "no port given", ""));
      });
    });
  });
}
