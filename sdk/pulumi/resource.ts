import * as pulumi from "@pulumi/pulumi";
import type { KindName } from "../model/kinds";
import { factsOf, type KindFacts } from "./facts";
import {
  type AtlasResourceOptions,
  type DatabaseOptions,
  type HiddenInputs,
  ignoring,
  type OwnOptions,
  protection,
  splitOptions,
} from "./options";
import { PROVIDER_TEXT } from "./provider-text";
import { resolveReferences } from "./references";
import { declarationOf, registeredType, remember, typeToken, urnBehind, urnOf } from "./registry";
import { holdsMarkedSecrets, splitSecrets } from "./secrets";

declare const kindOf: unique symbol;

/** What all Atlas resources have in common. `id` is the id in Atlas; outputs are the fields of the specification and `status`. */
export abstract class AtlasResource<Kind extends string = string> extends pulumi.CustomResource {
  /** Tells kinds apart in types only. */
  declare readonly [kindOf]?: Kind;

  /**
   * @param kind Kind as in manifests.
   * @param name Name of the resource in Pulumi.
   * @param args The specification; absent when an existing object is only read.
   */
  protected constructor(
    kind: KindName,
    name: string,
    args: object | undefined,
    options: AtlasResourceOptions & DatabaseOptions & OwnOptions & { id?: pulumi.Input<pulumi.ID> } = {},
  ) {
    const facts = factsOf(kind);
    const parts = args && declared(args, facts);
    const marked = args && holdsMarkedSecrets(args, facts.markers);
    const profile = profileOf(options, args, facts);
    const { engine, hidden } = splitOptions(options);
    // Atlas tells nothing about what is embedded.
    const outputNames = facts.embedded ? facts.outputs : [...facts.outputs, "status"];
    const outputs = Object.fromEntries(outputNames.map((field) => [field, undefined]));
    const place = { stack: pulumi.runtime.getStack(), project: pulumi.runtime.getProject() };
    const urn = urnOf(place, facts.kind, name, options.parent);
    const told: HiddenInputs = {
      __kind: facts.kind,
      __urn: urn,
      __preview: pulumi.runtime.isDryRun(),
      __project: projectOf(args),
      __profile: profile,
      __secrets: parts?.secrets,
      ...hidden,
    };
    super(
      typeToken(facts.kind),
      name,
      {
        ...{ ...outputs, ...(marked && secretIf(marked, facts)), ...parts?.spec, ...told },
        __provider: PROVIDER_TEXT,
      },
      {
        ...engine,
        ignoreChanges: ignoring(options.ignoreChanges, Object.keys(parts?.secrets ?? {})),
        protect: options.id === undefined ? protection(options.protect, facts.protect) : options.protect,
        additionalSecretOutputs: [...facts.secretOutputs, ...(options.additionalSecretOutputs ?? [])],
      },
    );
    remember(this, { urn, spec: parts?.spec, marked, profile });
  }
}

/** Whether a value is a resource of a kind, also when it was made by another copy of this package. */
export function isResourceOfKind(value: unknown, kind: string): boolean {
  return pulumi.CustomResource.isInstance(value) && registeredType(value) === typeToken(kind);
}

/** The specification as the provider receives it, and the secrets of its lists. */
function declared(args: object, facts: KindFacts): { spec: pulumi.Inputs; secrets?: pulumi.Inputs } {
  const fields = Object.entries(args).map(([field, given]) => {
    const markers = facts.markers[field];
    if (markers === undefined) return { field, value: given };
    const { value, secrets } = splitSecrets(given, markers);
    return { field, value: resolveReferences(value, markers, `${facts.kind}.${field}`), secrets };
  });
  const apart = fields.filter(({ secrets }) => secrets !== undefined);
  return {
    spec: Object.fromEntries(fields.map(({ field, value }) => [field, value])),
    ...(apart.length > 0 && { secrets: Object.fromEntries(apart.map(({ field, secrets }) => [field, secrets])) }),
  };
}

/** Outputs that repeat what is declared, under other names. */
const repeating = ["status", "__identity", "__observed", "__owned", "__database"];

/** The engine keeps an output secret where the input of its name is: so what repeats a secret of the program is one, too. */
function secretIf(marked: Promise<boolean>, { embedded }: KindFacts): pulumi.Inputs {
  // Atlas tells nothing about what is embedded, so nothing repeats it.
  if (embedded) return {};
  const secret = marked.then((is) => (is ? pulumi.secret(true) : undefined));
  return Object.fromEntries(repeating.map((name) => [name, secret]));
}

function projectOf(args: object | undefined): string | undefined {
  const { projectRef, externalProjectRef }: { projectRef?: unknown; externalProjectRef?: { id?: unknown } } =
    args ?? {};
  return urnBehind(projectRef) ?? urnBehind(externalProjectRef?.id);
}

/** The option, else what the specification names, else the profile of the first resource it refers to. */
function profileOf(
  options: AtlasResourceOptions,
  args: object | undefined,
  facts: KindFacts,
): pulumi.Input<string> | undefined {
  if (options.profile !== undefined) return options.profile;
  const top = Object.entries(facts.markers);
  for (const [field, marker] of top) {
    const value: unknown = args && Reflect.get(args, field);
    if (marker.is === "credentials" && value !== undefined && value !== null) return pulumi.output(value).apply(String);
  }
  for (const [field, marker] of top) {
    const value: unknown = args && Reflect.get(args, field);
    if (marker.is === "resource" && pulumi.Resource.isInstance(value)) return declarationOf(value)?.profile;
  }
  return undefined;
}
