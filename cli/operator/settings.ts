import type { OperatorOptions } from "../../provider/operator";
import { OptionError } from "../errors";

/** What the command line says; each is absent where it says nothing. */
export interface Flags {
  atlasDomain?: string;
  metricsBindAddress?: string;
  healthProbeBindAddress?: string;
  leaderElect?: boolean;
  logLevel?: string;
  globalApiSecretName?: string;
  objectDeletionProtection?: boolean;
  subobjectDeletionProtection?: boolean;
  independentSyncPeriod?: number;
  watchNamespaces?: string;
  namespace?: string;
  shards?: string;
  labelSelector?: string;
  devDatabases?: boolean;
  prewarmDevDb?: boolean;
  allowCustomConfig?: boolean;
  atlasCommand?: string;
}

type Environment = Readonly<Record<string, string | undefined>>;
type Level = "debug" | "info" | "warn" | "error" | "fatal";

/** As the operator takes it, but for the cluster. */
export interface Settings {
  namespace: string;
  podName?: string;
  globalSecretName?: string;
  atlasDomain: string;
  watchNamespaces?: string[];
  shards?: string[];
  deletionProtection: boolean;
  independentSyncMs: number;
  concurrency: number;
  leaderElection: boolean;
  metricsAddress: string;
  probeAddress: string;
  logLevel: Level;
  timeScale: number;
  databases: NonNullable<OperatorOptions["databases"]>;
}

const shortestSyncMinutes = 5;
const levels: Readonly<Record<string, Level>> = {
  debug: "debug",
  info: "info",
  warn: "warn",
  warning: "warn",
  error: "error",
  dpanic: "fatal",
  panic: "fatal",
  fatal: "fatal",
};

/**
 * What flags and environment say together. Names and meanings are those of the MongoDB Atlas Kubernetes Operator; a flag wins over the
 * environment.
 *
 * @throws OptionError naming what cannot be meant
 */
export function settingsFrom(flags: Flags, environment: Environment): Settings {
  const namespace = environment.OPERATOR_NAMESPACE;
  if (!namespace) {
    throw new OptionError("OPERATOR_NAMESPACE is not set: the namespace that the operator runs in", {
      hint: "In a cluster the chart sets it; elsewhere choose the namespace with the operator's own Secret.",
    });
  }
  const minutes = flags.independentSyncPeriod ?? 15;
  if (minutes < shortestSyncMinutes) {
    throw new OptionError(`--independent-sync-period ${minutes} is too short: ${shortestSyncMinutes} minutes at least`);
  }
  const watchNamespaces = namesIn(flags.watchNamespaces ?? flags.namespace ?? environment.WATCH_NAMESPACE);
  return {
    namespace,
    podName: environment.OPERATOR_POD_NAME || undefined,
    globalSecretName: flags.globalApiSecretName || undefined,
    atlasDomain: flags.atlasDomain ?? "https://cloud.mongodb.com/",
    watchNamespaces,
    shards: shardsFrom(flags, watchNamespaces),
    deletionProtection:
      flags.objectDeletionProtection ??
      truth("OBJECT_DELETION_PROTECTION", environment.OBJECT_DELETION_PROTECTION) ??
      true,
    independentSyncMs: minutes * 60_000,
    concurrency: count("MDB_MAX_CONCURRENT_RECONCILES", environment.MDB_MAX_CONCURRENT_RECONCILES) ?? 5,
    leaderElection: flags.leaderElect ?? false,
    metricsAddress: flags.metricsBindAddress ?? ":8080",
    probeAddress: flags.healthProbeBindAddress ?? ":8081",
    logLevel: levelOf(flags.logLevel ?? "info"),
    timeScale: Number(environment.ATLAS_IAC_TIME_SCALE ?? 1) || 1,
    databases: databasesFrom(flags, environment),
  };
}

/** Names and meanings are those of Ariga's operator, where it has the same. */
function databasesFrom(flags: Flags, { PREWARM_DEVDB, ALLOW_CUSTOM_CONFIG }: Environment): Settings["databases"] {
  return {
    labelSelector: flags.labelSelector || undefined,
    devDatabases: flags.devDatabases ?? false,
    prewarmDevDatabases: flags.prewarmDevDb ?? truth("PREWARM_DEVDB", PREWARM_DEVDB) ?? true,
    allowCustomConfig: flags.allowCustomConfig ?? truth("ALLOW_CUSTOM_CONFIG", ALLOW_CUSTOM_CONFIG) ?? false,
    atlasCommand: flags.atlasCommand || undefined,
  };
}

/** What upstream takes and does nothing with, neither do we. */
export function ignoredIn(flags: Flags, environment: Environment): string[] {
  const given = flags.subobjectDeletionProtection ?? environment.SUBOBJECT_DELETION_PROTECTION;
  return given === undefined
    ? []
    : ["--subobject-deletion-protection has no effect: only what an object declared before is ever deleted in it"];
}

/** `true` and `false` as Go reads them; nothing for anything else. */
export function truthIn(text: string): boolean | undefined {
  if (/^(1|t|true)$/i.test(text)) return true;
  return /^(0|f|false)$/i.test(text) ? false : undefined;
}

function truth(name: string, text: string | undefined): boolean | undefined {
  if (text === undefined || text === "") return undefined;
  const value = truthIn(text);
  if (value === undefined) throw new OptionError(`${name} is ${JSON.stringify(text)}: it must be true or false`);
  return value;
}

function count(name: string, text: string | undefined): number | undefined {
  if (text === undefined || text === "") return undefined;
  if (/^[1-9]\d{0,3}$/.test(text)) return Number(text);
  throw new OptionError(`${name} is ${JSON.stringify(text)}: it must be a whole number above zero`);
}

/** @throws OptionError when shards cannot be called so, or have nothing to share */
function shardsFrom(given: Flags, watchNamespaces: string[] | undefined): string[] | undefined {
  const names = namesIn(given.shards);
  const [wrong] =
    names?.filter((name) => !/^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/.test(name) || name === "default") ?? [];
  if (wrong !== undefined) {
    throw new OptionError(`--shards: a shard cannot be called ${JSON.stringify(wrong)}`, {
      hint: "Lower case letters, digits and '-'; the shard \"default\" is there without being named.",
    });
  }
  if (names && watchNamespaces) {
    const other = given.watchNamespaces ? "--watch-namespaces" : given.namespace ? "--namespace" : "WATCH_NAMESPACE";
    throw new OptionError(`--shards and ${other} exclude each other`, {
      hint: `Shards share all namespaces: leave ${other} out${other === "WATCH_NAMESPACE" ? " of the environment" : ""}.`,
    });
  }
  if (names && !given.leaderElect) {
    throw new OptionError("--shards needs --leader-elect", {
      hint: "Without it every replica would act for every shard.",
    });
  }
  return names;
}

function namesIn(text: string | undefined): string[] | undefined {
  const names = (text ?? "").split(",").flatMap((name) => name.trim() || []);
  return names.length > 0 ? [...new Set(names)] : undefined;
}

/** Names, or numbers from -9 (most) to 5 (least), as the logger of upstream's operator counts. */
function levelOf(text: string): Level {
  const named = levels[text.toLowerCase()];
  if (named) return named;
  if (!/^(-[1-9]|[0-5])$/.test(text)) {
    throw new OptionError(`--log-level ${text} is none`, {
      hint: `There are ${Object.keys(levels).join(", ")}, and -9 to 5.`,
    });
  }
  const number = Number(text);
  if (number < 0) return "debug";
  return (["info", "warn", "error"] as const)[number] ?? "fatal";
}
