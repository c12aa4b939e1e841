// Made by `npm run generate` from sdk/model. Edit the model, not this file.
import type * as pulumi from "@pulumi/pulumi";
import type { AtlasTeamSpec, AtlasTeamStatus } from "../../model/atlas-team";
import type { Args, OutputOf, StatusOf } from "../args";
import type { AtlasResourceOptions } from "../options";
import { AtlasResource, isResourceOfKind } from "../resource";

/** What a team shall be. */
export interface AtlasTeamArgs extends Args<AtlasTeamSpec> {}

/** A team of Atlas users in an organisation. Projects give it roles through `teams`. */
export class AtlasTeam extends AtlasResource<"AtlasTeam"> {
  /** Name of the team. Unique within the organisation; a changed name renames the team. */
  declare readonly name: pulumi.Output<OutputOf<AtlasTeamSpec, "name">>;
  /** E-mail addresses of the members. Who is not listed is taken out of the team. */
  declare readonly usernames: pulumi.Output<OutputOf<AtlasTeamSpec, "usernames">>;
  /** What Atlas says about it. */
  declare readonly status: pulumi.Output<StatusOf<AtlasTeamStatus>>;

  /**
   * Declares one.
   * @param name Name of the resource in Pulumi.
   * @param args What it shall be.
   * @param options How Pulumi handles it.
   */
  constructor(name: string, args: AtlasTeamArgs, options?: AtlasResourceOptions);
  /** Reads one: see `get`. */
  constructor(name: string, args: undefined, options: AtlasResourceOptions & { id: pulumi.Input<pulumi.ID> });
  constructor(name: string, args?: AtlasTeamArgs, options: AtlasResourceOptions & { id?: pulumi.Input<pulumi.ID> } = {}) {
    super("AtlasTeam", name, args, options);
  }

  /**
   * Reads an existing one that this program does not manage. It is never changed.
   * @param name Name of the resource in Pulumi.
   * @param id How Atlas names it: docs/pulumi.md lists the form for each kind.
   */
  static get(name: string, id: pulumi.Input<pulumi.ID>, options: AtlasResourceOptions = {}): AtlasTeam {
    return new AtlasTeam(name, undefined, { ...options, id });
  }

  /** Whether a value is one of these, also when it was made by another copy of this package. */
  static override isInstance(value: unknown): value is AtlasTeam {
    return isResourceOfKind(value, "AtlasTeam");
  }
}
