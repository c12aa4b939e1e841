import { expect, it } from "vitest";
import { ignoredIn, settingsFrom } from "../../cli/operator/settings";

const OPERATOR_NAMESPACE = "atlas";

it("has upstream's defaults", () => {
  expect(settingsFrom({}, { OPERATOR_NAMESPACE, OPERATOR_POD_NAME: "atlas-operator-1-2" })).toMatchObject({
    atlasDomain: "https://cloud.mongodb.com/",
    concurrency: 5,
    deletionProtection: true,
    independentSyncMs: 900_000,
    leaderElection: false,
    metricsAddress: ":8080",
    probeAddress: ":8081",
    podName: "atlas-operator-1-2",
    watchNamespaces: undefined,
  });
});

it.each([
  { flags: {}, environment: { OBJECT_DELETION_PROTECTION: "false" }, protection: false, because: "no flag speaks" },
  {
    flags: { objectDeletionProtection: true },
    environment: { OBJECT_DELETION_PROTECTION: "false" },
    protection: true,
    because: "a flag wins over the environment",
  },
])("takes deletion protection from where it is said ($because)", ({ flags, environment, protection }) => {
  expect(settingsFrom(flags, { OPERATOR_NAMESPACE, ...environment }).deletionProtection).toBe(protection);
});

it.each([
  {
    flags: {},
    environment: {},
    expected: { devDatabases: false, prewarmDevDatabases: true, allowCustomConfig: false },
    because: "these are the defaults",
  },
  {
    flags: {},
    environment: { PREWARM_DEVDB: "false", ALLOW_CUSTOM_CONFIG: "true", SKIP_VERCHECK: "true" },
    expected: { prewarmDevDatabases: false, allowCustomConfig: true },
    because: "upstream's environment says so",
  },
  {
    flags: {
      prewarmDevDb: true,
      allowCustomConfig: false,
      devDatabases: true,
      labelSelector: "a=b",
      atlasCommand: "/a",
    },
    environment: { PREWARM_DEVDB: "false", ALLOW_CUSTOM_CONFIG: "true" },
    expected: {
      ...{ prewarmDevDatabases: true, allowCustomConfig: false },
      ...{ devDatabases: true, labelSelector: "a=b", atlasCommand: "/a" },
    },
    because: "flags win",
  },
])("looks after databases as $because", ({ flags, environment, expected }) => {
  expect(settingsFrom(flags, { OPERATOR_NAMESPACE, ...environment }).databases).toMatchObject(expected);
});

it("reads namespaces from the flag or the environment, each once", () => {
  expect(settingsFrom({}, { OPERATOR_NAMESPACE, WATCH_NAMESPACE: "a, b,,a" }).watchNamespaces).toEqual(["a", "b"]);
  expect(settingsFrom({ namespace: "d" }, { OPERATOR_NAMESPACE, WATCH_NAMESPACE: "a" }).watchNamespaces).toEqual(["d"]);
  expect(settingsFrom({ watchNamespaces: "c" }, { OPERATOR_NAMESPACE, WATCH_NAMESPACE: "a" }).watchNamespaces).toEqual([
    "c",
  ]);
});

it("reads shards, each once, and none where none are named", () => {
  expect(settingsFrom({ shards: "a, b,a", leaderElect: true }, { OPERATOR_NAMESPACE }).shards).toEqual(["a", "b"]);
  expect(settingsFrom({}, { OPERATOR_NAMESPACE }).shards).toBeUndefined();
});

it.each([
  ["debug", "debug"],
  ["-9", "debug"],
  ["0", "info"],
  ["1", "warn"],
  ["5", "fatal"],
  ["dpanic", "fatal"],
])("log level %s is %s", (given, level) => {
  expect(settingsFrom({ logLevel: given }, { OPERATOR_NAMESPACE }).logLevel).toBe(level);
});

it.each([
  { flags: {}, environment: {}, says: /OPERATOR_NAMESPACE is not set/ },
  { flags: { independentSyncPeriod: 4 }, environment: { OPERATOR_NAMESPACE }, says: /too short: 5 minutes/ },
  {
    flags: { shards: "a,Team_B" },
    environment: { OPERATOR_NAMESPACE },
    says: /--shards: a shard cannot be called "Team_B"/,
  },
  {
    flags: { shards: "default" },
    environment: { OPERATOR_NAMESPACE },
    says: /--shards: a shard cannot be called "default"/,
  },
  {
    flags: { shards: "a" },
    environment: { OPERATOR_NAMESPACE, WATCH_NAMESPACE: "b" },
    says: /--shards and WATCH_NAMESPACE exclude each other/,
  },
  {
    flags: { shards: "a", watchNamespaces: "b" },
    environment: { OPERATOR_NAMESPACE, WATCH_NAMESPACE: "c" },
    says: /--shards and --watch-namespaces exclude each other/,
  },
  {
    flags: { shards: "a" },
    environment: { OPERATOR_NAMESPACE },
    says: /--shards needs --leader-elect/,
  },
  { flags: { logLevel: "loud" }, environment: { OPERATOR_NAMESPACE }, says: /--log-level loud is none/ },
  {
    flags: {},
    environment: { OPERATOR_NAMESPACE, OBJECT_DELETION_PROTECTION: "maybe" },
    says: /OBJECT_DELETION_PROTECTION is "maybe": it must be true or false/,
  },
  {
    flags: {},
    environment: { OPERATOR_NAMESPACE, MDB_MAX_CONCURRENT_RECONCILES: "0" },
    says: /MDB_MAX_CONCURRENT_RECONCILES is "0"/,
  },
])("refuses what cannot be meant: $says", ({ flags, environment, says }) => {
  expect(() => settingsFrom(flags, environment)).toThrow(says);
});

it("says what it takes and ignores", () => {
  expect(ignoredIn({ subobjectDeletionProtection: true }, {})).toHaveLength(1);
  expect(ignoredIn({}, {})).toEqual([]);
});
