import type { AtlasApi } from "../atlas/api";
import { createAtlasClient } from "../atlas/client";
import { environmentSource, resolveCredentials } from "../atlas/credentials";
import { AtlasApiError, AtlasUnreachableError } from "../atlas/errors";
import { type ConfigReader, configSources, currentConfig, differ, stackOf } from "./stack-config";

/**
 * How long a list that was read answers for its members, in milliseconds: long enough for a preview to ask once for hundreds of
 * users, short enough for a wait to see what changed.
 */
const shareReadsMs = 2_000;

/**
 * The Admin API clients of this process: one a credential profile, shared by all resources, so that they share reads, tokens and
 * the rate limit.
 */
export class Clients {
  readonly #clients = new Map<string, AtlasApi>();
  /** The configuration as the engine handed it over. */
  #saved: ConfigReader = () => undefined;
  /** The configuration in use. */
  #read: ConfigReader = this.#saved;
  #current: Promise<ConfigReader | undefined> | undefined;

  /** Takes the stack's configuration as the engine hands it over. */
  configure(read: ConfigReader): void {
    this.#saved = read;
    this.#read = read;
  }

  /** The client for a profile; for the stack's own credentials without one. @throws CredentialsError */
  client(profile: string | undefined): AtlasApi {
    const name = profile ?? "";
    const known = this.#clients.get(name);
    if (known) return known;
    const client = createAtlasClient({
      ...resolveCredentials([...configSources(this.#read, profile), environmentSource()]),
      shareReadsMs,
    });
    this.#clients.set(name, client);
    return client;
  }

  /**
   * Runs an operation of which the engine may have handed over the configuration of an earlier update (see `currentConfig`). Where
   * the credentials are refused or nobody answers, it runs once more with the configuration that the stack has now, if that is
   * another one. Nothing was changed by the first attempt then: it could not get in.
   */
  async withCurrent<Result>(
    { urn, profile }: { urn: string; profile?: string },
    operate: (api: AtlasApi) => Promise<Result>,
  ): Promise<Result> {
    try {
      return await operate(this.client(profile));
    } catch (error) {
      if (!isShutOut(error) || !(await this.#renew(urn))) throw error;
      return operate(this.client(profile));
    }
  }

  /** @returns whether the clients are other ones now */
  async #renew(urn: string): Promise<boolean> {
    const stack = stackOf(urn);
    if (stack === undefined) return false;
    this.#current ??= currentConfig(stack);
    const read = await this.#current;
    if (read === undefined || !differ(read, this.#saved)) return false;
    this.#read = read;
    this.#clients.clear();
    return true;
  }
}

/** Whether not even the first call was let in. Looks through what wraps an error. */
function isShutOut(error: unknown): boolean {
  if (error instanceof AtlasApiError) return error.status === 401;
  if (error instanceof AtlasUnreachableError) return true;
  return error instanceof Error && error.cause !== undefined && isShutOut(error.cause);
}
