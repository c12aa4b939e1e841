import type { AtlasClient } from "../../provider/atlas";
import { type OperationId, operations, type ResponseBody } from "../../provider/atlas/contract/operations.gen";
import type { ResolvedSettings } from "../../provider/atlas/credentials";
import type { GrantedRole } from "../../provider/atlas/required-roles";
import { callsOfKind } from "../../provider/kinds/calls.gen";
import { AtlasIacError } from "../../sdk/model/errors";
import { type Finding, failed, ok, warning } from "./finding";
import { examineRoles } from "./roles";

/** Looks whether these credentials can do what objects of `kinds` need. Reads only; goes on as far as what fails lets it. */
export async function examine(
  client: AtlasClient,
  settings: ResolvedSettings,
  kinds: readonly string[],
): Promise<Finding[]> {
  const { credentials, credentialsFrom } = settings;
  const who =
    credentials.kind === "api-key" ? `API key ${credentials.publicKey}` : `service account ${credentials.clientId}`;
  const found = [ok("credentials", `${who}, from ${credentialsFrom}`)];
  const status = await attempt("reach", () => client.send({ operation: "getSystemStatus" }));
  if ("finding" in status) return [...found, status.finding];
  found.push(ok("reach", `${client.baseUrl} answers, in ${versionsOf(kinds)}`));
  found.push(...accessListOf(status.value));
  const organization = await attempt("organization", () => client.orgId());
  if ("finding" in organization) return [...found, organization.finding, ...rolesOf(status.value, kinds)];
  found.push(await organizationOf(client, organization.value));
  return [...found, ...rolesOf(status.value, kinds)];
}

async function organizationOf(client: AtlasClient, orgId: string): Promise<Finding> {
  const found = await attempt("organization", () => client.send({ operation: "getOrg", params: { orgId } }));
  return "finding" in found ? found.finding : ok("organization", `${found.value.name} (${orgId})`);
}

/** Addresses from which Atlas lets the key call. That it answered says that ours is one of them. */
function accessListOf({ apiKey }: ResponseBody<"getSystemStatus">): Finding[] {
  if (!apiKey) return [];
  const blocks = (apiKey.accessList ?? []).map(({ cidrBlock, ipAddress }) => cidrBlock ?? ipAddress);
  const says =
    blocks.length > 0 ? `this address is on it: ${blocks.join(", ")}` : "the key has none: any address may call";
  return [ok("access list of the key", says)];
}

function rolesOf({ apiKey }: ResponseBody<"getSystemStatus">, kinds: readonly string[]): Finding[] {
  if (!apiKey) {
    const hint = "docs/roles.md lists what each kind needs.";
    return [warning("roles", "Atlas does not tell a service account its own roles: they are not checked", hint)];
  }
  const granted: GrantedRole[] = apiKey.roles ?? [];
  return kinds.flatMap((kind) => examineRoles(kind, granted));
}

/** Versions of the Admin API that the calls of some kinds ask for. */
function versionsOf(kinds: readonly string[]): string {
  const calls: OperationId[] = ["getSystemStatus", ...kinds.flatMap((kind) => callsOfKind[kind] ?? [])];
  const versions = [...new Set(calls.map((operation) => operations[operation].version))].sort();
  return versions.length > 1
    ? `${versions.length} versions from ${versions[0]} to ${versions.at(-1)}`
    : `version ${versions[0]}`;
}

async function attempt<T>(what: string, look: () => Promise<T>): Promise<{ value: T } | { finding: Finding }> {
  try {
    return { value: await look() };
  } catch (error) {
    if (!(error instanceof AtlasIacError)) throw error;
    return { finding: failed(what, error.message, error.hint) };
  }
}
