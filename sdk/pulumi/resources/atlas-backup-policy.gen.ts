// Made by `npm run generate` from sdk/model. Edit the model, not this file.
import type * as pulumi from "@pulumi/pulumi";
import type { AtlasBackupPolicySpec } from "../../model/atlas-backup-policy";
import type { Args, OutputOf } from "../args";
import type { EmbeddedOptions } from "../options";
import { AtlasResource, isResourceOfKind } from "../resource";

/** What a backup policy shall be. */
export interface AtlasBackupPolicyArgs extends Args<AtlasBackupPolicySpec> {}

/**
 * How often backups are taken and how long they are kept. Backup schedules use it through `policy`.
 * What refers to it writes it to Atlas; by itself it is not there. Its id is its name in the program.
 */
export class AtlasBackupPolicy extends AtlasResource<"AtlasBackupPolicy"> {
  /** Rules for taking backups. They are all there are: a deployment has no others. An empty list stops scheduled backups. */
  declare readonly items: pulumi.Output<OutputOf<AtlasBackupPolicySpec, "items">>;

  /**
   * Declares one.
   * @param name Name of the resource in Pulumi.
   * @param args What it shall be.
   * @param options How Pulumi handles it.
   */
  constructor(name: string, args: AtlasBackupPolicyArgs, options: EmbeddedOptions = {}) {
    super("AtlasBackupPolicy", name, args, options);
  }

  /** Whether a value is one of these, also when it was made by another copy of this package. */
  static override isInstance(value: unknown): value is AtlasBackupPolicy {
    return isResourceOfKind(value, "AtlasBackupPolicy");
  }
}
