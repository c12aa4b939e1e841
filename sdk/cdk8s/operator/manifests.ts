import { kindInfo, kindNames } from "../../model/kinds";
import { checkInstall } from "./check";
import { deployment } from "./deployment";
import { type OperatorInstall, type SettledInstall, settled } from "./install";
import type { Manifest } from "./manifest";
import { ownRole, peopleRoles, serviceAccount, workingRoles } from "./rbac";
import type { RuledKind } from "./rules";
import { disruptionBudget, metricsService, namespaceManifest, serviceMonitor } from "./services";

/**
 * Everything that an installation consists of but the custom resource definitions, in an order in which it can be applied.
 *
 * @throws ValidationError with everything that is wrong with what is asked for
 */
export function operatorManifests(install: OperatorInstall): Manifest[] {
  const whole = settled(install);
  checkInstall(whole);
  return manifestsOf(whole, kindNames.map(kindInfo));
}

/** The same of an installation with every default in place, unchecked. */
export function manifestsOf(install: SettledInstall, kinds: readonly RuledKind[]): Manifest[] {
  return [
    ...(install.createNamespace ? [namespaceManifest(install)] : []),
    serviceAccount(install),
    ...workingRoles(install, kinds),
    ...ownRole(install),
    ...(install.aggregateClusterRoles ? peopleRoles(install, kinds) : []),
    deployment(install),
    disruptionBudget(install),
    metricsService(install),
    ...(install.serviceMonitor ? [serviceMonitor(install)] : []),
  ];
}
