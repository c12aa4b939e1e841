import fc from "fast-check";
import { expect, it } from "vitest";
import { applySchema, previewSchema } from "../../../provider/schema/declarative/apply";
import { withSession } from "../../../provider/schema/drivers/open";
import { engine } from "../../../provider/schema/engine/engine";
import { describeOn, KINDS, type Kind } from "../databases";
import { mariadb } from "./random/mariadb";
import { postgres } from "./random/postgres";
import { sqlite } from "./random/sqlite";
import { pairOf, type Vocabulary } from "./random/vocabulary";

const VOCABULARIES: Readonly<Record<Kind, Vocabulary>> = { postgres, mariadb, sqlite };

/** How often each property is tried: `ATLAS_IAC_RANDOM_RUNS=500` looks longer. */
const RUNS = Number(process.env.ATLAS_IAC_RANDOM_RUNS ?? 0);
/** A longer look takes its time, and makes a failure as small as it can. Milliseconds. */
const LIMIT_MS = RUNS > 0 ? 7_200_000 : 180_000;
const runs = (kind: Kind) => ({ numRuns: RUNS || (kind === "sqlite" ? 25 : 4), endOnFailure: RUNS === 0 });

const desired = (text: string) => ({ sql: [{ name: "schema.sql", text }] });

const inspect = (url: string) =>
  withSession(url, {}, (session) => engine.inspect({ from: { session }, formats: ["hcl", "model"] }));

/** What a database is like, but for its name and the order of columns, which a changed table keeps. */
async function likeness(url: string): Promise<string[]> {
  const { hcl = "" } = await inspect(url);
  return hcl
    .replaceAll(/schema\.\w+|"t\d+"/g, "")
    .split("\n")
    .sort();
}

for (const kind of KINDS) {
  describeOn(kind, "random schemas", (database) => {
    const pairs = pairOf(VOCABULARIES[kind]);
    const made = async (text: string) => {
      const url = await database().fresh();
      await applySchema({ url, devUrl: database().devUrl, desired: desired(text) });
      return url;
    };

    it(
      "lead from any to any other, to the same state as if made from nothing",
      async () => {
        await fc.assert(
          fc.asyncProperty(pairs, async ({ from, to }) => {
            const { devUrl } = database();
            const [url, straight] = [await made(from), await made(to)];
            await applySchema({ url, devUrl, desired: desired(to) });
            expect((await previewSchema({ url, devUrl, desired: desired(to) })).statements).toEqual([]);
            expect(await likeness(url)).toEqual(await likeness(straight));
          }),
          runs(kind),
        );
      },
      LIMIT_MS,
    );

    it(
      "are what their own HCL says",
      async () => {
        await fc.assert(
          fc.asyncProperty(pairs, async ({ from }) => {
            const url = await made(from);
            const text = (await inspect(url)).hcl ?? "";
            const { devUrl } = database();
            const plan = await previewSchema({ url, devUrl, desired: { hcl: [{ name: "schema.hcl", text }] } });
            expect(plan.statements).toEqual([]);
          }),
          runs(kind),
        );
      },
      LIMIT_MS,
    );

    it(
      "never drop what is to be skipped",
      async () => {
        await fc.assert(
          fc.asyncProperty(pairs, async ({ from, to }) => {
            const url = await made(from);
            const columns = async () =>
              ((await inspect(url)).model?.schemas ?? []).flatMap(({ tables = [] }) =>
                tables.flatMap(({ name, columns = [] }) =>
                  columns.map((one) => `${name}.${one.name} ${one.type} ${one.null}`),
                ),
              );
            const before = await columns();
            const policy = {
              diff: { skip: ["drop_table", "drop_column", "modify_column"] as const },
              destructive: { error: true },
            };
            await applySchema({ url, devUrl: database().devUrl, desired: desired(to), policy });
            expect(await columns()).toEqual(expect.arrayContaining(before));
          }),
          runs(kind),
        );
      },
      LIMIT_MS,
    );
  });
}
