import { same } from "../canonical";
import { declaredShards, isTenant } from "./shards";
import type { Flex, ResolvedDeployment } from "./types";

/** A Flex deployment, and where its declaration is. */
export interface DeclaredFlex {
  flex: Flex;
  path: "spec.flexSpec" | "spec.serverlessSpec";
}

/** The Flex deployment that is asked for, if one is: Atlas made Flex deployments of all serverless instances. */
export function declaredFlex({ flexSpec, serverlessSpec }: ResolvedDeployment): DeclaredFlex | undefined {
  if (flexSpec) return { flex: flexSpec, path: "spec.flexSpec" };
  if (!serverlessSpec) return undefined;
  const { name, providerSettings, tags, terminationProtectionEnabled } = serverlessSpec;
  const { backingProviderName, regionName = "" } = providerSettings;
  // A check has seen to it that both are there.
  const place = { backingProviderName: backingProviderName ?? "AWS", regionName };
  return { flex: { name, providerSettings: place, tags, terminationProtectionEnabled }, path: "spec.serverlessSpec" };
}

/** Whether a dedicated cluster is asked for, neither Flex nor free. */
export const isDedicated = ({ deploymentSpec }: ResolvedDeployment): boolean =>
  deploymentSpec !== undefined && !isTenant(declaredShards(deploymentSpec));

/** Whether a shared cluster is to become the dedicated one that is declared. */
export const isUpgrade = (spec: ResolvedDeployment): boolean => spec.upgradeToDedicated === true && isDedicated(spec);

/** Whether both declarations are about one object, though one calls it by another shape's name: it is upgraded, or was serverless. */
export function isSameDeployment(before: ResolvedDeployment, after: ResolvedDeployment): boolean {
  const [was, is] = [before, after].map(declaredFlex);
  const project = ({ projectRef, externalProjectRef }: ResolvedDeployment) => projectRef ?? externalProjectRef?.id;
  if (!was || project(before) !== project(after)) return false;
  if (!is) return isUpgrade(after) && after.deploymentSpec?.name === was.flex.name;
  return was.path !== is.path && same(placed(was.flex), placed(is.flex));
}

const placed = ({ name, providerSettings: { backingProviderName, regionName } }: Flex) => ({
  name,
  backingProviderName,
  regionName,
});
