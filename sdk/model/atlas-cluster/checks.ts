import type { AtlasClusterSpec, LegacyProviderSettings, PlainClusterSettings } from "../atlas-cluster";
import type { Fault } from "../errors";
import type { Resolved } from "../markers";
import { diskSizes } from "./disk-types";

/** Rules of a cluster of former releases that its schema cannot say: what no cluster of today can be is refused by name. */
export function check(spec: AtlasClusterSpec | Resolved<AtlasClusterSpec>): Fault[] {
  const { providerSettings, clusterSpec, advancedClusterSpec: advanced } = spec;
  const regions = (advanced?.replicationSpecs ?? []).flatMap(({ regionConfigs = [] }, index) =>
    regionConfigs.map((region, place) => ({ ...region, at: `replicationSpecs[${index}].regionConfigs[${place}]` })),
  );
  return [
    ...(providerSettings ? settingsFaults(spec, providerSettings, "spec") : []),
    ...(providerSettings && !spec.name ? [{ path: "spec.name", message: "is required" }] : []),
    ...(clusterSpec ? settingsFaults(clusterSpec, clusterSpec.providerSettings, "spec.clusterSpec") : []),
    ...(advanced && !advanced.name ? [{ path: "spec.advancedClusterSpec.name", message: "is required" }] : []),
    ...regions.flatMap(({ providerName, backingProviderName, at }) =>
      providerName === "TENANT" && !backingProviderName
        ? [
            {
              path: `spec.advancedClusterSpec.${at}.backingProviderName`,
              message: "is required when providerName is TENANT",
            },
          ]
        : [],
    ),
    ...regions.flatMap(({ autoScaling, at }) => indexing(autoScaling, `spec.advancedClusterSpec.${at}.autoScaling`)),
  ];
}

function settingsFaults(spec: PlainClusterSettings, provider: LegacyProviderSettings, path: string): Fault[] {
  const { diskTypeName, encryptEBSVolume, autoScaling, providerName, backingProviderName } = provider;
  const at = `${path}.providerSettings`;
  const size = diskTypeName ? diskSizes[diskTypeName] : undefined;
  const faults: Fault[] = [
    ...indexing(spec.autoScaling, `${path}.autoScaling`),
    ...indexing(autoScaling, `${at}.autoScaling`),
  ];
  if (diskTypeName && size === undefined) {
    const known = Object.keys(diskSizes).join(", ");
    faults.push({ path: `${at}.diskTypeName`, message: `${diskTypeName} stands for no size of disk: ${known}` });
  }
  if (size !== undefined && spec.diskSizeGB !== undefined && spec.diskSizeGB !== size) {
    const message = `${diskTypeName} is a disk of ${size} GB, but diskSizeGB is ${spec.diskSizeGB}`;
    faults.push({ path: `${at}.diskTypeName`, message });
  }
  if (encryptEBSVolume === false) {
    faults.push({ path: `${at}.encryptEBSVolume`, message: "must be true: Atlas encrypts all disks" });
  }
  if (providerName === "TENANT" && !backingProviderName) {
    faults.push({ path: `${at}.backingProviderName`, message: "is required when providerName is TENANT" });
  }
  const zones = spec.replicationSpecs ?? [];
  const placed = zones.length > 0 && zones.every(({ regionsConfig }) => Object.keys(regionsConfig ?? {}).length > 0);
  if (!provider.regionName && !placed) {
    faults.push({ path: `${at}.regionName`, message: "is required where replicationSpecs names no region" });
  }
  return faults;
}

const indexing = (scaling: { autoIndexingEnabled?: boolean } | undefined, path: string): Fault[] =>
  scaling?.autoIndexingEnabled
    ? [{ path: `${path}.autoIndexingEnabled`, message: "must be false: no cluster has it any more" }]
    : [];
