import { roleAdvice } from "../atlas-custom-role/rules";
import type { AtlasProjectSpec } from "../atlas-project";
import type { Fault } from "../errors";
import type { Form } from "../form";
import type { Resolved } from "../markers";
import { alertAdvice } from "./alert-advice";
import { integrationAdvice } from "./integration-rules";
import { repeatedParts } from "./keyed-parts";

/** What may be a mistake in a project's parts. */
export function advise(spec: AtlasProjectSpec | Resolved<AtlasProjectSpec>, form: Form): Fault[] {
  const { alertConfigurations: alerts = [], customRoles = [], integrations = [] } = spec;
  const idle = alerts.length > 0 && !spec.alertConfigurationSyncEnabled;
  const unfed = spec.alertConfigurationSyncEnabled === true && spec.alertConfigurations === undefined;
  return [
    ...repeatedParts(spec),
    ...customRoles.flatMap((role, index) => roleAdvice(role, `spec.customRoles[${index}]`)),
    ...integrations.flatMap((one, index) => integrationAdvice(one, `spec.integrations[${index}]`, form)),
    ...(unfed
      ? [{ path: "spec.alertConfigurations", message: "is absent, so alertConfigurationSyncEnabled has no effect" }]
      : []),
    ...(idle
      ? [{ path: "spec.alertConfigurations", message: "has no effect unless alertConfigurationSyncEnabled is true" }]
      : alerts.flatMap((alert, index) => alertAdvice(alert, `spec.alertConfigurations[${index}]`, form))),
  ];
}
