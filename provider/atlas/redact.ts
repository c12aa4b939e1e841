const hidden = "(secret)";

/** Fields of request and answer bodies that hold secrets, in lower case. */
const secretFields = new Set([
  "password",
  "privatekey",
  "privateapikey",
  "secret",
  "clientsecret",
  "client_secret",
  "access_token",
  "accesstoken",
  "authorization",
  "apikey",
  "apitoken",
  "secretaccesskey",
  "serviceaccountkey",
  "servicekey",
  "licensekey",
  "readtoken",
  "writetoken",
  "routingkey",
  "microsoftteamswebhookurl",
  "url",
  "datadogapikey",
  "opsgenieapikey",
  "victoropsapikey",
  "victoropsroutingkey",
  "customermasterkeyid",
  "keyidentifier",
]);

/** Shorter values would blank harmless text, and are no secrets. */
const shortestSecret = 4;

/**
 * Takes secrets out of text and data before anyone sees them. Knows the client's own credentials, whatever callers register, and
 * the names of fields that hold secrets.
 */
export class Redactor {
  private readonly secrets = new Set<string>();

  constructor(secrets: Iterable<string | undefined> = []) {
    for (const secret of secrets) this.register(secret);
  }

  /** From now on `secret` is blanked, also in the forms it takes in URLs, in JSON and in a Basic header. */
  register(secret: string | undefined): void {
    if (secret === undefined || secret.length < shortestSecret) return;
    this.secrets.add(secret);
    this.secrets.add(encodeURIComponent(secret));
    this.secrets.add(JSON.stringify(secret).slice(1, -1));
    this.secrets.add(Buffer.from(secret).toString("base64"));
  }

  /** A redactor that also blanks `secrets`, for as long as it is used. */
  with(...secrets: readonly (string | undefined)[]): Redactor {
    const wider = new Redactor();
    for (const known of this.secrets) wider.secrets.add(known);
    for (const secret of secrets) wider.register(secret);
    return wider;
  }

  /** A redactor that also blanks the secrets found in `body`: the service may quote what it was sent. */
  knowing(body: unknown): Redactor {
    return this.with(...secretsIn(body));
  }

  text(text: string): string {
    let clean = text;
    // The longest first: one secret may be part of another.
    for (const secret of [...this.secrets].sort((a, b) => b.length - a.length))
      clean = clean.replaceAll(secret, hidden);
    return clean;
  }

  /** A copy of JSON data that may be printed. */
  data(value: unknown): unknown {
    if (typeof value === "string") return this.text(value);
    if (Array.isArray(value)) return value.map((item) => this.data(item));
    if (typeof value !== "object" || value === null) return value;
    const entries = Object.entries(value).map(
      ([key, item]) => [key, isSecretField(key, item) ? hidden : this.data(item)] as const,
    );
    return Object.fromEntries(entries);
  }

  /**
   * What may be kept of an error from another layer: its name, code and message. HTTP errors hold headers and bodies in their other
   * properties.
   */
  cause(error: unknown): Error {
    const kept = new Error(this.text(error instanceof Error ? error.message : String(error)));
    kept.name = error instanceof Error ? error.name : "Error";
    kept.stack = `${kept.name}: ${kept.message}`;
    const code = codeOf(error);
    return code === undefined ? kept : Object.assign(kept, { code });
  }
}

/** Error code of Node and its libraries (`ECONNREFUSED`), wherever in the chain of causes it is. */
export function codeOf(error: unknown): string | undefined {
  for (let at: unknown = error, depth = 0; at instanceof Error && depth < 5; at = at.cause, depth++) {
    if ("code" in at && typeof at.code === "string") return at.code;
  }
  return undefined;
}

function isSecretField(key: string, value: unknown): boolean {
  return typeof value === "string" && secretFields.has(key.toLowerCase());
}

function* secretsIn(value: unknown): Generator<string> {
  if (typeof value !== "object" || value === null) return;
  for (const [key, item] of Object.entries(value)) {
    if (typeof item === "string" && isSecretField(key, item)) yield item;
    else yield* secretsIn(item);
  }
}
