import { sameDatabase } from "../drivers/identity";
import { isMySqlFamily, records, type Session } from "../drivers/session";
import { DevDatabaseError } from "../errors";
import { schemasReached } from "./reach";

/** Refuses a script before it runs. @throws DevDatabaseError */
export type Fence = (script: string) => void;

/**
 * What is beside a dev schema on its server may be real, and a script that leaves the schema would change it: a dump begins with
 * `USE app`, and `DROP TABLE app.users` finds it. With PostgreSQL so only where the target is in the same database: no script gets
 * out of that.
 */
export async function fenceAround(dev: Session, target?: Session): Promise<Fence | undefined> {
  if (dev.schema === "" || dev.dialect === "sqlite") return undefined;
  const reachable = isMySqlFamily(dev.dialect) || (target !== undefined && (await sameDatabase(target, dev)));
  if (!reachable) return undefined;
  const others = new Map((await schemasBeside(dev)).map((name) => [name.toLowerCase(), name]));
  return (script) => {
    const [found] = [...schemasReached(script, dev)].flatMap((name) => others.get(name) ?? []);
    if (found === undefined) return;
    throw new DevDatabaseError(`the SQL reaches out of the dev database ${dev.schema}, into ${found} beside it`, {
      hint: `It would change ${found} itself. Leave its name out of the SQL, or give a devURL of a server that has no ${found}.`,
    });
  };
}

async function schemasBeside(dev: Session): Promise<string[]> {
  const system = isMySqlFamily(dev.dialect)
    ? "schema_name NOT IN ('information_schema', 'mysql', 'performance_schema', 'sys')"
    : "schema_name NOT LIKE 'pg\\_%' AND schema_name <> 'information_schema'";
  const found = await records(dev, `SELECT schema_name AS name FROM information_schema.schemata WHERE ${system}`);
  return found.map(({ name }) => name ?? "").filter((name) => name !== dev.schema);
}
