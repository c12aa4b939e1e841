import { type ChildProcess, fork, spawn } from "node:child_process";
import { once } from "node:events";
import path from "node:path";
import { expect, test } from "vitest";
import type { PgliteReply } from "../../../provider/schema/dev/pglite-child";
import { pgliteDataFile } from "../../../provider/schema/dev/pglite-data";
import { buildDevDatabase } from "../../../tools/schema/build-dev-database";

const PROGRAM = path.resolve("provider/schema/dev/pglite-child.ts");

function start(dataFile = ""): { child: ChildProcess; said: () => string } {
  const child = fork(PROGRAM, [dataFile], {
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

test("the child ends quietly when its parent goes away while it works", { timeout: 180_000 }, async () => {
  const { child, said } = start();
  await once(child, "message");
  await hand(child, "SELECT count(*) FROM generate_series(1, 3000000)");
  child.disconnect();
  const [code] = await once(child, "exit");
  expect({ code, said: said() }).toEqual({ code: 0, said: "" });
});

test("the child ends quietly when its parent goes away while it starts", { timeout: 180_000 }, async () => {
  const { child, said } = start();
  await once(child, "spawn");
  child.disconnect();
  const [code] = await once(child, "exit");
  expect({ code, said: said() }).toEqual({ code: 0, said: "" });
});

test("a signal that is for all processes of a terminal or a pod leaves the child to who works with it", {
  timeout: 180_000,
}, async () => {
  const { child, said } = start();
  await once(child, "message");
  child.kill("SIGINT");
  child.kill("SIGTERM");
  expect(await ask(child, "SELECT 1")).toBe("1");
  child.disconnect();
  const [code] = await once(child, "exit");
  expect({ code, said: said() }).toEqual({ code: 0, said: "" });
});

test("the child ends with a statement that never would, when its parent is killed", { timeout: 180_000 }, async () => {
  // Its standard error is the parent's, which is open until both have ended.
  const program = `
    const options = { execArgv: ["--disable-warning=MODULE_TYPELESS_PACKAGE_JSON"], stdio: ["ignore", "ignore", "inherit", "ipc"] };
    const child = require("node:child_process").fork(${JSON.stringify(PROGRAM)}, [${JSON.stringify(pgliteDataFile())}], options);
    child.once("message", () => child.send({ id: 1, sql: "DO 'BEGIN LOOP END LOOP; END'", args: [] }, () => console.log(child.pid)));`;
  const parent = spawn(process.execPath, ["--eval", program], { stdio: ["ignore", "pipe", "pipe"] });
  const [pid] = await once(parent.stdout, "data");
  const child = Number(String(pid));
  try {
    process.kill(child, "SIGINT");
    parent.kill("SIGKILL");
    parent.stderr.resume();
    await once(parent, "close", { signal: AbortSignal.timeout(60_000) });
  } catch (error) {
    process.kill(child, "SIGKILL");
    throw error;
  }
});

/** What one may see of a server that nobody has used yet, as JSON. */
const PRISTINE = `SELECT json_build_object(
  'version', version(),
  'user', current_user,
  'relations', (SELECT json_agg(concat_ws(' ', relname, relkind, relnamespace) ORDER BY oid) FROM pg_class),
  'functions', (SELECT count(*) FROM pg_proc),
  'types', (SELECT count(*) FROM pg_type),
  'extensions', (SELECT json_agg(concat_ws(' ', extname, extversion) ORDER BY oid) FROM pg_extension),
  'databases', (SELECT json_agg(concat_ws(' ', datname, datcollate, encoding) ORDER BY oid) FROM pg_database),
  'collations', (SELECT json_agg(collname ORDER BY oid) FROM pg_collation),
  'roles', (SELECT json_agg(concat_ws(' ', rolname, rolsuper) ORDER BY oid) FROM pg_roles),
  'settings', (SELECT json_agg(concat_ws(' ', name, setting) ORDER BY name) FROM pg_settings))`;

async function ask(child: ChildProcess, sql: string): Promise<unknown> {
  const answer = once(child, "message");
  await hand(child, sql);
  const [{ rows, failure }] = (await answer) as [PgliteReply];
  expect(failure).toBeUndefined();
  return rows?.[0]?.[0];
}

test("a server from the prepared data directory is in nothing but its identity another than one that made its own", {
  timeout: 120_000,
}, async () => {
  await buildDevDatabase();
  const children = [start(pgliteDataFile()), start(pgliteDataFile()), start()];
  try {
    await Promise.all(children.map(({ child }) => once(child, "message")));
    const all = (sql: string) => Promise.all(children.map(({ child }) => ask(child, sql)));
    const [prepared, again, own] = await all("SELECT system_identifier::text FROM pg_control_system()");
    expect(prepared).toBe(again);
    expect(prepared).not.toBe(own);
    const [look, , asMade] = await all(PRISTINE);
    expect(JSON.parse(String(look))).toEqual(JSON.parse(String(asMade)));
  } finally {
    for (const { child } of children) child.kill();
  }
});
