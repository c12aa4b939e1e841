/**
 * The part of JSON Schema (draft 7) that the model's schemas use, and the keywords of our own that they add.
 * Types are as wide as a compiler sees them in a JSON file.
 */
export interface JsonSchema {
  $schema?: string;
  title?: string;
  description?: string;
  type?: string | string[];
  const?: unknown;
  enum?: unknown[];
  default?: unknown;
  format?: string;
  pattern?: string;
  minLength?: number;
  maxLength?: number;
  minimum?: number;
  maximum?: number;
  minItems?: number;
  maxItems?: number;
  uniqueItems?: boolean;
  items?: JsonSchema;
  properties?: Record<string, JsonSchema>;
  required?: string[];
  additionalProperties?: boolean | JsonSchema;
  /** Lists of fields of which exactly one must be given. */
  "x-exactly-one"?: string[][];
  /** Lists of fields of which at most one may be given. */
  "x-at-most-one"?: string[][];
  /** Fields that a field brings with it, in a manifest only. */
  "x-manifest-requires"?: Record<string, string[]>;
  /** Fields that tell the items of a list apart. */
  "x-unique-by"?: string[];
  /** The value is a credential: it is never shown. */
  "x-secret"?: boolean;
  /** The object is one of the model's marker types: the engines put something else in its place. */
  "x-marker"?: MarkerFacts;
}

/** What a marker type stands for: see sdk/model/markers.ts. */
export interface MarkerFacts {
  /** `resource`, `embedded`, `secret`, `secretKey`, `credentials`, `configMapKey` or `configMap`. */
  marker: string;
  /** Kind that is referred to, of a `resource` or `embedded`. */
  target?: string;
  /** Data keys of the Secret, of a `secret`. */
  keys?: string[];
}
