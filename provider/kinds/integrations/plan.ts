import type { AtlasCall } from "../../atlas/api";
import type { RequestBody } from "../../atlas/contract/operations.gen";
import type { Difference } from "../contract";
import { matchesSeal } from "../seal";
import { fieldsOf } from "./facts";
import type { DeclaredIntegration, ObservedIntegration } from "./integration";

/** What is to be done for an integration: without what engines report of it, which differs with where it is declared. */
export interface IntegrationChange {
  action: "create" | "update" | "delete";
  description: string;
  call: AtlasCall;
  differences: Difference[];
}

/**
 * The change that makes an integration as declared, if any is needed. Atlas replaces an integration as a whole, so all fields are sent
 * when one differs.
 *
 * @param sent What was sent last, with seals for secrets; absent when nothing was ever sent from here, as at an import: blackened
 *   secrets count as the same then.
 */
export function planIntegration(
  declared: DeclaredIntegration,
  observed: ObservedIntegration | undefined,
  sent: DeclaredIntegration["fields"] | undefined,
  params: Readonly<Record<string, string>>,
): IntegrationChange | undefined {
  const { type } = declared;
  const body = bodyOf(declared);
  if (!observed) {
    const call: AtlasCall<"createGroupIntegration"> = {
      operation: "createGroupIntegration",
      params: { ...params, integrationType: type },
      body,
    };
    const differences = changesOf(declared, { type, plain: {}, seals: {} }, {});
    return { action: "create", description: `integrate ${type}`, call, differences };
  }
  const differences = changesOf(declared, observed, sent);
  if (differences.length === 0) return undefined;
  const call: AtlasCall<"updateGroupIntegration"> = {
    operation: "updateGroupIntegration",
    params: { ...params, integrationType: type },
    body,
  };
  const names = differences.map(({ path }) => path.split(".").at(-1)).join(", ");
  return { action: "update", description: `change integration ${type}: ${names}`, call, differences };
}

/** The change that takes an integration out. */
export function planIntegrationRemoval(
  { type }: Pick<ObservedIntegration, "type">,
  params: Readonly<Record<string, string>>,
): IntegrationChange {
  const call: AtlasCall<"deleteGroupIntegration"> = {
    operation: "deleteGroupIntegration",
    params: { ...params, integrationType: type },
  };
  return {
    action: "delete",
    description: `end integration ${type}`,
    call,
    differences: [{ path: "spec.integrations", from: type }],
  };
}

function changesOf(
  { type, fields }: DeclaredIntegration,
  { plain, seals }: ObservedIntegration,
  sent: DeclaredIntegration["fields"] | undefined,
): Difference[] {
  return fieldsOf(type).flatMap(([field, showing]): Difference[] => {
    const declared = fields[field];
    if (!declared) return [];
    const { value, path } = declared;
    if (showing === "plain") {
      const from = plain[field];
      return value === from ? [] : [{ path, ...(from !== undefined && { from }), to: value }];
    }
    const last = sent?.[field]?.value;
    const known = seals[field] ?? (typeof last === "string" ? last : undefined);
    const differs = known === undefined ? sent !== undefined : !matchesSeal(String(value), known);
    return differs ? [{ path, ...(known !== undefined && { from: "(secret)" }), to: "(secret)" }] : [];
  });
}

function bodyOf({ type, fields }: DeclaredIntegration): RequestBody<"createGroupIntegration"> {
  const values = Object.entries(fields).map(([field, { value }]) => [field, value] as const);
  // Which fields a type needs, and which regions there are, is for Atlas to judge.
  return { type, ...Object.fromEntries(values) } as RequestBody<"createGroupIntegration">;
}
