import type { KindName } from "../../../sdk/model/kinds";
import type { Pending } from "../../kinds/contract";
import type { Json } from "../cluster/managed-object";
import type { Services } from "./services";
import type { Subject } from "./subject";
import type { Work } from "./work";

/** What objects of some kinds take in the cluster, beside what their handlers make true in Atlas. */
export interface Aftercare {
  /** Before anything is asked of Atlas. Throws to end the pass. */
  before?(work: Work, desired: Json): Promise<void>;
  /** Whether the secrets that an object names have reached Atlas as they are now, as far as the object itself tells. */
  secretsSent?(work: Work): boolean;
  /** Once Atlas is as declared. Answers with what is still to be waited for. */
  after?(work: Work, desired: Json, made: { id: Json; changed: boolean }): Promise<Pending | undefined>;
  /** Fields of the status that only the cluster knows. */
  status?(work: Work, desired: Json, observed: Json): Json;
  /** Before the object is let go, whatever becomes of the thing in Atlas. */
  release?(subject: Subject, services: Services): Promise<void>;
}

const none: Aftercare = {};

/** Kinds that take some. */
const aftercares: Partial<Record<KindName, Aftercare>> = {};

export const aftercareOf = (kind: KindName): Aftercare => aftercares[kind] ?? none;
