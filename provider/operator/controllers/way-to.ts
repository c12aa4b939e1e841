import { policyAnnotations } from "../../../sdk/model/object-policy";
import { AtlasApiError } from "../../atlas";
import type { AtlasApi } from "../../atlas/api";
import { noAccess } from "../credentials/clients";
import { formerPlace } from "../credentials/former";
import type { CredentialsPlace } from "../credentials/place";
import type { Remembered } from "../ownership/remembered";
import { isNoAccess } from "../status/failures";
import { type Again, Hindrance } from "./errors";
import type { Work } from "./work";

/**
 * Asks something of Atlas about a thing of an object that may be in another project than the one that it names now: with the Secret that
 * was used for it, and where that is no way in any more with the one that the object has now, which may be good for both.
 *
 * @throws Hindrance naming the Secret that is missing, must not be used, or is no good any more
 */
export async function onWayTo<T>(work: Work, thing: Remembered, use: (api: AtlasApi) => Promise<T>): Promise<T> {
  const { subject, services, place } = work;
  const { cluster, clients, globalSecret } = services;
  const former = formerPlace(cluster, subject.kind, subject.object, thing, globalSecret);
  if (!former || former.secret === place.secret) return use(work.api);
  const api = await clients.client(subject.kind, former, subject.signal).catch(unlessElsewhere);
  if (api instanceof Hindrance) return instead(work, thing, use, { why: api.message, again: api.again, former });
  try {
    return await use(api);
  } catch (error) {
    if (!isNoAccess(error)) throw error;
    const why = `Secret ${former.secret} (named by ${former.from}): ${error.message}`;
    return instead(work, thing, use, { why, again: "with-backoff", former });
  }
}

/** Why there is no way in with the Secret that was used before, and when there may be one again. */
interface Lost {
  why: string;
  again: Again;
  former: CredentialsPlace;
}

async function instead<T>(
  { subject, api, place }: Work,
  { id }: Remembered,
  use: (api: AtlasApi) => Promise<T>,
  { why, again, former }: Lost,
): Promise<T> {
  try {
    return await use(api);
  } catch (error) {
    if (!(error instanceof AtlasApiError && (error.status === 401 || error.status === 403))) throw error;
    // One that must not be used is there, and of no help.
    const mend = `${former.barred ? "Let" : "Bring that back, let"} Secret ${place.secret} reach that project too`;
    throw noAccess(subject.kind, `What this object made in project ${id.projectId} cannot be reached: ${why}`, {
      cause: error,
      again,
      hint: `${mend}, or delete the object, annotated with ${policyAnnotations.resource}: keep, which leaves in Atlas what it made`,
    });
  }
}

function unlessElsewhere(error: unknown): Hindrance {
  if (error instanceof Hindrance) return error;
  throw error;
}
