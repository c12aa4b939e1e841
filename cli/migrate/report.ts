import { type Dialect, isMySqlFamily } from "../../provider/schema/drivers/session";
import { type DatabaseUrl, parseDatabaseUrl } from "../../provider/schema/drivers/url";
import type { ParsedFile } from "../../provider/schema/engine/protocol";
import { goStruct } from "../schema/go-values";

/** Parameters in which a URL can hold a secret. */
const SECRET = /^(?:ssl)?password=/i;

/** The query of a URL as the driver for its database keeps it: that for MySQL asks for times as times, and sorts. */
function queryOf(dialect: Dialect, query: string): string {
  if (!isMySqlFamily(dialect)) {
    const shown = query.split("&").filter((part) => !SECRET.test(part));
    return shown.join("&");
  }
  const parameters = new URLSearchParams(query);
  parameters.set("parseTime", "true");
  parameters.sort();
  return parameters.toString();
}

/** The parts of a URL: driver, login, host, path, query. A login ends with the last @ that can end it. */
const NETWORK = /^([^:]+):\/\/(?:([^/?]*)@)?([^/?]*)([^?]*)\??(.*)$/s;
const UNIX = /^([^:]+):\/\/(?:([^?]*)@)?([^/?]*)([^?]*)\??(.*)$/s;

/** A URL as reports in JSON show it: the fields of Go's url.URL. The password is not among them. */
function urlOf(url: string, { dialect, schema }: DatabaseUrl) {
  const [, scheme = "", user, host = "", path = "", query = ""] =
    (url.includes("+unix://") ? UNIX : NETWORK).exec(url) ?? [];
  return {
    ...{ Scheme: scheme, Opaque: "", User: user === undefined ? null : {}, Host: host, Path: decodeURIComponent(path) },
    ...{
      Fragment: "",
      RawQuery: queryOf(dialect, query),
      RawPath: "",
      RawFragment: "",
      ForceQuery: false,
      OmitHost: false,
    },
    Schema: schema,
  };
}

/** Where a command worked, as reports show it. */
export function placeOf(url: string) {
  const parsed = parseDatabaseUrl(url);
  return { Driver: parsed.dialect, URL: urlOf(url, parsed) };
}

const fieldsOf = ({ name, version, description }: ParsedFile) => ({
  said: { Name: name, Version: version, Description: description },
  unsaid: { Desc: description },
});

/** A file as reports show it. */
export function described(file: ParsedFile): object {
  const { said, unsaid } = fieldsOf(file);
  return goStruct(said, unsaid);
}

/** A file as reports show it, and what became of it. */
export function describedWith(file: ParsedFile, fate: Readonly<Record<string, unknown>>): object {
  const { said, unsaid } = fieldsOf(file);
  return goStruct({ ...said, ...fate }, { ...unsaid, File: described(file) });
}
