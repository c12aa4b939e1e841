import { ApiObject, type JsonPatch } from "cdk8s";
import type { Construct } from "constructs";
import { adviseValidSpec } from "../model/catalog/advice";
import type { Fault } from "../model/errors";
import { type KindName, kindInfo, type SpecOf } from "../model/kinds";
import { mapReferences } from "../model/map-references";
import { validateSpec } from "../model/validate";
import type { ObjectProps } from "./declared";
import { declaredAround } from "./declared-once";
import { renderReference } from "./references";

/**
 * Base of all constructs: a custom resource of the model, with its references written as names and its spec checked when the app
 * is synthesized.
 */
export abstract class AtlasObject<K extends KindName = KindName> extends ApiObject {
  declare readonly kind: K;

  /** The spec as it will stand in the manifest, before JSON patches and lazy values. */
  readonly spec: Readonly<SpecOf<K>>;

  readonly #referenceFaults: Fault[] = [];
  #patched = false;

  constructor(scope: Construct, id: string, kind: K, props: ObjectProps) {
    const { metadata, ...declared } = props;
    const info = kindInfo(kind);
    const manifest = { apiVersion: info.apiVersion, kind, metadata, spec: {} };
    super(scope, id, manifest);
    const referrer = {
      namespace: this.metadata.namespace,
      dependOn: (target: Construct) => this.node.addDependency(target),
      fault: (fault: Fault) => this.#referenceFaults.push(fault),
    };
    // The namespace is known only now, and cdk8s renders what it was given when the app is synthesized.
    manifest.spec = mapReferences(declared, info.references, (value, place, path) =>
      renderReference(value, place, path, referrer),
    );
    this.spec = manifest.spec as SpecOf<K>;
    this.node.addValidation({ validate: () => this.#validate().map((fault) => this.#print(fault)) });
  }

  override addJsonPatch(...ops: JsonPatch[]): void {
    this.#patched = true;
    super.addJsonPatch(...ops);
  }

  /** What else is wrong with what was declared, beside its spec and its references. Asked when the app is synthesized. */
  protected ownFaults(): Fault[] {
    return [];
  }

  /** The spec as it will be written, and what is wrong with it. */
  #checked(): { spec: unknown; faults: Fault[] } {
    const faults = validateSpec(this.kind, this.spec, "manifest");
    // Patches and lazy values show in the rendered object only. Rendering costs far more than checking, so it is done only where
    // it can matter.
    const rendered = this.#patched || faults.length > 0 ? this.#rendered() : undefined;
    if (!rendered) return { spec: this.spec, faults };
    return { spec: rendered.spec, faults: validateSpec(this.kind, rendered.spec, "manifest") };
  }

  /** Its faults, also those that only the app shows; where there is none, what may be a mistake becomes a warning of the process. */
  #validate(): Fault[] {
    const { spec, faults: ofSpec } = this.#checked();
    const alone = [...this.#referenceFaults, ...ofSpec, ...this.ownFaults()];
    const faults = alone.length > 0 ? alone : declaredAround(this).faultsOf(this, spec);
    const advice = faults.length === 0 ? adviseValidSpec(this.kind, spec, "manifest") : [];
    for (const one of advice) process.emitWarning(this.#print(one), "AtlasIacWarning");
    return faults;
  }

  /** The object as it will be written; nothing where cdk8s cannot write it, which the faults of the spec explain better. */
  #rendered(): { spec?: unknown } | undefined {
    try {
      return this.toJson();
    } catch {
      return undefined;
    }
  }

  #print(fault: Fault): string {
    return `${this.kind}/${this.name} ${fault.path}: ${fault.message}`;
  }
}

/** Whether a value is a construct of a kind, also when it was made by another copy of this package. */
export function isAtlasObject<K extends KindName>(value: unknown, kind: K): value is AtlasObject<K> {
  return ApiObject.isApiObject(value) && value.kind === kind && "spec" in value;
}
