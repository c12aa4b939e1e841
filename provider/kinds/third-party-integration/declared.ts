import type { SpecOf } from "../../../sdk/model";
import { integrationBlocks } from "../../../sdk/model/atlas-third-party-integration/checks";
import type { Resolved } from "../../../sdk/model/markers";
import { type DeclaredField, type DeclaredIntegration, declaredIntegration } from "../integrations/integration";

export type IntegrationSpec = SpecOf<"AtlasThirdPartyIntegration">;
type Spec = Resolved<IntegrationSpec>;

/** The Admin API's names of fields that are called otherwise here. */
const renamed: Readonly<Record<string, string>> = {
  apiKeySecretRef: "apiKey",
  apiTokenSecretRef: "apiToken",
  serviceKeySecretRef: "serviceKey",
};
/** Of Microsoft Teams, where one Secret holds one address. */
const teamsUrl = { urlSecretRef: "microsoftTeamsWebhookUrl" } as const;

/** What is declared, in the Admin API's words. */
export function declared(spec: Spec): DeclaredIntegration {
  const block = integrationBlocks[spec.type];
  const names = spec.type === "MICROSOFT_TEAMS" ? teamsUrl : renamed;
  const values: Record<string, DeclaredField> = {};
  for (const [name, value] of Object.entries(spec[block] ?? {})) {
    const path = `spec.${block}.${name}`;
    if (typeof value === "string") values[named(names, name)] = { value: switched(name, value), path };
    // Several keys of one Secret.
    else for (const [key, secret] of Object.entries(value ?? {})) values[key] = { value: String(secret), path };
  }
  return declaredIntegration(spec.type, values);
}

const named = (names: Readonly<Record<string, string>>, name: string): string => names[name] ?? name;

/** Switches are texts here and truth values in the Admin API. */
const isSwitch = (name: string): boolean => name === "enabled" || name.startsWith("send");
const switched = (name: string, value: string): string | boolean =>
  isSwitch(name) ? value === "enabled" || value === "true" : value;

/** A value as it is declared. */
export const written = (name: string, value: string | boolean): string =>
  isSwitch(name) ? (value === true ? "enabled" : "disabled") : String(value);
