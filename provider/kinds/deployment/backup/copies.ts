import type { SpecOf } from "../../../../sdk/model";
import type { RequestBody, ResponseBody } from "../../../atlas/contract/operations.gen";
import { asSet, same } from "../../canonical";
import type { Difference } from "../../contract";

type Declared = NonNullable<SpecOf<"AtlasBackupSchedule">["copySettings"]>;
type Observed = NonNullable<ResponseBody<"getGroupClusterBackupSchedule">["copySettings"]>;
type Sent = NonNullable<NonNullable<RequestBody<"updateGroupClusterBackupSchedule">>["copySettings"]>;

/** A region that backups of a zone are copied to. */
export interface CopySetting {
  zoneId?: string;
  cloudProvider: string;
  regionName: string;
  shouldCopyOplogs: boolean;
  /** In one order. */
  frequencies: string[];
}

/** What the copies of a deployment shall be, and what has to be told of it. */
export interface WantedCopies {
  copies: CopySetting[];
  differing: Difference[];
  /** Regions of the zone that were not declared here and stay, for people. */
  foreign: string[];
}

const placeOf = ({ cloudProvider, regionName }: CopySetting): string => `${cloudProvider}/${regionName}`;

export const observedCopies = (settings: Observed): CopySetting[] =>
  asSet(
    settings.map(({ zoneId, cloudProvider = "AWS", regionName = "", shouldCopyOplogs = false, frequencies = [] }) => ({
      zoneId,
      cloudProvider,
      regionName,
      shouldCopyOplogs,
      frequencies: asSet(frequencies),
    })),
  );

/**
 * Copies that are declared, in the zone that declarations are about, beside those that others set up. What was declared here before
 * and no longer is ends.
 *
 * @param zoneId Absent: the deployment is still to be made.
 */
export function wantedCopies(
  { declared, owned }: { declared: Declared; owned: Declared },
  observed: readonly CopySetting[],
  zoneId: string | undefined,
  path: string,
): WantedCopies {
  const given = declaredCopies(declared, zoneId);
  const named = new Set(given.map(placeOf));
  const before = new Set(declaredCopies(owned, zoneId).map(placeOf));
  const inZone = observed.filter((copy) => copy.zoneId === zoneId);
  const there = new Map(inZone.map((copy) => [placeOf(copy), copy]));
  // Without a word on how often, that is left as it is.
  const often = (copy: CopySetting) =>
    copy.frequencies.length > 0 ? copy.frequencies : (there.get(placeOf(copy))?.frequencies ?? []);
  const ours = given.map((copy) => ({ ...copy, frequencies: often(copy) }));
  const ended = inZone.filter((copy) => !named.has(placeOf(copy)) && before.has(placeOf(copy)));
  const others = observed.filter(
    (copy) => !ended.includes(copy) && !(copy.zoneId === zoneId && named.has(placeOf(copy))),
  );
  const differing = [
    ...ours.flatMap((copy, index) => {
      const from = there.get(placeOf(copy));
      return same(copy, from)
        ? []
        : [{ path: `${path}[${index}]`, from: from && copySpecOf(from), to: copySpecOf(copy) }];
    }),
    ...ended.map((copy) => ({ path, from: copySpecOf(copy) })),
  ];
  const foreign = others.filter((copy) => copy.zoneId === zoneId).map(placeOf);
  return { copies: [...ours, ...others], differing, foreign };
}

/** Copies as a declaration writes them. */
export const copySpecOf = ({ zoneId: _zone, ...copy }: CopySetting) => copy;

/** Copies as a call sends them. Atlas knows more regions and frequencies than the contract did. */
export const copiesBody = (copies: readonly CopySetting[]): Sent =>
  copies.map(({ frequencies, ...copy }) => ({ ...copy, ...(frequencies.length > 0 && { frequencies }) })) as Sent;

const declaredCopies = (declared: Declared, zoneId: string | undefined): CopySetting[] =>
  declared.map(({ cloudProvider = "AWS", regionName = "", shouldCopyOplogs = false, frequencies = [] }) => ({
    zoneId,
    cloudProvider,
    regionName,
    shouldCopyOplogs,
    frequencies: asSet(frequencies),
  }));
