import type { AtlasClient } from "../../provider/atlas";
import type { CredentialSource, ResolvedSettings } from "../../provider/atlas/credentials";
import { callsOfKind } from "../../provider/kinds/calls.gen";
import { describeManifestFault, type ManifestText, validateManifests } from "../../sdk/model/manifest";
import { NothingGivenError } from "../errors";
import { Clients } from "../plan/clients";
import { ManifestSet } from "../plan/manifest-set";

/** One set of credentials, and the kinds that are managed with it. */
export interface Patient {
  client: AtlasClient;
  settings: ResolvedSettings;
  kinds: readonly string[];
}

/**
 * The credentials that manifests use, each once; without any manifest those of the command line and the environment, for all kinds.
 * @throws CredentialsError when there are none, NothingGivenError when the manifests declare nothing of MongoDB Atlas
 */
export async function patientsOf(
  texts: readonly ManifestText[],
  namespace: string,
  given: CredentialSource,
): Promise<Patient[]> {
  const manifests = new ManifestSet(texts.length === 0 ? [] : readable(texts), namespace);
  const clients = new Clients(manifests, given);
  const allKinds = Object.keys(callsOfKind);
  if (texts.length === 0) return [{ ...clients.withoutSecret(), kinds: allKinds }];
  const declared = manifests.declared.filter(({ kind }) => allKinds.includes(kind));
  if (declared.length === 0) {
    throw new NothingGivenError("The manifests declare nothing that is made in MongoDB Atlas.", {
      hint: "Without a path, doctor looks at the credentials in the environment.",
    });
  }
  const patients = new Map<AtlasClient, Patient>();
  for (const object of declared) {
    const access = clients.accessFor(object);
    const known = patients.get(access.client)?.kinds ?? [];
    patients.set(access.client, { ...access, kinds: [...new Set([...known, object.kind])] });
  }
  return [...patients.values()];
}

/** Objects that can be read: faults of their fields are for `validate` to tell, not for the doctor. */
function readable(texts: readonly ManifestText[]) {
  const { objects, faults } = validateManifests(texts);
  if (objects.length > 0) return objects;
  throw new NothingGivenError(`There is no object to look at. ${faults.map(describeManifestFault).join("\n")}`.trim());
}
