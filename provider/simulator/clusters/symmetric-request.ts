import { isObject, type JsonObject, numberAt, objectsAt } from "../json";

/**
 * A body of version 2023-02-01 as the current version would say it: the disk goes into every region's nodes, and a
 * spec of several shards becomes as many specs.
 */
export function fromSymmetric(body: JsonObject): JsonObject {
  const { diskSizeGB, ...rest } = body;
  if (!Array.isArray(body.replicationSpecs)) {
    return diskSizeGB === undefined ? rest : { ...rest, diskSizeGB };
  }
  const replicationSpecs = objectsAt(body, "replicationSpecs").flatMap((spec) => {
    const { numShards: _, id: __, ...shard } = spec;
    const regionConfigs = objectsAt(spec, "regionConfigs").map((region) =>
      isObject(region.electableSpecs) && diskSizeGB !== undefined
        ? { ...region, electableSpecs: { ...region.electableSpecs, diskSizeGB } }
        : region,
    );
    return Array.from({ length: numberAt(spec, "numShards") ?? 1 }, () => ({ ...shard, regionConfigs }));
  });
  return { ...rest, replicationSpecs };
}
