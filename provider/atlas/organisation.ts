import type { AtlasApi } from "./api";
import { MissingOrganisationError } from "./errors";

/** The only organisation that the credentials can see. @throws MissingOrganisationError when there is none or more than one. */
export async function findOrganisation(api: AtlasApi, credentialsFrom: string): Promise<string> {
  const [only, ...others] = await api.list({ operation: "listOrgs" });
  if (only?.id && others.length === 0) return only.id;
  const seen = [only, ...others].flatMap((organisation) =>
    organisation ? [`${organisation.name} (${organisation.id})`] : [],
  );
  throw new MissingOrganisationError(
    seen.length === 0
      ? `No organization is set, and the credentials from ${credentialsFrom} see none.`
      : `No organization is set, and the credentials from ${credentialsFrom} see ${seen.length}: ${seen.join(", ")}.`,
    {
      hint: "Set orgId: in Pulumi as atlas:orgId, in the environment as MONGODB_ATLAS_ORG_ID, in a Kubernetes Secret as orgId.",
    },
  );
}
