import type { Json } from "../../cluster/managed-object";
import type { Subject } from "../../controllers/subject";
import type { DatabaseServices } from "../services";

/** Runs `work` with the declaration, and the dev database that it names. */
export async function withDevDatabase<T>(
  _subject: Subject,
  _services: DatabaseServices,
  declared: Json,
  work: (spec: Json) => Promise<T>,
): Promise<T> {
  return work(declared);
}
