import { AtlasIacError } from "../../sdk/model/errors";

/** The package, as people would get it, is not what it should be. */
export class PackageCheckError extends AtlasIacError {
  readonly code = "PackageCheck";
}
