import type { KindName } from "../model/kinds";
import type { StatusOf } from "./args";
import { factsOf } from "./facts";
import type { DatabaseOptions } from "./options";
import { AtlasResource } from "./resource";
import { holdsMarkedSecrets } from "./secrets";

/** What all objects of a database have in common: `id` names the database, without who logs in. */
export abstract class DatabaseResource<Kind extends string = string> extends AtlasResource<Kind> {
  protected constructor(kind: KindName, name: string, args: object | undefined, options: DatabaseOptions = {}) {
    const additionalSecretOutputs = ["__connection", ...(options.additionalSecretOutputs ?? [])];
    super(kind, name, args, { ...options, additionalSecretOutputs, confidential: isConfidential(kind, args) });
  }
}

/** Whether the program made a secret of the schema or the migrations themselves: of a URL, plans tell nothing. */
async function isConfidential(kind: KindName, args: object | undefined): Promise<true | undefined> {
  const { schema, dir }: { schema?: unknown; dir?: unknown } = args ?? {};
  return (await holdsMarkedSecrets({ schema, dir }, factsOf(kind).markers)) || undefined;
}

/** What was applied to a database, and what separates it from the declaration. */
export interface AppliedPlan {
  /** The SQL that ran when something was changed last. */
  plan: string[];
  /** The SQL that would bring the database back to what was applied, as the last refresh found; empty when there is none. */
  pending: string[];
  /** Versions that the database has applied, the oldest first; of migrations only. */
  appliedVersions?: string[];
}

/** A status of a database object as an output. What failed, and how often, is the operator's to tell. */
export type DatabaseStatusOf<Status> = Omit<StatusOf<Status>, "failed"> & AppliedPlan;
