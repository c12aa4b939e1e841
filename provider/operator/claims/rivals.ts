import { type Claim, describeClaim, type Named } from "../../../sdk/model/claims";
import { isRecord } from "../../../sdk/model/is-record";
import { type KindName, kindClaims } from "../../../sdk/model/kinds";
import { placesOfObject } from "../../../sdk/model/places-in-manifests";
import type { Clock } from "../../atlas/clock";
import { type Cluster, titleOf } from "../cluster/cluster";
import { declaredProjectOf } from "../cluster/declared-project";
import { type Json, type ManagedObject, namespaceOf } from "../cluster/managed-object";
import { decoded } from "../cluster/secret";
import { credentialsPlace } from "../credentials/place";
import { atlasIdOf, readLastApplied } from "../ownership/applied";
import { isLetGo } from "../ownership/finalizers";
import { type Remembered, rememberedOf } from "../ownership/remembered";
import { isBeingDeleted, keyOf, type ObjectKey } from "../runtime";
import { isOver } from "./expiry";
import { keysAt, wholeClaims } from "./keys";

/** Another object that declares the same thing in Atlas. */
export interface Rival {
  kind: KindName;
  object: ManagedObject;
  /** `database user "admin/app"` */
  what: string;
  /** `AtlasDatabaseUser default/app` */
  title: string;
}

/** Where it is known what is declared, and by whom. */
export interface Declared {
  cluster: Cluster;
  globalSecret: ObjectKey;
  /** Atlas's clock. */
  clock: Clock;
}

const deploymentKinds: readonly KindName[] = ["AtlasCluster", "AtlasDeployment"];

/** Kinds whose objects may declare the same things as those of a kind. */
export function contendingKinds(kind: KindName): readonly KindName[] {
  if (!kindClaims(kind)) return [];
  return deploymentKinds.includes(kind) ? deploymentKinds : [kind];
}

/** Who else declares what an object declares. Asks nobody: as far as the cluster tells. */
export function rivalsOf(declared: Declared, kind: KindName, object: ManagedObject): Rival[] {
  const { spec = {} } = object;
  const names = namesOfProject(declared.cluster, declaredProjectOf(declared.cluster, kind, object));
  return rivalsIn(declared, kind, object, spec, [...writtenProject(object), ...names]);
}

/**
 * Who else declares what was made for an object, which may be another thing than it declares by now, and stays to do so.
 *
 * @param made As the object remembers it. Default what it has on record, else what an interrupted pass was about to make, else what
 *   upstream's record tells, else what it declares: by which of them it would be deleted.
 * @param goes Whether a project is taken for one that is on its way out.
 */
export function heirsOf(
  declared: Declared,
  kind: KindName,
  object: ManagedObject,
  made: Remembered | undefined = rememberedOf(object)[0],
  goes: (project: ManagedObject) => boolean = isBeingDeleted,
): Rival[] {
  const { id = {}, owned } = made ?? {};
  const rivals = owned
    ? rivalsIn(declared, kind, object, owned.spec, namesAmongHeirs(declared, kind, object, text(id.projectId), goes))
    : rivalsOf(declared, kind, { ...object, spec: (made ? undefined : readLastApplied(object)) ?? object.spec });
  return rivals.filter((rival) => !isBeingDeleted(rival.object));
}

/** Who would inherit from an object were its project on its way out as well: what is declared in one that is refused because of that. */
export const heirsWithProject = (declared: Declared, kind: KindName, object: ManagedObject): Rival[] =>
  heirsOf(declared, kind, object, rememberedOf(object)[0], () => true);

/**
 * @param spec In either form.
 * @param projects Names of the project that it is in.
 */
function rivalsIn(
  declared: Declared,
  kind: KindName,
  object: ManagedObject,
  spec: Json,
  projects: readonly string[],
): Rival[] {
  const { cluster } = declared;
  const rivals = new Map<string, Rival>();
  for (const claim of wholeClaims(kind, spec)) {
    const keys = new Set(keysAt(claim, projects));
    for (const other of contendingKinds(kind)) {
      const { store } = cluster.source(other) ?? {};
      for (const found of [...keys].flatMap((key) => store?.by("claims", key) ?? [])) {
        if (found.metadata.uid === object.metadata.uid || isLetGo(found) || isOver(other, found, declared.clock))
          continue;
        if (!meet(declared, claim, { kind, object, spec }, { kind: other, object: found, spec: found.spec ?? {} }))
          continue;
        const title = titleOf(other, found);
        rivals.set(title, { kind: other, object: found, what: describeClaim(claim), title });
      }
    }
  }
  return [...rivals.values()].sort((a, b) => (isYounger(a.object, b.object) ? 1 : -1));
}

/** Which of two was there later. Of one second, it is the one of the greater uid. */
export function isYounger({ metadata: one }: ManagedObject, { metadata: other }: ManagedObject): boolean {
  const [since = "", before = ""] = [one.creationTimestamp, other.creationTimestamp];
  return since === before ? (one.uid ?? "") > (other.uid ?? "") : since > before;
}

interface Claimant {
  kind: KindName;
  object: ManagedObject;
  spec: Json;
}

/** Whether two claims of one key are of one thing, by what the key leaves open: the organisation, and what is `apart`. */
function meet(declared: Declared, claim: Claim, one: Claimant, other: Claimant): boolean {
  if (claim.within === "account") return areOfOneAccount(declared, one, other);
  if (claim.apart === undefined) return true;
  const ours = new Set(namesOf(declared, claim.apart, one.object));
  return wholeClaims(other.kind, other.spec).some(
    ({ apart }) => apart && namesOf(declared, apart, other.object).some((name) => ours.has(name)),
  );
}

/** What something is called that an object names: by its id in Atlas and, where it is named so, as the object that stands for it. */
function namesOf(declared: Declared, { kind, reference }: Named, object: ManagedObject): string[] {
  const { id, name } = isRecord(reference) ? reference : { id: reference, name: undefined };
  if (typeof id === "string") return [`id ${id}`];
  const key = `${namespaceOf(object)}/${name}`;
  const found = declared.cluster.get(kind, key);
  return [`object ${key}`, ...(found ? idsOf(declared, kind, found) : []).map((one) => `id ${one}`)];
}

/** Id in Atlas of what an object stands for. One without is refused where another has made that: it is the other's then. */
function idsOf(declared: Declared, kind: KindName, object: ManagedObject): string[] {
  const own = atlasIdOf(object);
  if (own !== undefined) return [own];
  return rivalsOf(declared, kind, object).flatMap((rival) => atlasIdOf(rival.object) ?? []);
}

function areOfOneAccount({ cluster, globalSecret }: Declared, one: Claimant, other: Claimant): boolean {
  const [secret, theirs] = [one, other].map(
    ({ kind, object }) => credentialsPlace(cluster, kind, object, globalSecret).secret,
  );
  if (secret === theirs) return true;
  const organisation = organisationOf(cluster, secret);
  if (organisation !== undefined && organisation === organisationOf(cluster, theirs)) return true;
  const id = atlasIdOf(one.object);
  return id !== undefined && id === atlasIdOf(other.object);
}

/** Id of the organisation that a Secret says its key is of: tenants of one have a key each. */
function organisationOf({ secrets }: Cluster, secret: ObjectKey | undefined): string | undefined {
  const found = secret === undefined ? undefined : secrets.store.get(secret);
  return found && decoded(found).orgId;
}

const writtenProject = ({ metadata: { name, namespace }, spec }: ManagedObject): readonly string[] =>
  placesOfObject({ name, namespace, spec })("project");

/** What a project is called by those that are in it: its id, and every object that stands for it. */
function namesOfProject(cluster: Cluster, id: string | undefined): string[] {
  if (id === undefined) return [];
  const objects = cluster.source("AtlasProject")?.store.keysBy("project", id) ?? [];
  return [`id ${id}`, ...objects.map((key) => `object ${key}`)];
}

/**
 * What the project of an object is called by those that may inherit from it. Also as the object itself calls it, should what stood for it
 * be gone; and, once the project is on its way out, by an object that is refused because it has been another's. What is in that one only
 * waits: it claims nothing against what is there already, and could not take anything over while that project stays.
 */
function namesAmongHeirs(
  declared: Declared,
  kind: KindName,
  object: ManagedObject,
  id: string | undefined,
  goes: (project: ManagedObject) => boolean,
): string[] {
  if (id === undefined) return [];
  const { cluster } = declared;
  const refused = (cluster.source("AtlasProject")?.store.by("project", id) ?? [])
    .filter(goes)
    .flatMap((project) => rivalsOf(declared, "AtlasProject", project))
    // One with an id of its own is that other project still, whatever it declares by now; one that goes as well takes nothing over.
    .filter(({ object: rival }) => atlasIdOf(rival) === undefined && !isBeingDeleted(rival))
    .map((rival) => `object ${keyOf(rival.object)}`);
  const written = (declaredProjectOf(cluster, kind, object) ?? id) === id ? writtenProject(object) : [];
  return [...new Set([...namesOfProject(cluster, id), ...written, ...refused])];
}

const text = (value: unknown): string | undefined => (typeof value === "string" ? value : undefined);
