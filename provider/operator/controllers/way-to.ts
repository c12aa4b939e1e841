import { policyAnnotations } from "../../../sdk/model/object-policy";
import { AtlasApiError } from "../../atlas";
import type { AtlasApi } from "../../atlas/api";
import { noAccess } from "../credentials/clients";
import { formerPlace } from "../credentials/former";
import type { Remembered } from "../ownership/remembered";
import { Hindrance } from "./errors";
import type { Work } from "./work";

/**
 * Asks something of Atlas about a thing of an object that may be in another project than the one that it names now: with the Secret that
 * was used for it, and without that with the one that the object has now, which may be good for both.
 *
 * @throws Hindrance naming the Secret that is missing
 */
export async function onWayTo<T>(work: Work, thing: Remembered, use: (api: AtlasApi) => Promise<T>): Promise<T> {
  const { subject, services, place } = work;
  const { cluster, clients, globalSecret } = services;
  const former = formerPlace(cluster, subject.kind, subject.object, thing, globalSecret);
  if (!former || former.secret === place.secret) return use(work.api);
  const api = await clients.client(subject.kind, former, subject.signal).catch(unlessElsewhere);
  if (!(api instanceof Hindrance)) return use(api);
  try {
    return await use(work.api);
  } catch (error) {
    if (!(error instanceof AtlasApiError && (error.status === 401 || error.status === 403))) throw error;
    const text = `What this object made in project ${thing.id.projectId} cannot be reached: ${api.message}`;
    throw noAccess(subject.kind, text, {
      cause: error,
      again: api.again,
      hint: `Bring that back, or delete the object, annotated with ${policyAnnotations.resource}: keep, which leaves in Atlas what it made`,
    });
  }
}

function unlessElsewhere(error: unknown): Hindrance {
  if (error instanceof Hindrance) return error;
  throw error;
}
