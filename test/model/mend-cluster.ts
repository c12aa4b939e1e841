type Json = Record<string, unknown>;

/** A cluster of former releases that Atlas could still run: without what is refused today, and with what its form needs. */
export function mendCluster(spec: Json): Json {
  const { clusterSpec, advancedClusterSpec, providerSettings } = spec;
  return {
    ...(providerSettings === undefined ? spec : { ...runnable(spec), name: "main" }),
    ...(isJson(clusterSpec) ? { clusterSpec: runnable(clusterSpec) } : {}),
    ...(isJson(advancedClusterSpec) ? { advancedClusterSpec: mendAdvanced(advancedClusterSpec) } : {}),
  };
}

function runnable(settings: Json): Json {
  const { providerSettings, autoScaling } = settings;
  if (!isJson(providerSettings)) return { ...settings, ...scaled(autoScaling) };
  const { diskTypeName } = providerSettings;
  const typed = diskTypeName !== undefined;
  const provider = {
    ...providerSettings,
    ...(typed && { diskTypeName: "P10" }),
    ...scaled(providerSettings.autoScaling),
    regionName: "US_EAST_1",
    backingProviderName: "AWS",
    encryptEBSVolume: true,
  };
  const zones = Array.isArray(settings.replicationSpecs) && { replicationSpecs: settings.replicationSpecs.map(voting) };
  const disk = typed && settings.diskSizeGB !== undefined && { diskSizeGB: 128 };
  return { ...settings, ...zones, ...disk, ...scaled(autoScaling), providerSettings: provider };
}

/** The first region of a zone has the electable nodes, and no two have one priority. */
function voting(zone: Json): Json {
  if (!isJson(zone.regionsConfig)) return zone;
  const regions = Object.entries(zone.regionsConfig).map(([name, region], index) => {
    const nodes = { electableNodes: index === 0 ? 3 : 0, priority: Math.max(7 - index, 0) };
    return [name, { ...(isJson(region) && region), ...nodes }];
  });
  return { ...zone, regionsConfig: Object.fromEntries(regions) };
}

function mendAdvanced(advanced: Json): Json {
  const { replicationSpecs } = advanced;
  if (!Array.isArray(replicationSpecs)) return { ...advanced, name: "main" };
  const zones = replicationSpecs.map(({ regionConfigs, ...zone }: Json) => ({
    ...zone,
    ...(Array.isArray(regionConfigs) ? { regionConfigs: regionConfigs.map(votingRegion) } : {}),
  }));
  return { ...advanced, name: "main", replicationSpecs: zones };
}

function votingRegion(region: Json, index: number): Json {
  return {
    ...region,
    ...(region.providerName === "TENANT" && { backingProviderName: "AWS" }),
    electableSpecs: { ...(isJson(region.electableSpecs) && region.electableSpecs), nodeCount: index === 0 ? 3 : 0 },
    priority: Math.max(7 - index, 0),
    ...scaled(region.autoScaling),
  };
}

const scaled = (scaling: unknown): Json =>
  isJson(scaling) ? { autoScaling: { ...scaling, autoIndexingEnabled: false } } : {};

const isJson = (value: unknown): value is Json => typeof value === "object" && value !== null && !Array.isArray(value);
