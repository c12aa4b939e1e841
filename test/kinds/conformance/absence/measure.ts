import { expect } from "vitest";
import type { HandledKind } from "../../../../provider/kinds/registry";
import { applyDefaults } from "../../../../sdk/model/defaults";
import { AtlasIacError } from "../../../../sdk/model/errors";
import { type KindName, kindInfo, type SpecOf } from "../../../../sdk/model/kinds";
import { validateSpec } from "../../../../sdk/model/validate";
import type { Fixture, Spec } from "../fixture";
import { Subject } from "../subject";
import type { World } from "../world";
import { type Field, fieldName, type Setting, valueAt, withValue } from "./fields";
import { another, foreseenOutcome, notValid, type Outcome, outcomeOf, refused, required } from "./outcome";

/** What becomes of a field that is not there. */
export interface Measured {
  /** Never declared, of an object that has a value there and is adopted. */
  never: Outcome;
  /** Declared, then taken out of the declaration. */
  removed: Outcome;
  /** Declared, then emptied: `[]`, `{}` or `""`. Absent: its type has nothing empty. */
  emptied?: Outcome;
}

const empties: Readonly<Record<string, unknown>> = { array: [], object: {}, string: "" };

/** Takes the fields of one kind out of the declarations of objects that exist, one after the other. */
export class Bench {
  readonly #subjects = new Map<Fixture | Setting, Subject>();

  constructor(
    readonly world: World,
    readonly kind: HandledKind,
  ) {}

  async measure(field: Field, setting: Setting): Promise<Measured> {
    const faults = validateSpec(this.kind, (await this.#subject(setting)).spec(setting.set), "resolved");
    expect(faults, `${this.kind} with ${fieldName(field)}`).toEqual([]);
    const empty = typeof field.schema.type === "string" ? empties[field.schema.type] : undefined;
    const removed = await this.#later(field, setting, undefined);
    return {
      never: removed === required ? required : await this.#never(field, setting),
      removed,
      ...(empty !== undefined && { emptied: await this.#later(field, setting, empty) }),
    };
  }

  /** Settings that share a fixture share an object, unless one needs an object of its own. */
  async #subject(setting: Setting): Promise<Subject> {
    const key = setting.alone ? setting : setting.fixture;
    const subject = this.#subjects.get(key) ?? (await Subject.fresh(this.world, setting.fixture));
    this.#subjects.set(key, subject);
    return subject;
  }

  #forget(setting: Setting): void {
    this.#subjects.delete(setting.alone ? setting : setting.fixture);
  }

  /** The object as the setting declares it: another one where the last cannot be made so again. */
  async #made(setting: Setting): Promise<Subject> {
    const subject = await this.#subject(setting);
    const stood = subject.saved.id !== undefined;
    try {
      await this.#up(subject, subject.spec(setting.set));
      return subject;
    } catch (error) {
      if (!stood || !(error instanceof AtlasIacError)) throw error;
      this.#forget(setting);
      return this.#made(setting);
    }
  }

  async #later(field: Field, setting: Setting, value: unknown): Promise<Outcome> {
    const declared = (subject: Subject) => subject.spec(withValue(setting, field.path, value));
    if (this.#faults(await this.#subject(setting), declared)) return value === undefined ? required : notValid;
    // Engines compare such fields themselves, and give another object the place of this one.
    if (kindInfo(this.kind).replace.includes(fieldName(field)) && value !== undefined) return another;
    const subject = await this.#made(setting);
    const before = await this.#valueOf(field, subject);
    try {
      const writes = await subject.writesOf(() => this.#up(subject, declared(subject)));
      const filled = await this.#plannedFor(subject, this.#withDefaults(declared(subject)));
      expect(filled, `${this.kind} without ${fieldName(field)}, with a cluster's defaults`).toEqual([]);
      return outcomeOf(before, await this.#valueOf(field, subject), writes);
    } catch (error) {
      if (!(error instanceof AtlasIacError)) throw error;
      this.#forget(setting);
      return refused;
    }
  }

  #faults(subject: Subject, declared: (subject: Subject) => Spec): boolean {
    const spec = declared(subject);
    if (validateSpec(this.kind, spec, "resolved").length > 0) return true;
    return (subject.handler.check?.(spec) ?? []).length > 0;
  }

  /** What an adopting pass would do to an object that has a value where the declaration has none. */
  async #never(field: Field, setting: Setting): Promise<Outcome> {
    const { names, fixture } = await this.#made(setting);
    const other = new Subject(this.world, fixture, names);
    const otherwise = await this.#plannedFor(other, other.spec(setting.set));
    const planned = await this.#plannedFor(other, other.spec(withValue(setting, field.path, undefined)));
    return foreseenOutcome(fieldName(field), planned, otherwise);
  }

  async #plannedFor(subject: Subject, declared: Spec) {
    return (await subject.preview(declared, "adopt")).plan.changes;
  }

  async #up(subject: Subject, declared: Spec): Promise<void> {
    await subject.up(declared, "conflict", (type) => {
      if (type === "waiting") this.world.simulator.clock.advance(600_000);
    });
  }

  async #valueOf(field: Field, { handler, api, saved }: Subject): Promise<unknown> {
    const observed = await handler.observe(api, saved.id ?? {}, { everything: true });
    return valueAt(JSON.parse(JSON.stringify(handler.toSpec(observed ?? {}))), field.path);
  }

  /** As manifests reach a handler: a cluster fills the defaults in. */
  #withDefaults(declared: Spec): Spec {
    const whole: unknown = applyDefaults<KindName>(this.kind, declared as SpecOf<KindName>);
    return whole as Spec;
  }
}
