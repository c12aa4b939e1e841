/** Ways to reach a deployment, without credentials. Empty where there is none. */
export interface Connections {
  standard: string;
  standardSrv: string;
  /** Private ways: peering first, then private endpoints in Atlas's order. */
  private: { standard: string; srv: string; shard: string }[];
}

/** A federated database has one URL for each of its hosts; within one, commas part its hosts. */
const anotherUrl = /,(?=mongodb(?:\+srv)?:\/\/)/;

/** Data of the connection secret for a user, as upstream writes it: the private keys of the second and later ways end in 1, 2, … */
export function secretData(connections: Connections, username: string, password: string): Record<string, string> {
  const authorised = (urls: string): string =>
    urls
      .split(anotherUrl)
      .map((url) => withCredentials(url, username, password))
      .join(",");
  const [first = { standard: "", srv: "", shard: "" }, ...more] = connections.private;
  const data: Record<string, string> = {
    username,
    password,
    connectionStringStandard: authorised(connections.standard),
    connectionStringStandardSrv: authorised(connections.standardSrv),
    connectionStringPrivate: authorised(first.standard),
    connectionStringPrivateSrv: authorised(first.srv),
  };
  if (connections.private.length > 0) data.connectionStringPrivateShard = authorised(first.shard);
  for (const [index, way] of more.entries()) {
    data[`connectionStringPrivate${index + 1}`] = authorised(way.standard);
    data[`connectionStringPrivateSrv${index + 1}`] = authorised(way.srv);
    data[`connectionStringPrivateShard${index + 1}`] = authorised(way.shard);
  }
  return data;
}

/** The connection string with credentials in it, in the place of any that are there. What is none, or empty, stays as it is. */
export function withCredentials(url: string, username: string, password: string): string {
  const [, scheme, authority, rest] = /^(mongodb(?:\+srv)?:\/\/)([^/?]*)(.*)$/s.exec(url) ?? [];
  if (scheme === undefined || authority === undefined) return url;
  const hosts = authority.slice(authority.lastIndexOf("@") + 1);
  return `${scheme}${userinfo(username)}:${userinfo(password)}@${hosts}${rest}`;
}

/** Percent-encodes as Go's net/url does in the user part of a URL, so that secrets stay equal to the last byte. */
function userinfo(text: string): string {
  return encodeURIComponent(text)
    .replace(/[!'()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`)
    .replace(/%(24|26|2B|2C|3B|3D)/g, (escaped) => decodeURIComponent(escaped));
}
