import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { describeWithEngine } from "../../tools/engines/require-engine";
import { buildEngine } from "../../tools/schema/build-engine";
import { type DatabaseKind, rowsOf, summed } from "./harness/databases";
import type { Cut } from "./harness/guillotine";
import { Life } from "./harness/life";
import { soakRounds, tell } from "./harness/soak";
import { isReady, World } from "./harness/world";
import { until } from "./runtime/harness/until";

interface Declared {
  kind: DatabaseKind;
  /** At first, and then. */
  specs: readonly [object, object];
  /** What is there then, by a query. */
  sql: string;
  rows: readonly string[];
}

const declared: readonly Declared[] = [
  {
    kind: "AtlasSchema",
    specs: [
      { schema: { sql: "CREATE TABLE log (n text);" } },
      { schema: { sql: "CREATE TABLE log (n text);\nCREATE TABLE users (id int);" } },
    ],
    sql: "SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name",
    rows: ["log", "users"],
  },
  {
    kind: "AtlasMigration",
    specs: [migrations(1), migrations(2)],
    sql: "SELECT n FROM log ORDER BY n",
    rows: ["run 1", "run 2"],
  },
];

/** A directory of so many migrations, each of which leaves a row whenever it runs. */
function migrations(count: number): object {
  const files = Array.from({ length: count }, (_, index) => {
    const create = index === 0 ? "CREATE TABLE log (n text);\n" : "";
    return [`${index + 1}_run.sql`, `${create}INSERT INTO log VALUES ('run ${index + 1}');`] as const;
  });
  return { dir: { local: summed(Object.fromEntries(files)) } };
}

/** Every write; in the ordinary tests, every other one. */
const STRIDE = soakRounds > 0 ? 1 : 2;
const moments: readonly Cut["when"][] = soakRounds > 0 ? ["before", "after"] : ["after"];

describeWithEngine("kubernetes", "an operator that is killed at a write for a database", () => {
  let world: World;
  let directory: string;
  let life: Life;
  let kills = 0;
  const begin = () => Life.begin(world, { databases: { backoff: { firstMs: 100, maxMs: 400 }, lookAgainMs: 100 } });
  beforeAll(async () => {
    directory = mkdtempSync(join(tmpdir(), "atlas-iac-sqlite-"));
    [world] = await Promise.all([World.start(), buildEngine()]);
    life = await begin();
  });
  afterAll(async () => {
    tell({ what: "operator, at each of its writes for databases", kills });
    await life?.end();
    await world?.stop();
    rmSync(directory, { recursive: true });
  });

  const urlOf = (namespace: string): string => `sqlite://${join(directory, namespace)}`;

  async function isMade(kind: DatabaseKind, namespace: string): Promise<boolean> {
    const object = await world.get(kind, namespace, "shop");
    return object !== undefined && isReady(object);
  }

  /** Declares both, cuts each at its own write, and has the next life go on. @returns how many were cut */
  async function killAmid(step: 0 | 1, cut: Cut): Promise<number> {
    const threads = declared.map(({ kind }) => ({ kind, thread: life.shears.put(placeOf(kind, cut), cut) }));
    for (const { kind, specs } of declared) {
      const spec = { url: urlOf(placeOf(kind, cut)), ...specs[step] };
      if (step === 0) await world.create(kind, placeOf(kind, cut), "shop", spec);
      else await world.patch(kind, placeOf(kind, cut), "shop", { spec });
    }
    for (const { kind, thread } of threads) {
      await until(`${kind} is cut or done`, async () => thread.severed || (await isMade(kind, placeOf(kind, cut))));
    }
    const severed = threads.filter(({ thread }) => thread.severed).length;
    if (severed === 0) life.shears.putAway();
    else {
      await life.end();
      life = await begin();
    }
    for (const { kind } of declared) await world.ready(kind, placeOf(kind, cut), "shop");
    return severed;
  }

  it.each(moments)(
    "%s it is heard, goes on in its next life and runs nothing twice",
    async (when) => {
      for (let at = 1, severed = 1; severed > 0; at += STRIDE) {
        const cut = { at, when };
        for (const { kind } of declared) await world.namespace(placeOf(kind, cut));
        severed = (await killAmid(0, cut)) + (await killAmid(1, cut));
        for (const { kind, sql, rows } of declared) {
          const found = (await rowsOf(urlOf(placeOf(kind, cut)), sql)).flat();
          expect({ kind, cut, found }).toEqual({ kind, cut, found: rows });
        }
        kills += severed;
      }
      // Otherwise the cuts would have shown nothing: each is cut twice at least, both times that it is declared.
      expect(kills).toBeGreaterThanOrEqual(6);
    },
    120_000,
  );
});

/** A namespace of its own. */
const placeOf = (kind: DatabaseKind, { at, when }: Cut): string => `${kind}-${when}-${at}`.toLowerCase();
