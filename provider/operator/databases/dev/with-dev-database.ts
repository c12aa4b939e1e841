import type { DatabaseKindName } from "../../../kinds/sql/registry";
import type { Json } from "../../cluster/managed-object";
import type { Subject } from "../../controllers/subject";
import { describeError } from "../../runtime";
import { DevDatabaseUnavailableError } from "../errors";
import type { DatabaseServices } from "../services";
import { DatabaseWorkError } from "../worker/failure";
import { devDatabaseOf, endDevDatabase, restDevDatabase } from "./pods";
import { managed, type Wanted, wantedOf } from "./wanted";

type Needs = Pick<DatabaseServices, "kube" | "events" | "settings" | "unclean">;

/**
 * Runs `work` with the declaration, and where planning needs a database that cannot be had in process, with the address of one that
 * runs as a pod.
 *
 * @param work also told the address, where all that is on that server may be dropped
 * @throws DevDatabaseStartingError while it starts, DevDatabaseUnavailableError where none may be started
 */
export async function withDevDatabase<T>(
  kind: DatabaseKindName,
  subject: Subject,
  services: Needs,
  declared: Json,
  work: (spec: Json, ownDevUrl?: string) => Promise<T>,
): Promise<T> {
  const onPod = async (wanted: Wanted): Promise<T> => {
    const { url: devURL, deployment } = await devDatabaseOf(subject, services, wanted);
    const rest = (): Promise<boolean> => tidied(subject, restDevDatabase(subject, services, deployment));
    const spec = { ...declared, devURL, devURLFrom: undefined, devDB: undefined };
    const result = await work(spec, wanted.known ? devURL : undefined).catch(async (error: unknown) => {
      await renew(error, subject, services, rest);
      throw error;
    });
    services.unclean.delete(subject.title);
    if (!services.settings.prewarmDevDatabases) await rest();
    return result;
  };
  const wanted = wantedOf(kind, declared);
  if (wanted && services.settings.devDatabases) return onPod(wanted);
  if (wanted?.required) throw notAllowed(wanted);
  try {
    const result = await work(declared);
    // Migrations need one on their way back only, and keep it for the next time.
    if (kind === "AtlasSchema" && services.settings.devDatabases) {
      await tidied(subject, endDevDatabase(subject, services));
    }
    return result;
  } catch (error) {
    const missing = error instanceof DatabaseWorkError ? error.failure.missing : undefined;
    const found = missing && managed(missing.dialect, missing.bound);
    if (!found) throw error;
    if (!services.settings.devDatabases) throw notAllowed(found, error);
    return onPod(found);
  }
}

/**
 * What an earlier pass that was killed left behind goes with the pod: the next one is as its image makes it. Where that one is no better,
 * it is left alone: its image brings what is in the way.
 */
async function renew(
  error: unknown,
  subject: Subject,
  { unclean }: Needs,
  rest: () => Promise<boolean>,
): Promise<void> {
  if (!(error instanceof DatabaseWorkError && error.failure.unclean)) unclean.delete(subject.title);
  else if (!unclean.has(subject.title) && (await rest())) unclean.add(subject.title);
}

/** Whether a dev database could be put away. That it could not is no failure of the work that it was for. */
async function tidied(subject: Subject, putAway: Promise<void>): Promise<boolean> {
  try {
    await putAway;
    return true;
  } catch (error) {
    subject.context.log.warn({ err: describeError(error) }, "its dev database could not be put away");
    return false;
  }
}

function notAllowed({ driver }: Wanted, cause?: unknown): DevDatabaseUnavailableError {
  return new DevDatabaseUnavailableError(`planning needs a dev database of ${driver}, which may not be started here`, {
    cause,
    hint: "Give devURL or devURLFrom, an empty database of the same kind, or have the operator start one: --dev-databases.",
  });
}
