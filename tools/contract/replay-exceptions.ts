import type { Difference } from "./replay/compare";

/** A difference between recorded and simulated answers that is meant to be there. */
export interface ReplayException {
  /** Matches the case: `scenario#step` or `conversation#order`. */
  where: RegExp;
  /** Matches the place in the body. */
  path: RegExp;
  /** Why the simulator answers otherwise. */
  because: string;
}

/**
 * Members that came or went between the conversations (2025) and the recordings (August 2026). The simulator answers as
 * the newer ones; where only they differ, an answer counts as equal.
 */
export const CHANGED_SINCE: readonly { path: RegExp; because: string }[] = [
  { path: /(^|\.)adaptiveCapacity$/, because: "told since 2026" },
  { path: /(^|\.)effectiveDatabaseEdition$/, because: "told since 2026" },
  { path: /(^|\.)effectiveReplicationSpecs$/, because: "told since 2026" },
  { path: /(^|\.)retainBackups$/, because: "told since 2026" },
  { path: /(^|\.)customOpensslCipherConfigTls13$/, because: "told since November 2025" },
  { path: /(^|\.)useAwsTimeBasedSnapshotCopyForFastInitialSync$/, because: "told since September 2025" },
  { path: /(^|\.)effective(Analytics|Electable|ReadOnly)Specs$/, because: "told of sharded clusters since 2026" },
  { path: /(^|\.)predictiveEnabled$/, because: "no longer told in 2026" },
];

/** Differences that stay, each with its reason. */
export const REPLAY_EXCEPTIONS: readonly ReplayException[] = [
  {
    where: /TestAlertConfig\//,
    path: /^links\[1\]\.rel$/,
    because:
      "The recorded service was a test environment, which calls itself localhost in this one name of a relation.",
  },
  {
    where: /TestSharedClusterUpgrade\/Upgrade_to_dedicated_tier#[4-9]$/,
    path: /^(connectionStrings\.standard(Srv)?|diskWarmingMode)$/,
    because:
      "The recorded cluster was on its way from the free tier to a dedicated one: no answer tells what came before it.",
  },
  {
    where: /^advanced-cluster-tenant-upgrade#26$/,
    path: /^connectionStrings\.standard$/,
    because:
      "For a moment before it shows as a dedicated one, the shared nodes of an upgraded cluster are gone already.",
  },
  {
    where: /^advanced-cluster-tenant-upgrade#(71|72|78|82)$/,
    path: /^(results\[0\]\.)?stateName$/,
    because: "The service changed the new cluster of itself, which the simulator does not.",
  },
];

/** Whether a difference is only a member that came or went since the answer was recorded. */
export function isChangeSince(difference: Difference): boolean {
  const oneSided = difference.recorded === undefined || difference.simulated === undefined;
  return oneSided && CHANGED_SINCE.some(({ path }) => path.test(difference.path));
}

/** The reason for a difference, when it is a listed one. */
export function exceptionFor(where: string, difference: Difference): ReplayException | undefined {
  return REPLAY_EXCEPTIONS.find((exception) => exception.where.test(where) && exception.path.test(difference.path));
}
