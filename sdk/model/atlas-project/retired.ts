import type { AtlasProjectSpec } from "../atlas-project";
import type { Fault } from "../errors";
import type { Resolved } from "../markers";

const message = "asks for Flowdock, which is no more: the Atlas Admin API has no such service. Take it out.";

/** What a project asks of services that Atlas has given up. */
export function retiredFaults(spec: AtlasProjectSpec | Resolved<AtlasProjectSpec>): Fault[] {
  const integrations = (spec.integrations ?? []).flatMap(({ type }, index) =>
    type === "FLOWDOCK" ? [{ path: `spec.integrations[${index}].type`, message }] : [],
  );
  const alerts = (spec.alertConfigurations ?? []).flatMap(({ notifications = [] }, at) =>
    notifications.flatMap(({ typeName }, index) =>
      typeName === "FLOWDOCK"
        ? [{ path: `spec.alertConfigurations[${at}].notifications[${index}].typeName`, message }]
        : [],
    ),
  );
  return [...integrations, ...alerts];
}
