import type { Session } from "../../../provider/schema/drivers/session";
import { EngineHost } from "../../../provider/schema/engine/host";
import { EngineInstance } from "../../../provider/schema/engine/instance";

/** Keeps what the engine asks before it is amended. */
class RecordingHost extends EngineHost {
  readonly asked: { sql: string; args: string }[] = [];

  override query(id: number, sql: string, args: string): Promise<string> {
    this.asked.push({ sql, args });
    return super.query(id, sql, args);
  }
}

/** The library's own query that has `part` in it, and its arguments, when it inspects what the session sees. */
export async function askedOf(session: Session, part: string): Promise<[string, string[]]> {
  const host = new RecordingHost();
  const connection = { session: host.lend(session), dialect: session.dialect, schema: session.schema };
  const instance = await EngineInstance.start(host);
  await instance.call("inspect", JSON.stringify({ from: { connection }, formats: [] }));
  const found = host.asked.find(({ sql }) => sql.includes(part));
  if (!found) throw new Error(`the engine asked nothing with ${part}`);
  return [found.sql, JSON.parse(found.args) as string[]];
}
