import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { isRecord } from "../../sdk/model/is-record";
import { type CredentialSource, type CredentialValues, configSource } from "../atlas/credentials";
import { CredentialsError } from "../atlas/errors";

/** Reads one value of the stack's configuration, decrypted: `atlas:publicKey`. Objects are JSON text. */
export type ConfigReader = (key: string) => string | undefined;

const fields = ["orgId", "publicKey", "privateKey", "clientId", "clientSecret", "baseUrl"] as const;

/**
 * The settings that a stack's configuration holds: those of a named profile when one is asked for, then the stack's own.
 * @throws CredentialsError when there is no such profile.
 */
export function configSources(read: ConfigReader, profile: string | undefined): CredentialSource[] {
  const own = configSource(
    "the stack's configuration",
    pick((field) => read(`atlas:${field}`)),
  );
  if (profile === undefined) return [own];
  const profiles = parseProfiles(read("atlas:profiles"));
  const chosen = profiles[profile];
  if (!isRecord(chosen)) {
    const known = Object.keys(profiles);
    throw new CredentialsError(`The stack's configuration has no credential profile "${profile}".`, {
      hint:
        (known.length > 0 ? `It has ${known.map((name) => `"${name}"`).join(", ")}. ` : "") +
        `Add it: pulumi config set --path 'atlas:profiles["${profile}"].publicKey' …, and privateKey with --secret.`,
    });
  }
  const named = configSource(
    `profile "${profile}"`,
    pick((field) => text(chosen[field])),
    `atlas:profiles.${profile}.`,
  );
  return [named, { ...own, values: { baseUrl: own.values.baseUrl } }];
}

/**
 * The configuration that the stack has now, asked of the Pulumi command line.
 *
 * `pulumi refresh` and `pulumi destroy` run no program: they hand a provider the configuration that the last `pulumi up` saved.
 * Keys that were rotated since are in the stack's file only.
 *
 * @returns nothing when the command line cannot tell: it is not on PATH, or would have to ask for a passphrase.
 */
export async function currentConfig(stack: string): Promise<ConfigReader | undefined> {
  try {
    const args = ["config", "--json", "--show-secrets", "--non-interactive", "--stack", stack];
    const { stdout } = await promisify(execFile)("pulumi", args, { timeout: 30_000, maxBuffer: 1 << 24 });
    const values: unknown = JSON.parse(stdout);
    return (key) => {
      const entry = isRecord(values) ? values[key] : undefined;
      return isRecord(entry) ? text(entry.value) : undefined;
    };
  } catch {
    // Whoever asked has an error of its own to tell, which says more than that a second attempt could not be made.
    return undefined;
  }
}

/** Whether the settings that are given in `current` are other ones than those in `saved`. */
export function differ(current: ConfigReader, saved: ConfigReader): boolean {
  const keys = [...fields.map((field) => `atlas:${field}`), "atlas:profiles"];
  return keys.some((key) => current(key) !== undefined && current(key) !== saved(key));
}

/** Name of the stack in a URN. */
export function stackOf(urn: string): string | undefined {
  return /^urn:pulumi:(?<stack>[^:]+)::/.exec(urn)?.groups?.stack;
}

function parseProfiles(json: string | undefined): Record<string, unknown> {
  if (json === undefined) return {};
  try {
    const value: unknown = JSON.parse(json);
    if (isRecord(value)) return value;
  } catch (cause) {
    throw notAnObject(cause);
  }
  throw notAnObject();
}

function notAnObject(cause?: unknown): CredentialsError {
  return new CredentialsError("Stack configuration atlas:profiles is not an object of profiles by name.", {
    hint: "Set each value by its path: pulumi config set --path 'atlas:profiles[\"name\"].publicKey' …",
    cause,
  });
}

function pick(value: (field: (typeof fields)[number]) => string | undefined): CredentialValues {
  return Object.fromEntries(fields.map((field) => [field, value(field)]));
}

function text(value: unknown): string | undefined {
  return typeof value === "string" ? value : undefined;
}
