// Made by `npm run generate` from sdk/model. Edit the model, not this file.
import type * as pulumi from "@pulumi/pulumi";
import type { AtlasThirdPartyIntegrationSpec, AtlasThirdPartyIntegrationStatus } from "../../model/atlas-third-party-integration";
import type { Args, OutputOf, StatusOf } from "../args";
import type { AtlasResourceOptions } from "../options";
import { AtlasResource, isResourceOfKind } from "../resource";

/** What an integration shall be: its type, and the block of that type. */
export interface AtlasThirdPartyIntegrationArgs extends Args<AtlasThirdPartyIntegrationSpec> {}

/** A service that Atlas sends a project's metrics and alerts to. A project has one of each type at most. */
export class AtlasThirdPartyIntegration extends AtlasResource<"AtlasThirdPartyIntegration"> {
  /** Project the integration belongs to, declared beside it. */
  declare readonly projectRef: pulumi.Output<OutputOf<AtlasThirdPartyIntegrationSpec, "projectRef">>;
  /** Project the integration belongs to, by its Atlas id. In a manifest it needs a `connectionSecret`, as there is no project object to take the credentials from. */
  declare readonly externalProjectRef: pulumi.Output<OutputOf<AtlasThirdPartyIntegrationSpec, "externalProjectRef">>;
  /** Credentials for the Atlas Admin API. Those of the project when absent, then the operator's own. */
  declare readonly connectionSecret: pulumi.Output<OutputOf<AtlasThirdPartyIntegrationSpec, "connectionSecret">>;
  /** Which service. */
  declare readonly type: pulumi.Output<OutputOf<AtlasThirdPartyIntegrationSpec, "type">>;
  /** Datadog, with type `DATADOG`. */
  declare readonly datadog: pulumi.Output<OutputOf<AtlasThirdPartyIntegrationSpec, "datadog">>;
  /** Microsoft Teams, with type `MICROSOFT_TEAMS`. */
  declare readonly microsoftTeams: pulumi.Output<OutputOf<AtlasThirdPartyIntegrationSpec, "microsoftTeams">>;
  /** New Relic, with type `NEW_RELIC`. */
  declare readonly newRelic: pulumi.Output<OutputOf<AtlasThirdPartyIntegrationSpec, "newRelic">>;
  /** Opsgenie, with type `OPS_GENIE`. */
  declare readonly opsGenie: pulumi.Output<OutputOf<AtlasThirdPartyIntegrationSpec, "opsGenie">>;
  /** PagerDuty, with type `PAGER_DUTY`. */
  declare readonly pagerDuty: pulumi.Output<OutputOf<AtlasThirdPartyIntegrationSpec, "pagerDuty">>;
  /** Prometheus, with type `PROMETHEUS`. */
  declare readonly prometheus: pulumi.Output<OutputOf<AtlasThirdPartyIntegrationSpec, "prometheus">>;
  /** Slack, with type `SLACK`. */
  declare readonly slack: pulumi.Output<OutputOf<AtlasThirdPartyIntegrationSpec, "slack">>;
  /** VictorOps, with type `VICTOR_OPS`. */
  declare readonly victorOps: pulumi.Output<OutputOf<AtlasThirdPartyIntegrationSpec, "victorOps">>;
  /** A webhook, with type `WEBHOOK`. */
  declare readonly webhook: pulumi.Output<OutputOf<AtlasThirdPartyIntegrationSpec, "webhook">>;
  /** What Atlas says about it. */
  declare readonly status: pulumi.Output<StatusOf<AtlasThirdPartyIntegrationStatus>>;

  /**
   * Declares one.
   * @param name Name of the resource in Pulumi.
   * @param args What it shall be.
   * @param options How Pulumi handles it.
   */
  constructor(name: string, args: AtlasThirdPartyIntegrationArgs, options?: AtlasResourceOptions);
  /** Reads one: see `get`. */
  constructor(name: string, args: undefined, options: AtlasResourceOptions & { id: pulumi.Input<pulumi.ID> });
  constructor(name: string, args?: AtlasThirdPartyIntegrationArgs, options: AtlasResourceOptions & { id?: pulumi.Input<pulumi.ID> } = {}) {
    super("AtlasThirdPartyIntegration", name, args, options);
  }

  /**
   * Reads an existing one that this program does not manage. It is never changed.
   * @param name Name of the resource in Pulumi.
   * @param id How Atlas names it: docs/pulumi.md lists the form for each kind.
   */
  static get(name: string, id: pulumi.Input<pulumi.ID>, options: AtlasResourceOptions = {}): AtlasThirdPartyIntegration {
    return new AtlasThirdPartyIntegration(name, undefined, { ...options, id });
  }

  /** Whether a value is one of these, also when it was made by another copy of this package. */
  static override isInstance(value: unknown): value is AtlasThirdPartyIntegration {
    return isResourceOfKind(value, "AtlasThirdPartyIntegration");
  }
}
