import { policyAnnotations } from "../../../sdk/model/object-policy";
import { RESOURCE_VERSION_LABEL } from "../cluster/annotations";
import type { ManagedObject } from "../cluster/managed-object";
import { Hindrance } from "./errors";

/** Version of upstream's resources whose meaning this operator implements. */
export const RESOURCE_LEVEL = "2.15.1";

const condition = "ResourceVersionIsValid";
const semver = /^v?(\d+)\.(\d+)\.(\d+)(?:[-+].*)?$/;

/**
 * Compares the version that a manifest says it is written for with what this operator implements. A newer major version is refused,
 * unless the object's policy allows it; a newer minor one adds fields at most.
 *
 * @returns a warning for people, where there is one
 * @throws Hindrance when the object must be left alone
 */
export function checkResourceVersion({ metadata }: ManagedObject, allowed: boolean): string | undefined {
  const label = metadata.labels?.[RESOURCE_VERSION_LABEL];
  if (label === undefined) return undefined;
  const wanted = parse(label);
  if (!wanted) {
    throw new Hindrance(`${label} is not a valid semver version for label ${RESOURCE_VERSION_LABEL}`, {
      condition,
      reason: "AtlasResourceVersionIsInvalid",
      again: "on-change",
      stalled: true,
      hint: "Write it as 2.15.1",
    });
  }
  const [major, minor] = parse(RESOURCE_LEVEL) ?? [0, 0];
  if (wanted[0] > major && !allowed) {
    throw new Hindrance(`the object is labelled for version ${label}, this operator implements ${RESOURCE_LEVEL}`, {
      condition,
      reason: "AtlasResourceVersionMismatch",
      again: "on-change",
      stalled: true,
      hint: `Correct the label, or annotate the object with ${policyAnnotations.resourceVersion}: allow`,
    });
  }
  if (wanted[0] < major || (wanted[0] === major && wanted[1] <= minor)) return undefined;
  return `the object is labelled for version ${label}; fields newer than ${RESOURCE_LEVEL} mean nothing here`;
}

function parse(version: string): [major: number, minor: number] | undefined {
  const [, major, minor] = semver.exec(version) ?? [];
  return major === undefined ? undefined : [Number(major), Number(minor)];
}
