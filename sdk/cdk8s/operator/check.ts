import { type Fault, ValidationError } from "../../model/errors";
import { ownEnvironment } from "./deployment";
import { type SettledInstall, SHORTEST_GRACE_SECONDS } from "./install";

/** A name as namespaces have it (RFC 1123 label). */
const label = /^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/;
const image = /^[a-z0-9][^\s]*(:[\w][\w.-]{0,127}|@sha256:[0-9a-f]{64})$/;
const mustBeLabel =
  "must be lower case letters, digits and '-', at most 63, beginning and ending with a letter or digit";
/** Longest name whose pods, Secret and Service still have names that Kubernetes takes. */
const longestName = 45;

/**
 * Looks for everything that a cluster would refuse, or take and then not run.
 *
 * @throws ValidationError with all of it
 */
export function checkInstall(install: SettledInstall): void {
  const faults = [
    ...names(install),
    ...process(install),
    ...shardFaults(install),
    ...environment(install),
    ...volumes(install),
  ];
  if (faults.length > 0) throw new ValidationError(`operator ${install.name}`, faults);
}

function names({ name, namespace, watchNamespaces, image: wanted }: SettledInstall): Fault[] {
  const faults: Fault[] = [];
  if (!label.test(name)) faults.push({ path: "name", message: mustBeLabel });
  else if (name.length > longestName) faults.push({ path: "name", message: `has more than ${longestName} characters` });
  if (!label.test(namespace)) faults.push({ path: "namespace", message: mustBeLabel });
  for (const [i, one] of watchNamespaces.entries()) {
    if (!label.test(one)) faults.push({ path: `watchNamespaces[${i}]`, message: mustBeLabel });
  }
  if (!image.test(wanted)) {
    faults.push({ path: "image", message: "must have a tag or a digest, so that it is known what runs" });
  }
  return faults;
}

function process(install: SettledInstall): Fault[] {
  const { replicas, leaderElection, terminationGracePeriodSeconds: grace, atlasCommand } = install;
  const faults: Fault[] = [];
  if (!Number.isInteger(replicas) || replicas < 0) {
    faults.push({ path: "replicas", message: "must be a whole number, zero or more" });
  } else if (replicas > 1 && !leaderElection) {
    faults.push({ path: "leaderElection", message: `must be true: of ${replicas} replicas only one may act` });
  }
  if (!Number.isInteger(grace) || grace < SHORTEST_GRACE_SECONDS) {
    const message = `must be at least ${SHORTEST_GRACE_SECONDS} seconds: what has begun is ended first`;
    faults.push({ path: "terminationGracePeriodSeconds", message });
  }
  if (atlasCommand !== undefined && !/^\/\S+$/.test(atlasCommand)) {
    faults.push({ path: "atlasCommand", message: "must be the whole path of a file in the pod: /usr/local/bin/atlas" });
  }
  return faults;
}

/** What a shard may be called: a value of a label, and the end of a Lease's name. */
function shardFaults({ shards, watchNamespaces, leaderElection }: SettledInstall): Fault[] {
  const faults = shards.flatMap((shard, i): Fault[] => {
    const path = `shards[${i}]`;
    if (shard === "default") return [{ path, message: "default is there without being named" }];
    return label.test(shard) ? [] : [{ path, message: mustBeLabel }];
  });
  if (shards.length === 0) return faults;
  if (watchNamespaces.length > 0) {
    faults.push({
      path: "watchNamespaces",
      message: "must be empty where there are shards, which have all namespaces",
    });
  }
  if (!leaderElection) faults.push({ path: "leaderElection", message: "must be true: each shard has a Lease" });
  return faults;
}

function environment({ extraEnvs }: SettledInstall): Fault[] {
  const taken = new Set(ownEnvironment.map(({ name }) => name));
  return extraEnvs.flatMap(({ name }, i) => {
    if (taken.has(name)) return [{ path: `extraEnvs[${i}].name`, message: `${name} is set already` }];
    taken.add(name);
    return [];
  });
}

function volumes({ extraVolumes, extraVolumeMounts }: SettledInstall): Fault[] {
  const known = new Set(["tmp"]);
  const twice = extraVolumes.flatMap(({ name }, i) => {
    if (known.has(name)) return [{ path: `extraVolumes[${i}].name`, message: `there is a volume ${name} already` }];
    known.add(name);
    return [];
  });
  const missing = extraVolumeMounts.flatMap(({ name }, i) =>
    known.has(name) ? [] : [{ path: `extraVolumeMounts[${i}].name`, message: `there is no volume ${name}` }],
  );
  return [...twice, ...missing];
}
