import type { KindName } from "../../../sdk/model/kinds";
import { type ObjectPolicy, policyOf } from "../../../sdk/model/object-policy";
import type { ManagedSource } from "../cluster/cluster";
import { type Json, type ManagedObject, namespaceOf } from "../cluster/managed-object";
import { isBeingDeleted, keyOf, type ObjectKey, type ReconcileContext } from "../runtime";
import { BeingDeletedError, ObjectGoneError } from "./errors";

/** The object that a pass is about, as last heard of: what the pass writes of it is in it at once. */
export class Subject {
  /** Generation that the pass makes true. */
  readonly generation: number | undefined;
  #object: ManagedObject;

  constructor(
    readonly kind: KindName,
    readonly source: ManagedSource,
    object: ManagedObject,
    readonly context: ReconcileContext,
  ) {
    this.#object = object;
    this.generation = object.metadata.generation;
  }

  get object(): ManagedObject {
    return this.#object;
  }

  get key(): ObjectKey {
    return keyOf(this.#object);
  }

  /** What messages call it. */
  get title(): string {
    return `${this.kind} ${this.key}`;
  }

  get namespace(): string {
    return namespaceOf(this.#object);
  }

  get spec(): Json {
    return this.#object.spec ?? {};
  }

  get policy(): ObjectPolicy {
    return policyOf(this.#object.metadata.annotations);
  }

  get signal(): AbortSignal {
    return this.context.signal;
  }

  /**
   * Edits annotations and finalizers; `change` must be pure.
   * @throws ObjectGoneError when there is nothing left to edit
   */
  async edit(change: (object: ManagedObject) => ManagedObject, signal = this.signal): Promise<void> {
    const edited = await this.source.edit(this.#object, change, { signal });
    if (!edited) throw new ObjectGoneError(this.title);
    this.#object = edited;
  }

  /** Edits the status; `change` is given the status as it is on the server, and must be pure. */
  async editStatus(change: (object: ManagedObject) => ManagedObject["status"]): Promise<void> {
    const { writeSignal: signal } = this.context;
    const edited = await this.source.edit(
      this.#object,
      (object) => ({ ...object, status: change(object) ?? object.status }),
      { signal, subresource: "status" },
    );
    if (!edited) throw new ObjectGoneError(this.title);
    this.#object = edited;
  }

  /** Edits what must not be written to an object that is on its way out. @throws BeingDeletedError */
  async editLasting(change: (object: ManagedObject) => ManagedObject): Promise<void> {
    await this.edit((object) => (isBeingDeleted(object) ? object : change(object)));
    if (isBeingDeleted(this.#object)) throw new BeingDeletedError(this.title);
  }
}
