import { AtlasIacError } from "../model/errors";

/** The name or the existence of a connection secret does not follow from what was declared. */
export class ConnectionSecretError extends AtlasIacError {
  readonly code = "ConnectionSecretUnknown";
}
