import type { Tags } from "./tags";

/** Everything that generated files are made from: the kinds as their TypeScript interfaces declare them. */
export interface Model {
  /** In alphabetical order of `kind`. */
  kinds: Kind[];
}

/** One kind of resource. */
export interface Kind {
  /** `AtlasDatabaseUser`. */
  kind: string;
  group: string;
  version: string;
  plural: string;
  singular: string;
  shortNames: string[];
  categories: string[];
  printColumns: PrintColumn[];
  /** Doc comment of the kind: what it is. */
  description: string;
  /** File under sdk/model that declares the kind, without extension: `atlas-database-user`. */
  module: string;
  /** Names of the interfaces, exported by the module. */
  specType: string;
  statusType: string;
  spec: ObjectType;
  status: ObjectType;
  /** Status that a cluster gives a new object. */
  statusDefault?: unknown;
  /** Whether upstream's custom resource refuses an object without a spec. */
  specRequired: boolean;
  /** Whether losing an object of this kind loses data, so that engines protect it unless told otherwise. */
  protect: boolean;
  /** Whether objects of this kind have no life of their own in Atlas: whoever refers to one writes it. */
  embedded: boolean;
  /** Which files of rules that tags cannot say are in `<module>/`. */
  rules: RuleFile[];
}

/** Files beside a kind, by what they export. docs/model.md says what belongs where. */
export const ruleFiles = {
  check: "checks",
  strictCheck: "strict-checks",
  advise: "advice",
  claims: "claims",
} as const;

export type RuleFile = keyof typeof ruleFiles;

/** A column of `kubectl get`. */
export interface PrintColumn {
  name: string;
  type: string;
  jsonPath: string;
}

/** One field of an object. */
export interface Field {
  name: string;
  /** Name of the interface that declares it, which may be a base of the one that has it. */
  declaredIn: string;
  /** Doc comment without its tags. */
  description: string;
  required: boolean;
  tags: Tags;
  type: FieldType;
}

export type FieldType = ScalarType | ArrayType | MapType | JsonType | MarkerType | ObjectType;

export interface ScalarType {
  type: "string" | "number" | "boolean";
  /** Allowed values, of a union of literals. */
  enum?: (string | number)[];
}

export interface ArrayType {
  type: "array";
  items: FieldType;
}

/** An object with free keys. */
export interface MapType {
  type: "map";
  values: FieldType;
}

/** Anything that Atlas defines and the model passes through: the JSON types it may have, all when empty. */
export interface JsonType {
  type: "json";
  allowed: ("boolean" | "object")[];
}

/** A place where the engines differ: see sdk/model/markers.ts. */
export interface MarkerType {
  type: "marker";
  marker: "resource" | "embedded" | "secret" | "secretKey" | "credentials" | "configMapKey" | "configMap";
  /** Name of the TypeScript type: `NamespacedSecretRef`. */
  name: string;
  /** Kind that is referred to, for `resource` and `embedded`. */
  target?: string;
  /** Data keys of the Secret, for `secret`. */
  keys?: string[];
  /** The reference as a manifest writes it. */
  fields: Field[];
}

export interface ObjectType {
  type: "object";
  /** Name of the interface. */
  name: string;
  /** Doc comment of the interface. */
  description: string;
  tags: Tags;
  /** In the order of their declaration, inherited ones last. */
  fields: Field[];
}
