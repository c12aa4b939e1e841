import { parseDatabaseUrl } from "../../provider/schema/drivers/url";
import type { ParsedFile } from "../../provider/schema/engine/protocol";

/** A URL as reports in JSON show it: the fields of Go's url.URL. The password is not among them. */
function urlOf(url: string) {
  const [, scheme = "", user, host = "", path = "", query = ""] =
    /^([^:]+):\/\/(?:([^@/?]*)@)?([^/?]*)([^?]*)\??(.*)$/s.exec(url) ?? [];
  return {
    ...{ Scheme: scheme, Opaque: "", User: user === undefined ? null : {}, Host: host, Path: decodeURIComponent(path) },
    ...{ Fragment: "", RawQuery: query, RawPath: "", RawFragment: "", ForceQuery: false, OmitHost: false },
    Schema: parseDatabaseUrl(url).schema,
  };
}

/** Where a command worked, as reports show it. */
export function placeOf(url: string) {
  return { Driver: parseDatabaseUrl(url).dialect, URL: urlOf(url) };
}

/** A file as reports show it. */
export function described({ name, version, description }: ParsedFile) {
  return { Name: name, Version: version, Description: description };
}

/** Files as reports show them: left out when there are none. */
export function describedAll(files: readonly ParsedFile[]) {
  return files.length > 0 ? files.map(described) : undefined;
}
