import type { Fault } from "../errors";
import { isKindName, type KindName, kindInfo, kindNames } from "../kinds";
import { list } from "../messages";
import { nearest } from "../nearest";

/** What an object says it is: one of our kinds, none of our business, or wrong. */
export type Recognition = { kind: KindName } | { foreign: true } | { fault: Fault };

/** Groups whose kinds this model is the authority on. */
const ownGroups: ReadonlySet<string> = new Set(["atlas.mongodb.com", "db.atlasgo.io"]);

const generatedGroup = "atlas.generated.mongodb.com";
/** Kinds of the generated group, and what declares the same thing here. */
const insteadOfGenerated: Readonly<Record<string, string>> = {
  Cluster: "AtlasDeployment with deploymentSpec",
  FlexCluster: "AtlasDeployment with flexSpec",
  DatabaseUser: "AtlasDatabaseUser",
  Group: "AtlasProject",
  IPAccessListEntry: "AtlasProject with projectIpAccessList",
};

/** Tells what an object is from its `apiVersion` and `kind`. */
export function recognize(apiVersion: string, kind: string): Recognition {
  const [group = "", version = ""] = apiVersion.includes("/") ? apiVersion.split("/", 2) : ["", apiVersion];
  if (group === generatedGroup) return { fault: { path: "apiVersion", message: generatedMessage(kind) } };
  if (!isKindName(kind)) {
    if (!ownGroups.has(group)) return { foreign: true };
    return { fault: { path: "kind", message: unknownKind(kind, group) } };
  }
  const info = kindInfo(kind);
  if (info.group !== group && !isSlipOf(group, info.group)) return { foreign: true };
  if (info.group === group && info.version === version) return { kind };
  const what = info.group === group ? `unknown version ${version}` : `unknown group ${group}`;
  return { fault: { path: "apiVersion", message: `${what}; ${kind} is of ${info.apiVersion}` } };
}

/** Another group may well have a kind of the same name; one that is spelled nearly the same, or missing, is a mistake. */
function isSlipOf(group: string, meant: string): boolean {
  return group === "" || ownGroups.has(group) || nearest(group, [meant]) !== undefined;
}

function generatedMessage(kind: string): string {
  const instead = insteadOfGenerated[kind];
  const known = `${generatedGroup} is not covered by atlas-iac`;
  return instead === undefined ? known : `${known}; declare ${instead} (atlas.mongodb.com/v1) instead of ${kind}`;
}

function unknownKind(kind: string, group: string): string {
  const known = kindNames.filter((name) => kindInfo(name).group === group);
  const meant = nearest(kind, known);
  if (meant !== undefined) return `unknown kind ${kind}; did you mean ${meant}?`;
  return known.length === 0 ? `unknown kind ${kind}` : `unknown kind ${kind}; ${group} has ${list(known, "and")}`;
}
