import * as pulumi from "@pulumi/pulumi";

/** Options of every Atlas resource: Pulumi's own, and what only Atlas knows. */
export interface AtlasResourceOptions extends pulumi.CustomResourceOptions {
  /**
   * What becomes of an object that Atlas has begun to create when the creation takes longer than `customTimeouts.create`:
   * `keep` leaves it, records it in the state, and the next `pulumi up` waits on; `delete` takes it away again. Default: `keep`.
   */
  onCreateTimeout?: "keep" | "delete";
  /**
   * Wait until every server of the project's deployments knows the change, where Atlas rolls it out after it has answered
   * (database users, custom roles). Default: false.
   */
  waitForApplied?: boolean;
  /**
   * Name of the credential profile, from the stack's configuration `atlas:profiles`, that manages this resource. Default: that
   * of the project it refers to, else the stack's own credentials. State holds the name only.
   */
  profile?: pulumi.Input<string>;
}

/** Options of an embedded resource: Pulumi's own. It is not in Atlas by itself, so there is nothing to import. */
export interface EmbeddedOptions extends Omit<pulumi.CustomResourceOptions, "import"> {}

/** Options of the objects of a database: Pulumi's own, and what becomes of the tables. */
export interface DatabaseOptions extends pulumi.CustomResourceOptions {
  /**
   * What becomes of the database when the resource is deleted: `keep` leaves it as it is, `drop` takes away the tables that the
   * resource declared, with their data. Default: `keep`.
   */
  onDelete?: "keep" | "drop";
}

/** What a class of ours says of its resource beside what the program says. */
export interface OwnOptions {
  /** Whether what is declared is a secret of the program, so that nothing made of it may be shown. */
  confidential?: Promise<true | undefined>;
}

/**
 * What the engine does not tell a dynamic provider. These inputs go with the declared ones; no difference in them is ever a
 * change, and the engine hides names that begin with two underscores.
 */
export interface HiddenInputs {
  readonly __kind: string;
  readonly __urn: string;
  /** Whether this is a preview: nothing may be written. */
  readonly __preview: boolean;
  /** URN of the project that it refers to, which is known before its id. Absent: it is no resource of the program. */
  readonly __project?: string;
  readonly __profile?: pulumi.Input<string>;
  /** Secrets of lists, where they stand in the specification. */
  readonly __secrets?: pulumi.Inputs;
  /** Existing object to take over, in the kind's own grammar. */
  readonly __import?: string;
  readonly __timeouts?: pulumi.CustomTimeouts;
  readonly __onCreateTimeout?: "keep" | "delete";
  readonly __waitForApplied?: boolean;
  readonly __onDelete?: "keep" | "drop";
  /** Whether the SQL that is made of the declaration must not be shown. Absent: no. */
  readonly __confidential?: Promise<true | undefined>;
  /** Whether a replacement is made only once the old object is gone. Absent: no. */
  readonly __deleteBeforeReplace?: boolean;
}

/**
 * Splits options into those of the engine and what the provider must be told.
 *
 * `import` does not reach the engine: its own import reads the object without telling the provider what program serves it, and
 * fails. It becomes an adoption at create instead.
 */
export function splitOptions(options: AtlasResourceOptions & DatabaseOptions & OwnOptions): {
  engine: pulumi.CustomResourceOptions;
  hidden: Omit<HiddenInputs, "__kind" | "__urn" | "__preview" | "__project" | "__profile" | "__secrets">;
} {
  const {
    onCreateTimeout,
    waitForApplied,
    onDelete,
    confidential,
    profile: _profile,
    import: adopt,
    ...engine
  } = options;
  return {
    engine,
    hidden: {
      __import: adopt,
      __timeouts: options.customTimeouts,
      __onCreateTimeout: onCreateTimeout,
      __waitForApplied: waitForApplied,
      __onDelete: onDelete,
      __confidential: confidential,
      __deleteBeforeReplace: options.deleteBeforeReplace || undefined,
    },
  };
}

/**
 * What the program said to ignore, with the secrets of lists in the same places.
 * @param apart Fields of which secrets are given apart from their lists.
 */
export function ignoring(changes: string[] | undefined, apart: readonly string[]): string[] | undefined {
  const secrets = changes?.filter((path) => apart.includes(path.replace(/[.[].*$/, "")));
  return changes && [...changes, ...(secrets ?? []).map((path) => `__secrets.${path}`)];
}

/**
 * Whether a resource is protected from deletion: as its own option says, else as stack configuration `atlas:protect` says, else
 * as the kind has it.
 */
export function protection(option: boolean | undefined, byKind: boolean): boolean | undefined {
  if (option !== undefined || !byKind) return option;
  return new pulumi.Config("atlas").getBoolean("protect") ?? true;
}
