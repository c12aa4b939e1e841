import { roleFaults } from "../atlas-custom-role/rules";
import type { AtlasProjectSpec } from "../atlas-project";
import type { Fault } from "../errors";
import type { Form } from "../form";
import type { Resolved } from "../markers";
import { alertFaults } from "./alert-rules";
import { integrationFaults } from "./integration-rules";

/** What Atlas would refuse of a project's parts. */
export function strictCheck(spec: AtlasProjectSpec | Resolved<AtlasProjectSpec>, form: Form): Fault[] {
  const { alertConfigurations: alerts = [], customRoles = [], integrations = [] } = spec;
  return [
    ...customRoles.flatMap((role, index) => roleFaults(role, `spec.customRoles[${index}]`)),
    ...integrations.flatMap((one, index) => integrationFaults(one, `spec.integrations[${index}]`, form)),
    // Without the switch nothing of them is sent.
    ...(spec.alertConfigurationSyncEnabled
      ? alerts.flatMap((alert, index) => alertFaults(alert, `spec.alertConfigurations[${index}]`, form))
      : []),
  ];
}
