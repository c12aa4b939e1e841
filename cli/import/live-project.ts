import type { AtlasApi } from "../../provider/atlas/api";
import { hasAtlasCode } from "../../provider/atlas/errors";
import { handledKinds, handlerOf } from "../../provider/kinds/registry";
import { AtlasIacError } from "../../sdk/model/errors";
import type { KindName } from "../../sdk/model/kinds";
import { nameAccounts } from "./account-names";
import { nameAuthority } from "./certificate-authority";
import { nameFederationEndpoints } from "./federation-endpoints";

type Json = Record<string, unknown>;

/** One object as it was found in Atlas. */
export interface Found {
  kind: KindName;
  /** In the words of the kind's import. */
  identity: string;
  /** What references to it carry. */
  atlasId: string;
  /** With ids for references, and without secrets. */
  spec: Json;
}

/** There is no project to import. */
export class NoSuchProjectError extends AtlasIacError {
  readonly code = "NoSuchProject";
}

/** Everything that a project holds, the project and the teams that it names first. Reads only. @throws NoSuchProjectError */
export async function readProject(api: AtlasApi, name: string): Promise<{ found: Found[]; unread: string[] }> {
  const projectId = await projectCalled(api, name);
  const project = await look(api, "AtlasProject", projectId);
  if (!project) throw new NoSuchProjectError(`The project ${name} has just gone.`);
  const hidden = await nameAccounts(api, projectId, project.spec);
  await nameAuthority(api, projectId, project.spec);
  const kinds = handledKinds.filter((kind) => handlerOf(kind).listIn !== undefined);
  const inside = await Promise.all(
    kinds.map(async (kind) => {
      const identities = (await handlerOf(kind).listIn?.(api, projectId)) ?? [];
      return Promise.all(identities.map((identity) => look(api, kind, identity)));
    }),
  );
  const teams = await teamsOf(api, project.spec);
  const objects = inside.flat().flatMap((one) => one ?? []);
  const federations = objects.filter(({ kind }) => kind === "AtlasDataFederation").map(({ spec }) => spec);
  const homeless = await nameFederationEndpoints(api, projectId, federations);
  return {
    found: [...teams.found, withoutObjects(project, objects), ...objects],
    unread: [...teams.unread, ...hidden, ...homeless],
  };
}

/** A project without the private endpoints that are objects of their own. */
function withoutObjects(project: Found, objects: readonly Found[]): Found {
  const { privateEndpoints, ...spec } = project.spec;
  if (!Array.isArray(privateEndpoints)) return project;
  const own = objects.filter(({ kind }) => kind === "AtlasPrivateEndpoint").map((object) => object.spec);
  const left = privateEndpoints.filter(
    ({ provider, region }: Json) => !own.some((other) => other.provider === provider && other.region === region),
  );
  return { ...project, spec: left.length > 0 ? { ...spec, privateEndpoints: left } : spec };
}

async function look(api: AtlasApi, kind: KindName, identity: string): Promise<Found | undefined> {
  const handler = handlerOf(kind);
  const observed = await handler.observe(api, handler.parseIdentity(identity), { everything: true });
  if (!observed) return undefined;
  // As manifests have it: nothing that a JSON text could not hold.
  const spec: Json = JSON.parse(JSON.stringify(handler.toSpec(observed)));
  return { kind, identity, atlasId: handler.atlasId(observed), spec };
}

/** Teams belong to the organisation. A key that may not read it leaves them as they are. */
async function teamsOf(api: AtlasApi, { teams }: Json): Promise<{ found: Found[]; unread: string[] }> {
  const ids = Array.isArray(teams)
    ? teams.flatMap(({ teamRef }) => (typeof teamRef === "string" ? [teamRef] : []))
    : [];
  if (ids.length === 0) return { found: [], unread: [] };
  try {
    const orgId = await api.orgId();
    const found = await Promise.all(ids.map((id) => look(api, "AtlasTeam", `${orgId}/${id}`)));
    return { found: found.flatMap((one) => one ?? []), unread: [] };
  } catch (error) {
    if (!hasAtlasCode(error, "USER_UNAUTHORIZED", "USER_CANNOT_ACCESS_ORG")) throw error;
    return { found: [], unread: ids.map((id) => `team ${id}: the credentials may not read the organization's teams`) };
  }
}

async function projectCalled(api: AtlasApi, name: string): Promise<string> {
  const groups = await api.list({ operation: "listGroups" });
  const { id } = groups.find((group) => group.name === name) ?? {};
  if (id) return id;
  const seen = groups.map((group) => group.name).sort();
  throw new NoSuchProjectError(`These credentials see no project ${JSON.stringify(name)}.`, {
    hint: seen.length > 0 ? `They see ${seen.slice(0, 10).join(", ")}.` : "They see none: see atlas-iac doctor.",
  });
}
