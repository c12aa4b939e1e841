import { spawn } from "node:child_process";
import { once } from "node:events";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { planSchema } from "../../../provider/schema/declarative/plan";
import { borrowPglite, endPglite } from "../../../provider/schema/dev/pglite";
import { withSession } from "../../../provider/schema/drivers/open";
import type { Session } from "../../../provider/schema/drivers/session";
import { buildEngine } from "../../../tools/schema/build-engine";

async function using<T>(work: (dev: Session) => Promise<T>): Promise<T> {
  const { session, giveBack } = await borrowPglite("public");
  try {
    return await work(session);
  } finally {
    await giveBack();
  }
}

const relations = (dev: Session) =>
  dev.query("SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace").then(({ rows }) => rows.flat());

describe("the in-process PostgreSQL", { timeout: 120_000 }, () => {
  beforeAll(() => buildEngine());
  afterAll(() => endPglite());

  test.each([
    {
      because: "roles are the whole server's",
      sql: `CREATE ROLE reader; CREATE TABLE t (id int); GRANT SELECT ON t TO reader;
        ALTER DEFAULT PRIVILEGES GRANT SELECT ON TABLES TO reader`,
    },
    {
      because: "no schema holds publications, servers and casts",
      sql: `CREATE TABLE t (id int); CREATE PUBLICATION changes FOR TABLE t;
        CREATE FOREIGN DATA WRAPPER w; CREATE SERVER s FOREIGN DATA WRAPPER w; CREATE CAST (int AS date) WITHOUT FUNCTION;
        ALTER ROLE postgres SET search_path = nowhere`,
    },
  ])("is as new for the next who has it: $because", async ({ sql }) => {
    const settings = "SELECT count(*)::text FROM pg_db_role_setting";
    for (const _round of [1, 2]) {
      const found = await using(async (dev) => {
        const { rows } = await dev.query(settings);
        await dev.execute(sql);
        return rows;
      });
      expect(found).toEqual([["0"]]);
    }
  });

  test("takes no word from who has given it back", async () => {
    const kept = await using(async (dev) => dev);
    await expect(kept.execute("CREATE TABLE late (id int)")).rejects.toThrow("given back already");
    expect(await using(relations)).toEqual([]);
  });

  test("ends with a statement that takes too long, and another one serves who comes next", async () => {
    const { session, giveBack } = await borrowPglite("", { limitMs: 500 });
    const slow = session.execute("SELECT pg_sleep(1000000)");
    const after = expect(using(relations)).resolves.toEqual([]);
    await expect(slow).rejects.toThrow("the dev database was ended after 0.5 s with: SELECT pg_sleep(1000000)");
    await giveBack();
    await after;
  });

  test("is left by whoever gives up, at work or in line, and by nobody else", async () => {
    const signals = [new AbortController(), new AbortController()] as const;
    const { session, giveBack } = await borrowPglite("", { signal: signals[0].signal });
    const slow = expect(session.execute("SELECT pg_sleep(1000000)")).rejects.toThrow("the dev database was ended");
    const inLine = expect(borrowPglite("", { signal: signals[1].signal })).rejects.toThrow("given up in line");
    const after = expect(using(relations)).resolves.toEqual([]);
    signals[1].abort(new Error("given up in line"));
    await inLine;
    signals[0].abort(new Error("given up at work"));
    await slow;
    await giveBack();
    await after;
  });

  test("is not waited for by whoever has given up already", async () => {
    const gone = AbortSignal.abort(new Error("given up before"));
    const busy = using(async () => {
      await expect(borrowPglite("", { signal: gone })).rejects.toThrow("given up before");
      return "as long as it was had";
    });
    expect(await busy).toBe("as long as it was had");
  });

  test("holds nothing of a plan that failed at its target while scripts still ran", async () => {
    // The script ends its transaction itself, so its statements run one by one.
    const text = "BEGIN; SELECT pg_sleep(0.5); COMMIT; CREATE TABLE left_over (id int);";
    const wrong = "SELECT * FROM pg_nothing";
    await withSession("sqlite://target?mode=memory", {}, async (target) => {
      const failing = Object.assign(Object.create(target), {
        dialect: "postgres",
        schema: "public",
        query: () => target.query(wrong),
      });
      const plan = planSchema(failing, { desired: { sql: [{ name: "schema.sql", text }] } });
      await expect(plan).rejects.toThrow("no such table: pg_nothing");
    });
    expect(await using(relations)).toEqual([]);
  });

  test("keeps no program from ending, also where it cannot be lent", async () => {
    const program = `
      const { borrowPglite } = require("./provider/schema/dev/pglite");
      borrowPglite("\\0").catch((error) => console.log(error.message));`;
    const child = spawn(process.execPath, ["--import=tsx", "--eval", program], {
      cwd: path.resolve(__dirname, "../../.."),
      stdio: ["ignore", "pipe", "inherit"],
    });
    const said: Buffer[] = [];
    child.stdout.on("data", (chunk: Buffer) => said.push(chunk));
    try {
      const [code] = await once(child, "exit", { signal: AbortSignal.timeout(60_000) });
      expect([code, Buffer.concat(said).toString("utf8").trim()]).toEqual([0, "invalid message format"]);
    } finally {
      child.kill("SIGKILL");
    }
  });
});
