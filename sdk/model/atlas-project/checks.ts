import { isDeepStrictEqual } from "node:util";
import type { AtlasProjectSpec } from "../atlas-project";
import type { Fault } from "../errors";
import type { Resolved } from "../markers";
import { list, notOneOf, show } from "../messages";
import { thresholdFaults } from "./alert-rules";
import type { AlertConfiguration } from "./alerts";
import { contradictoryParts } from "./keyed-parts";
import type { MaintenanceWindow } from "./maintenance-window";
import type { NetworkPeer } from "./network-peers";
import { retiredFaults } from "./retired";

type DeclaredAlert = AlertConfiguration | Resolved<AlertConfiguration>;

/** Rules of a project's parts that its schema cannot say. */
export function check(spec: AtlasProjectSpec | Resolved<AtlasProjectSpec>): Fault[] {
  return [
    ...retiredFaults(spec),
    ...maintenanceFaults(spec.maintenanceWindow),
    ...(spec.networkPeers ?? []).flatMap((peer, index) => peerFaults(peer, `spec.networkPeers[${index}]`)),
    ...contradictoryParts(spec),
    ...(spec.alertConfigurationSyncEnabled ? alertListFaults(spec.alertConfigurations ?? []) : []),
  ];
}

function maintenanceFaults(window: MaintenanceWindow | undefined): Fault[] {
  if (!window) return [];
  const path = "spec.maintenanceWindow";
  const faults: Fault[] = [];
  if (window.dayOfWeek === undefined && Object.values(window).some(Boolean)) {
    faults.push({ path: `${path}.dayOfWeek`, message: "is required unless the whole window is empty" });
  }
  if (window.startASAP && window.defer) {
    faults.push({ path, message: "at most one of startASAP and defer may be true, but both are" });
  }
  return faults;
}

const peerFields: Readonly<Record<string, readonly (keyof NetworkPeer)[]>> = {
  AWS: ["accepterRegionName", "awsAccountId", "routeTableCidrBlock", "vpcId"],
  AZURE: ["azureDirectoryId", "azureSubscriptionId", "resourceGroupName", "vnetName"],
  GCP: ["gcpProjectId", "networkName"],
};

function peerFaults(peer: NetworkPeer, path: string): Fault[] {
  const provider = peer.providerName || "AWS";
  const needed = peerFields[provider];
  if (!needed) {
    return [{ path: `${path}.providerName`, message: notOneOf(provider, show(provider), Object.keys(peerFields)) }];
  }
  const missing = needed.filter((field) => !peer[field]);
  return missing.map((field) => ({
    path: `${path}.${field}`,
    message: `is required for ${provider}, which needs ${list(needed, "and")}`,
  }));
}

function alertListFaults(alerts: readonly DeclaredAlert[]): Fault[] {
  const numbers = alerts.flatMap((alert, index) => thresholdFaults(alert, `spec.alertConfigurations[${index}]`));
  return [...numbers, ...duplicateAlerts(alerts)];
}

function duplicateAlerts(alerts: readonly unknown[]): Fault[] {
  return alerts.flatMap((alert, index) => {
    const first = alerts.findIndex((other) => isDeepStrictEqual(other, alert));
    return first === index
      ? []
      : [
          {
            path: `spec.alertConfigurations[${index}]`,
            message: `is the same as item ${first}; each may occur only once`,
          },
        ];
  });
}
