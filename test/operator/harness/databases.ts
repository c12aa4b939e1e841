import type { OperatorOptions } from "../../../provider/operator";
import type { ManagedObject } from "../../../provider/operator/cluster/managed-object";
import { CONFIG_MAPS } from "../../../provider/operator/cluster/secret";
import { openSession } from "../../../provider/schema/drivers/open";
import type { Session } from "../../../provider/schema/drivers/session";
import { migrationSum } from "../../../sdk/model/sql-database/migration-sum";
import { type PostgresServer, startPostgres } from "../../../tools/engines/postgres";
import { descendants, type ListedProcess } from "../../../tools/engines/process-tree";
import { buildEngine } from "../../../tools/schema/build-engine";
import { until } from "../runtime/harness/until";
import { conditionOf, type RunningOperator, World, type WorldOptions } from "./world";

export type DatabaseKind = "AtlasSchema" | "AtlasMigration";

/** A cluster beside a PostgreSQL server. */
export class DatabaseWorld {
  #databases = 0;

  private constructor(
    readonly world: World,
    readonly postgres: PostgresServer,
  ) {}

  static async start(options: WorldOptions = {}): Promise<DatabaseWorld> {
    const [world, postgres] = await Promise.all([World.start(options), startPostgres(), buildEngine()]);
    return new DatabaseWorld(world, postgres);
  }

  /** Runs an operator that does not wait long before it tries again. */
  operator({ databases, ...options }: Partial<OperatorOptions> = {}): RunningOperator {
    const backoff = { firstMs: 100, maxMs: 400 };
    return this.world.operator({ ...options, databases: { backoff, lookAgainMs: 100, ...databases } });
  }

  /** URL of a new, empty database, bound to its schema `public`. */
  async fresh(): Promise<string> {
    const name = `db${++this.#databases}`;
    await this.postgres.createDatabase(name);
    return `${this.postgres.url(name)}&search_path=public`;
  }

  /** A namespace with a fresh database, whose URL is in the Secret `database` there, without any label. */
  async place(namespace: string): Promise<{ url: string; urlFrom: object }> {
    await this.world.namespace(namespace);
    const url = await this.fresh();
    await this.world.secret(namespace, "database", { url: `${url}\n` }, {});
    return { url, urlFrom: { secretKeyRef: { name: "database", key: "url" } } };
  }

  async configMap(namespace: string, name: string, data: Record<string, string>): Promise<void> {
    await this.world.kube.create(CONFIG_MAPS, { metadata: { name, namespace }, data });
  }

  /** Waits until the object's Ready condition has this reason, for its present generation. */
  async reason(kind: DatabaseKind, namespace: string, name: string, reason: string): Promise<ManagedObject> {
    return this.world.until(kind, namespace, name, `has the reason ${reason}`, (object) => {
      const ready = conditionOf(object, "Ready");
      return ready?.reason === reason && ready.observedGeneration === object.metadata.generation;
    });
  }

  async stop(): Promise<void> {
    await this.world.stop();
    await this.postgres.stop();
  }
}

/** Rows of a query, as text. */
export async function rowsOf(url: string, sql: string): Promise<(string | null)[][]> {
  const session = await openSession(url);
  try {
    return (await session.query(sql)).rows;
  } finally {
    await session.close();
  }
}

/** Names of the columns of a table in the bound schema, in their order. */
export async function columnsOf(url: string, table: string): Promise<string[]> {
  const schema = url.startsWith("postgres") ? "current_schema()" : "database()";
  const sql = `SELECT column_name FROM information_schema.columns WHERE table_schema = ${schema} AND table_name = '${table}'`;
  return (await rowsOf(url, `${sql} ORDER BY ordinal_position`)).map(([name]) => String(name));
}

/** Files of migrations with the sum that belongs to them. */
export const summed = (files: Readonly<Record<string, string>>): Record<string, string> => ({
  ...files,
  "atlas.sum": migrationSum(files),
});

/** Processes of this test's operators that work on databases. */
export const workers = async (): Promise<ListedProcess[]> =>
  (await descendants(process.pid)).filter(({ command }) => command.includes("databases/worker/child"));

const GATE = 4711;

/** A directory of three migrations, of which the second waits at a gate until it is opened. */
export class Gate {
  readonly files = summed({
    "1_a.sql": "CREATE TABLE a (id int);",
    "2_b.sql": `SELECT pg_advisory_xact_lock(${GATE});\nCREATE TABLE b (id int);`,
    "3_c.sql": "CREATE TABLE c (id int);",
  });

  private constructor(
    private readonly url: string,
    private readonly keeper: Session,
  ) {}

  static async close(url: string): Promise<Gate> {
    const keeper = await openSession(url);
    await keeper.execute(`SELECT pg_advisory_lock(${GATE})`);
    return new Gate(url, keeper);
  }

  /** Waits until the second migration waits. */
  async reached(): Promise<void> {
    const sql = `SELECT 1 FROM pg_locks WHERE locktype = 'advisory' AND objid = ${GATE} AND NOT granted`;
    await until("the second migration waits", async () => (await this.keeper.query(sql)).rows.length > 0);
  }

  async open(): Promise<void> {
    await this.keeper.close();
  }

  /** Versions that are applied in full. */
  async applied(): Promise<(string | null | undefined)[]> {
    const sql = "SELECT version FROM atlas_schema_revisions WHERE applied = total ORDER BY version";
    return (await rowsOf(this.url, sql)).map(([version]) => version);
  }
}
