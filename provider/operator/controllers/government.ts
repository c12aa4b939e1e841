import type { KindName } from "../../../sdk/model/kinds";
import type { Json } from "../cluster/managed-object";
import { mainCondition } from "../status/main-condition";
import { Hindrance } from "./errors";

/** Kinds that Atlas for Government does not have, as upstream has it. */
const absentKinds: ReadonlySet<string> = new Set([
  "AtlasCustomRole",
  "AtlasDataFederation",
  "AtlasIPAccessList",
  "AtlasStreamConnection",
  "AtlasStreamInstance",
]);

/** Whether an address of Atlas is that of Atlas for Government. */
export const isGovernment = (atlasDomain: string): boolean =>
  URL.canParse(atlasDomain) && new URL(atlasDomain).hostname.endsWith("mongodbgov.com");

/** @throws Hindrance when Atlas for Government has nothing of the sort that is declared */
export function assertServedByGovernment(kind: KindName, { flexSpec, serverlessSpec }: Json): void {
  const small = kind === "AtlasDeployment" && (flexSpec !== undefined || serverlessSpec !== undefined);
  if (!absentKinds.has(kind) && !small) return;
  const what = small ? "Flex and serverless deployments" : `objects of kind ${kind}`;
  throw new Hindrance(`Atlas for Government has no ${what}`, {
    condition: mainCondition(kind),
    reason: "AtlasGovUnsupported",
    again: "on-change",
    stalled: true,
  });
}
