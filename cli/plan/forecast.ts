import type { AtlasApi } from "../../provider/atlas/api";
import type { Plan } from "../../provider/kinds/contract";
import { foresee } from "../../provider/kinds/converge";
import { MemoryJournal } from "../../provider/kinds/journal";
import { bare } from "../../provider/kinds/plan";
import { type AnyHandler, handlerOf, isHandledKind } from "../../provider/kinds/registry";
import { type Resolution, resolveReferences } from "../../provider/kinds/resolve";
import { objectsNamedBy } from "../../provider/kinds/resolve-credentials";
import type { Found, Lookup, Unresolved } from "../../provider/kinds/resolve-lookup";
import { adviseSpec } from "../../sdk/model/catalog/advice";
import { applyDefaults } from "../../sdk/model/defaults";
import { AtlasIacError, ValidationError } from "../../sdk/model/errors";
import { type KindName, kindInfo, type SpecOf } from "../../sdk/model/kinds";
import type { EmbeddedValue } from "../../sdk/model/markers";
import type { Clients } from "./clients";
import { type ComingProject, withComingProjects } from "./coming-projects";
import { type DeclaredObject, type ManifestSet, titleOf } from "./manifest-set";
import type { ObjectPlan } from "./outcome";

/** A declaration names what cannot be found. */
export class UnresolvedReferencesError extends AtlasIacError {
  readonly code = "UnresolvedReferences";

  constructor(readonly unresolved: readonly Unresolved[]) {
    super(unresolved.map(({ path, message }) => `${path}: ${message}`).join("\n"), {
      hint: unresolved.some(({ reason }) => reason === "absent") ? "Name its file or directory, too." : undefined,
    });
  }
}

/** An object as seen in Atlas, and what it would take to make it as declared. */
interface Sight {
  /** Stands for the id while the object does not exist. */
  id: string;
  plan: Plan;
}

type Json = Record<string, unknown>;

/**
 * Foresees what making manifests true would change in Atlas. Reads only. What does not exist yet has no id: what refers to it is
 * planned with a stand-in, and without asking Atlas where nobody but the stand-in would be asked about.
 */
export class Forecast {
  readonly #sights = new Map<DeclaredObject, Promise<Sight>>();
  readonly #standIns = new Set<string>();
  readonly #lookup: Lookup;

  constructor(
    readonly manifests: ManifestSet,
    readonly clients: Clients,
    readonly now: Date = new Date(),
  ) {
    this.#lookup = {
      resource: (kind, name, namespace) => this.#atlasId(kind, name, namespace),
      embedded: (kind, name, namespace) => this.#embedded(kind, name, namespace),
      secret: async (name, namespace) => given("Secret", name, namespace, manifests.secret(name, namespace)),
      configMap: async (name, namespace) => given("ConfigMap", name, namespace, manifests.configMap(name, namespace)),
    };
  }

  /** Plans all of them, in the order in which they are declared. */
  async plans(): Promise<ObjectPlan[]> {
    return Promise.all(this.manifests.declared.map((object) => this.#plan(object)));
  }

  async #plan(object: DeclaredObject): Promise<ObjectPlan> {
    const none = { object, changes: [], fixed: [], obstacles: [], notes: [] };
    if (kindInfo(object.kind).embedded) return { ...none, outcome: "embedded", writers: this.#referrersOf(object) };
    if (object.policy.reconciliation === "skip") return { ...none, outcome: "skipped" };
    if (!isHandledKind(object.kind)) return { ...none, outcome: "unplanned" };
    try {
      const { plan } = await this.#sight(object);
      return planned(object, plan);
    } catch (error) {
      if (!(error instanceof AtlasIacError)) throw error;
      return { ...none, outcome: "failed", error };
    }
  }

  #referrersOf({ kind, name, namespace }: DeclaredObject): DeclaredObject[] {
    return this.manifests.declared.filter((other) =>
      objectsNamedBy(other.kind, other.spec, other.namespace, kind).some(
        (named) => named.name === name && named.namespace === namespace,
      ),
    );
  }

  /** Each object is looked at once, however many refer to it. */
  #sight(object: DeclaredObject): Promise<Sight> {
    const known = this.#sights.get(object);
    if (known) return known;
    const sight = this.#look(object);
    this.#sights.set(object, sight);
    return sight;
  }

  async #look(object: DeclaredObject): Promise<Sight> {
    const { spec: desired, unresolved } = await this.#resolve(object);
    const blocking = unresolved.filter(({ kind, reason }) => reason === "incomplete" || !isData(kind));
    if (blocking.length > 0) throw new UnresolvedReferencesError(blocking);
    const handler = handlerOf(object.kind);
    const api = withComingProjects(this.clients.clientFor(object), (orgId) => this.#projectsComingTo(orgId));
    const { plan, id } = await this.#foresee(object, handler, desired, api);
    const notes = unresolved.map(({ path, message }) => `${path} not compared: ${message}`);
    return { id, plan: { ...plan, notes: [...(plan.notes ?? []), ...notes] } };
  }

  /** With the defaults that a cluster would fill in. */
  async #resolve({ kind, spec, namespace }: DeclaredObject): Promise<Resolution<Json>> {
    const filled: Json = { ...applyDefaults(kind, spec as SpecOf<KindName>) };
    return resolveReferences(kind, filled, namespace, this.#lookup);
  }

  async #foresee(object: DeclaredObject, handler: AnyHandler, desired: Json, api: AtlasApi): Promise<Sight> {
    const subject = titleOf(object);
    const faults = handler.check?.(desired) ?? [];
    if (faults.length > 0) throw new ValidationError(subject, faults);
    const id = await handler.identify(api, desired);
    if (this.#isUnknown(id)) {
      const plan = handler.plan({ desired }, id, this.now);
      return { id: this.#standIn(subject), plan: { ...plan, changes: plan.changes.map(bare) } };
    }
    const { observed, plan } = await foresee({
      api,
      handler,
      desired,
      key: subject,
      journal: new MemoryJournal(),
      now: () => this.now,
      // The operator takes over what exists. It then sends every secret once, as nothing can be compared with it; here that would
      // be a difference for ever. What is looked at as nobody's differs in the same fields, but for secrets.
      existing: "conflict",
    });
    return { id: observed === undefined ? this.#standIn(subject) : handler.atlasId(observed), plan };
  }

  /** The declared projects that an organisation does not have yet. One that cannot be looked at is told of as itself. */
  async #projectsComingTo(orgId: string): Promise<ComingProject[]> {
    const projects = this.manifests.declared.filter(
      ({ kind, policy }) => kind === "AtlasProject" && policy.reconciliation !== "skip",
    );
    const coming = await Promise.all(
      projects.map(async (project) => {
        try {
          const { id } = await this.#sight(project);
          const comes = this.#standIns.has(id) && (await this.clients.clientFor(project).orgId()) === orgId;
          return comes ? [{ name: String(project.spec.name), id }] : [];
        } catch (error) {
          if (!(error instanceof AtlasIacError)) throw error;
          return [];
        }
      }),
    );
    return coming.flat();
  }

  async #atlasId(kind: string, name: string, namespace: string): Promise<Found<string>> {
    const object = this.manifests.find(kind, name, namespace);
    if (!object) return absent(kind, name, namespace);
    try {
      return { value: (await this.#sight(object)).id };
    } catch (error) {
      if (!(error instanceof AtlasIacError)) throw error;
      return { missing: { reason: "unready", message: `${titleOf(object)} could not be looked at` } };
    }
  }

  async #embedded(kind: string, name: string, namespace: string): Promise<Found<EmbeddedValue>> {
    const object = this.manifests.find(kind, name, namespace);
    if (!object) return absent(kind, name, namespace);
    const { spec, unresolved } = await this.#resolve(object);
    return { value: { id: name, spec }, unresolved };
  }

  #standIn(subject: string): string {
    const text = `(id of ${subject}, known after apply)`;
    this.#standIns.add(text);
    return text;
  }

  #isUnknown(identity: Json): boolean {
    return Object.values(identity).some((part) => typeof part === "string" && this.#standIns.has(part));
  }
}

/** What Atlas lets nobody change takes a new object, where the model says that one may take its place. */
function planned(object: DeclaredObject, plan: Plan): ObjectPlan {
  const { changes, impossible = [], broken = [], pending, underWay = [], notes = [] } = plan;
  const { replace } = kindInfo(object.kind);
  const replaces = impossible.every(({ path }) => replace.some((field) => isWithin(path, `spec.${field}`)));
  const waiting = underWay.map(({ message }) => message);
  const advice = adviseSpec(object.kind, object.spec, "manifest").map(({ path, message }) => `${path}: ${message}`);
  return {
    ...{ object, changes, fixed: impossible, pending },
    outcome: outcomeOf(plan, replaces),
    obstacles: broken.map(({ message, hint }) => ({ message, hint })),
    notes: [...waiting, ...notes, ...advice],
  };
}

function outcomeOf({ changes, impossible = [], broken = [] }: Plan, replaces: boolean): ObjectPlan["outcome"] {
  if (impossible.length > 0) return replaces ? "replace" : "impossible";
  if (broken.length > 0) return "blocked";
  return changes.length > 0 ? "changes" : "in-sync";
}

const isWithin = (path: string, field: string): boolean => path === field || path.startsWith(`${field}.`);

const isData = (kind: string): boolean => kind === "Secret" || kind === "ConfigMap";

function given<Value>(kind: string, name: string, namespace: string, value: Value | undefined): Found<Value> {
  return value === undefined ? absent(kind, name, namespace) : { value };
}

function absent(kind: string, name: string, namespace: string): { missing: { reason: "absent"; message: string } } {
  return { missing: { reason: "absent", message: `${kind} ${namespace}/${name} is not among the manifests` } };
}
