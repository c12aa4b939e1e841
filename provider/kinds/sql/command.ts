import { AtlasIacError } from "../../../sdk/model/errors";
import { type AtlasProgram, atlasProgram, isForeignUrl } from "../../schema";
import { databaseOf } from "./connection";
import type { Surroundings } from "./contract";

/** Token for Atlas Cloud where an object has none of its own. */
const ENVIRONMENT_TOKEN = "ATLAS_TOKEN";

/** An object names the address of Atlas Cloud, and no token for it: the environment's is for the address that its owner means. */
export class TokenMissingError extends AtlasIacError {
  readonly code = "TokenMissing";

  constructor() {
    super("spec.cloud.tokenFrom: is required with cloud.url", {
      hint: `Name the Secret that holds the token for that address; ${ENVIRONMENT_TOKEN} of the environment is not sent there.`,
    });
  }
}

/** What an object asks of Ariga's own service, and whether it does so. */
export interface CloudWish {
  /** Fields that only the service serves, those that are given. */
  fields: string[];
  token?: string;
}

/**
 * Fields of a specification that only Ariga's own service serves.
 * @param url address that the object gives for the service
 * @throws TokenMissingError
 */
export function cloudWish(
  given: Readonly<Record<string, unknown>>,
  token: string | undefined,
  url?: string,
): CloudWish {
  if (url !== undefined && token === undefined) throw new TokenMissingError();
  const fields = Object.entries(given).flatMap(([path, value]) => (value === undefined ? [] : [path]));
  return { fields, token: token ?? (fields.length > 0 ? process.env[ENVIRONMENT_TOKEN] : undefined) };
}

/**
 * The official `atlas` command line, where an object needs it: for a database that the embedded engine does not serve, and for
 * Atlas Cloud.
 * @throws AtlasCommandMissingError
 */
export async function commandFor(
  url: string,
  { fields }: CloudWish,
  { atlasCommand }: Surroundings,
): Promise<AtlasProgram | undefined> {
  if (isForeignUrl(url)) return atlasProgram(`${databaseOf(url)} is a database`, atlasCommand);
  const [field] = fields;
  return field === undefined ? undefined : atlasProgram(`${field} asks for Atlas Cloud`, atlasCommand);
}
