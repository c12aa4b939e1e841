import { randomBytes } from "node:crypto";
import { lockWaitOf } from "../drivers/lock-wait";
import { openSession } from "../drivers/open";
import { quoteName, type Session } from "../drivers/session";
import type { DatabaseUrl } from "../drivers/url";

/** How the names of all scratch schemas begin. */
export const SCRATCH_PREFIX = "atlas_iac_dev_";
/** Scratch schemas older than this were left by a process that died. Seconds. */
const ABANDONED_AFTER = 3600;

/** Makes a scratch schema on the server that `url` names, and a session bound to it. Giving it back drops the schema. */
export async function borrowScratchSchema(url: DatabaseUrl): Promise<{ session: Session; giveBack(): Promise<void> }> {
  const now = Math.floor(Date.now() / 1000);
  const name = `${SCRATCH_PREFIX}${now}_${randomBytes(4).toString("hex")}`;
  const quoted = quoteName("mysql", name);
  const limits = { lockTimeoutMs: lockWaitOf(url, {}) };
  const admin = await openSession({ ...url, database: "", schema: "" }, limits);
  try {
    await sweep(admin, now);
    await admin.execute(`CREATE DATABASE ${quoted}`);
    const session = await openSession({ ...url, database: name, schema: name }, limits);
    const giveBack = async () => {
      try {
        await session.close();
        await admin.execute(`DROP DATABASE IF EXISTS ${quoted}`);
      } finally {
        await admin.close();
      }
    };
    return { session, giveBack };
  } catch (error) {
    await admin.close();
    throw error;
  }
}

async function sweep(admin: Session, now: number): Promise<void> {
  const { rows } = await admin.query(
    `SELECT SCHEMA_NAME FROM information_schema.SCHEMATA WHERE SCHEMA_NAME LIKE '${SCRATCH_PREFIX.replaceAll("_", "\\_")}%'`,
  );
  for (const [name] of rows) {
    const made = Number(name?.slice(SCRATCH_PREFIX.length).split("_", 1)[0]);
    if (name && made > 0 && now - made > ABANDONED_AFTER)
      await admin.execute(`DROP DATABASE IF EXISTS ${quoteName("mysql", name)}`);
  }
}
