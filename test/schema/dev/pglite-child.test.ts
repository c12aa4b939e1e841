import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import path from "node:path";
import { expect, test } from "vitest";

const PROGRAM = path.resolve("provider/schema/dev/pglite-child.ts");

function start(): { child: ChildProcess; said: () => string } {
  const child = fork(PROGRAM, {
    execArgv: ["--disable-warning=MODULE_TYPELESS_PACKAGE_JSON"],
    stdio: ["ignore", "ignore", "pipe", "ipc"],
  });
  let said = "";
  child.stderr?.on("data", (chunk: Buffer) => {
    said += chunk.toString("utf8");
  });
  return { child, said: () => said };
}

function hand(child: ChildProcess, sql: string): Promise<void> {
  return new Promise((resolve, reject) => {
    child.send({ id: 1, sql, args: [] }, (error) => (error ? reject(error) : resolve()));
  });
}

test("the child ends quietly when its parent goes away while it works", { timeout: 60_000 }, async () => {
  const { child, said } = start();
  await once(child, "message");
  await hand(child, "SELECT count(*) FROM generate_series(1, 3000000)");
  child.disconnect();
  const [code] = await once(child, "exit");
  expect({ code, said: said() }).toEqual({ code: 0, said: "" });
});

test("the child ends quietly when its parent goes away while it starts", { timeout: 60_000 }, async () => {
  const { child, said } = start();
  await once(child, "spawn");
  child.disconnect();
  const [code] = await once(child, "exit");
  expect({ code, said: said() }).toEqual({ code: 0, said: "" });
});
