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
  const disk = typed && settings.diskSizeGB !== undefined && { diskSizeGB: 128 };
  return { ...settings, ...disk, ...scaled(autoScaling), providerSettings: provider };
}

function mendAdvanced(advanced: Json): Json {
  const { replicationSpecs } = advanced;
  if (!Array.isArray(replicationSpecs)) return { ...advanced, name: "main" };
  const zones = replicationSpecs.map(({ regionConfigs, ...zone }: Json) => ({
    ...zone,
    ...(Array.isArray(regionConfigs)
      ? { regionConfigs: regionConfigs.map((region: Json) => ({ ...region, ...scaled(region.autoScaling) })) }
      : {}),
  }));
  return { ...advanced, name: "main", replicationSpecs: zones };
}

const scaled = (scaling: unknown): Json =>
  isJson(scaling) ? { autoScaling: { ...scaling, autoIndexingEnabled: false } } : {};

const isJson = (value: unknown): value is Json => typeof value === "object" && value !== null && !Array.isArray(value);
