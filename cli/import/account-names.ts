import type { AtlasApi } from "../../provider/atlas/api";
import { fieldsOf, isIntegrationType } from "../../provider/kinds/integrations/facts";

type Json = Record<string, unknown>;

/** Fields that are plain text in a declaration, and that observations keep sealed. */
const accountFields = new Set(["accountId", "username"]);

/** Fields that are plain text in a declaration, and that Atlas shows nobody. */
const hiddenFields = new Set(["url", "microsoftTeamsWebhookUrl"]);

/**
 * Puts the names of accounts at integrated services into a project's declaration: Atlas shows them, and takes no integration without.
 * @returns what Atlas shows nobody, for people
 */
export async function nameAccounts(api: AtlasApi, projectId: string, spec: Json): Promise<string[]> {
  const declared = Array.isArray(spec.integrations) ? spec.integrations : [];
  if (declared.length === 0) return [];
  const shown = await api.list({ operation: "listGroupIntegrations", params: { groupId: projectId } });
  const byType = new Map<string, Map<string, unknown>>(
    shown.map((one) => [String(one.type), new Map<string, unknown>(Object.entries(one))]),
  );
  return declared.flatMap((integration: Json) => {
    const type = String(integration.type);
    const fields = isIntegrationType(type) ? fieldsOf(type).map(([field]) => field) : [];
    for (const field of fields.filter((one) => accountFields.has(one))) {
      const name = byType.get(type)?.get(field);
      if (typeof name === "string") integration[field] = name;
    }
    const hidden = fields.filter((field) => hiddenFields.has(field) && integration[field] === undefined);
    return hidden.map(
      (field) =>
        `${field} of the integration ${type}: Atlas shows it to nobody. Add it before changing that integration`,
    );
  });
}
