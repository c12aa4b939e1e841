/** What a custom resource definition says of one field. */
export interface FieldFacts {
  /** `any` where the field may hold anything. */
  type: string;
  required?: boolean;
  enum?: string[];
  default?: unknown;
  format?: string;
  pattern?: string;
  minLength?: number;
  maxLength?: number;
  minimum?: number;
  maximum?: number;
  minItems?: number;
  maxItems?: number;
}

/** A CEL rule and where it stands. */
export interface CelFacts {
  path: string;
  rule: string;
  fieldPath?: string;
  optionalOldSelf?: boolean;
}

/** What a kind is called, and how it is served. */
export interface NamesFacts {
  group: string;
  version: string;
  scope: string;
  plural: string;
  singular: string;
  listKind: string;
  shortNames: string[];
  categories: string[];
  subresources: string[];
}

/** What a custom resource definition says, in a form that two of them can be compared in. */
export interface DefinitionFacts {
  names: NamesFacts;
  printerColumns: { name: string; jsonPath: string; type: string }[];
  cel: CelFacts[];
  /** By path: `spec.roles[].roleName`, `status.zones{}`. */
  fields: Record<string, FieldFacts>;
}

const fieldKeys = [
  "enum",
  "default",
  "format",
  "pattern",
  "minLength",
  "maxLength",
  "minimum",
  "maximum",
  "minItems",
  "maxItems",
] as const;

/** Takes over the facts of a field, in a fixed order and without what says nothing. */
export function fieldFacts(type: string, required: boolean, source: Partial<Omit<FieldFacts, "required">>): FieldFacts {
  const kept = fieldKeys.filter((key) => source[key] !== undefined).map((key) => [key, source[key]]);
  return { type, ...(required ? { required } : {}), ...Object.fromEntries(kept) };
}
