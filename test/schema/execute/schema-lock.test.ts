import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import { withSession } from "../../../provider/schema/drivers/open";
import { MIGRATE_LOCK, withLock } from "../../../provider/schema/execute/lock";
import { SCHEMA_LOCK, schemaLockName, withSchemaLock } from "../../../provider/schema/execute/schema-lock";
import { describeOn, script, type TestDatabase } from "../databases";

/** URLs of schemas beside each other, by name, and under "" the URL of all of them. */
type Urls = Readonly<Record<string, string>>;

const NAMES = ["a", "b", "c"] as const;
const ALL = "";
/** However slow the machine: who waits gets its turn. */
const PATIENT = 120_000;

const servers = {
  async postgres(database: TestDatabase): Promise<Urls> {
    const realm = await database.freshRealm();
    await script(realm, ...NAMES.map((name) => `CREATE SCHEMA ${name}`));
    return { [ALL]: realm, ...Object.fromEntries(NAMES.map((name) => [name, `${realm}&search_path=${name}`])) };
  },
  async mariadb(database: TestDatabase): Promise<Urls> {
    const urls = await Promise.all(NAMES.map(async (name) => [name, await database.fresh()] as const));
    return { [ALL]: database.devUrl ?? "", ...Object.fromEntries(urls) };
  },
};

for (const kind of ["postgres", "mariadb"] as const) {
  describeOn(kind, "runs on the schemas of one server", (database) => {
    let urls: Urls = {};
    beforeAll(async () => {
      urls = await servers[kind](database());
    });
    const locked = <T>(scope: string, waitMs: number, work: () => Promise<T>) =>
      withSession(urls[scope] ?? "", {}, (session) => withSchemaLock(session, { waitMs }, work));
    const nothing = async () => "had it";
    const held = (scope: string) =>
      expect.objectContaining({
        code: "DatabaseLocked",
        message: expect.stringMatching(`the lock ${scope}.* session`),
      });

    it("go side by side, and the same schema has one of them at a time", async () => {
      await locked("a", 0, async () => {
        await expect(locked("b", 0, nothing)).resolves.toBe("had it");
        await expect(locked("a", 0, nothing)).rejects.toEqual(held(`${SCHEMA_LOCK}_`));
      });
      await expect(locked("a", 0, nothing)).resolves.toBe("had it");
    });

    it("keep out, and are kept out by, who works on all of them", async () => {
      await locked("a", 0, async () => {
        await expect(locked(ALL, 0, nothing)).rejects.toEqual(held(SCHEMA_LOCK));
        // Whoever waited in vain is in nobody's way.
        await expect(locked("b", 0, nothing)).resolves.toBe("had it");
      });
      await locked(ALL, 0, async () => {
        await expect(locked("a", 0, nothing)).rejects.toEqual(held(SCHEMA_LOCK));
        await expect(locked(ALL, 0, nothing)).rejects.toEqual(held(SCHEMA_LOCK));
      });
      await expect(locked(ALL, 0, nothing)).resolves.toBe("had it");
    });

    it("never are two at once on one schema, whatever comes when", async () => {
      const scopes = fc.array(fc.constantFrom(ALL, ...NAMES), { minLength: 2, maxLength: 10 });
      const run = async (order: readonly string[]) => {
        const working: string[] = [];
        const clashes: string[] = [];
        const work = async (scope: string) => {
          const others = working.filter((other) => other === scope || other === ALL || scope === ALL);
          clashes.push(...others.map((other) => `${scope} beside ${other}`));
          working.push(scope);
          await withSession(urls[ALL] ?? "", {}, (session) => session.query("SELECT 1"));
          working.splice(working.indexOf(scope), 1);
        };
        await Promise.all(order.map((scope) => locked(scope, PATIENT, () => work(scope))));
        expect(clashes).toEqual([]);
      };
      await fc.assert(fc.asyncProperty(scopes, run), { numRuns: 6, seed: 7 });
    });

    it("say who is waited for, and stop waiting when told to", async () => {
      await locked("a", 0, () =>
        withSession(urls.a ?? "", {}, async (session) => {
          const stop = new AbortController();
          const said: string[] = [];
          const onWait = (text: string) => {
            said.push(text);
            stop.abort(new Error("enough"));
          };
          const wait = { waitMs: PATIENT, onWait, signal: stop.signal };
          await expect(withSchemaLock(session, wait, nothing)).rejects.toThrow("enough");
          expect(said).toEqual([expect.stringMatching(/^waiting: the lock .* is held by session \d+ of/)]);
        }),
      );
    });

    it("leave the lock of migrations alone, which is upstream's", async () => {
      await locked("a", 0, () =>
        withSession(urls.a ?? "", {}, async (session) => {
          await expect(withLock(session, MIGRATE_LOCK, { waitMs: 0 }, nothing)).resolves.toBe("had it");
        }),
      );
    });
  });
}

describe("the name of a schema's lock", () => {
  it.each([
    { schema: "app", name: "atlas_schema_apply_app", because: "people read it" },
    { schema: "App", name: "atlas_schema_apply_app", because: "servers compare it so" },
    { schema: "x".repeat(64), name: /^atlas_schema_apply_[0-9a-f]{40}$/, because: "it has 64 characters at most" },
    {
      schema: "größe",
      name: /^atlas_schema_apply_[0-9a-f]{40}$/,
      because: "it may be cut where it is longer in bytes",
    },
  ])("is $name for $schema, as $because", ({ schema, name }) => {
    expect(schemaLockName(schema)).toEqual(typeof name === "string" ? name : expect.stringMatching(name));
  });
});
