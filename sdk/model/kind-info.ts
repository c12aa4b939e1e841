/** What engines must know of a kind at run time. Paths are relative to the spec (or status): `roles[].databaseName`. */
export interface KindInfo {
  /** `AtlasDatabaseUser`. */
  kind: string;
  group: string;
  version: string;
  /** `atlas.mongodb.com/v1`. */
  apiVersion: string;
  plural: string;
  singular: string;
  shortNames: string[];
  categories: string[];
  printColumns: { name: string; type: string; jsonPath: string }[];
  /** What the kind is, for people. */
  description: string;
  /** Whether losing an object of this kind loses data, so that engines protect it unless told otherwise. */
  protect: boolean;
  /** Set where objects of this kind have no life of their own in Atlas: whoever refers to one writes it. */
  embedded?: boolean;
  /** Names of the fields at the top of the spec. */
  fields: string[];
  /** Fields whose change makes a new object take the old one's place. */
  replace: string[];
  /** Fields that a cluster refuses to change. */
  immutable: string[];
  /** Plain fields of the spec that hold a credential. Places of `secret` references are not repeated here. */
  secrets: string[];
  /** Fields of the status that hold a credential. */
  statusSecrets: string[];
  /** Fields at the top of the spec that are called otherwise in Pulumi, which keeps `id` to itself. Absent: none. */
  pulumiNames?: Readonly<Record<string, string>>;
  /** Every place of the spec where a reference stands. */
  references: Reference[];
}

/** A place of a spec where a reference stands. */
export interface Reference {
  path: string;
  /** `resource`, `embedded`, `secret`, `secretKey`, `credentials`, `configMapKey` or `configMap`: see sdk/model/markers.ts. */
  marker: string;
  /** Kind that is referred to, of a `resource` or `embedded`. */
  target?: string;
  /** Data keys of the Secret, of a `secret`. */
  keys?: string[];
  /** Whether the reference may name another namespace. */
  namespaced: boolean;
}
