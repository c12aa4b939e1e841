import type { KindName } from "../../../sdk/model/kinds";
import { policyAnnotations } from "../../../sdk/model/object-policy";
import { CredentialsError, type Redactor } from "../../atlas";
import type { AtlasApi } from "../../atlas/api";
import { type AtlasClient, type ClientSettings, createAtlasClient } from "../../atlas/client";
import { type ResolvedSettings, resolveCredentials, secretSource } from "../../atlas/credentials";
import { canonical } from "../../kinds/canonical";
import type { Cluster } from "../cluster/cluster";
import { lookAtForbidden, tellForbidden } from "../cluster/rights";
import { credentialsSelector, decoded } from "../cluster/secret";
import { Hindrance, type HindranceFacts } from "../controllers/errors";
import type { ObjectKey } from "../runtime";
import { mainCondition } from "../status/main-condition";
import type { CredentialsPlace } from "./place";

/** Settings of all clients: everything but the credentials. */
export type ClientDefaults = Omit<ClientSettings, "credentials" | "orgId" | "redactor"> & { redactor: Redactor };

/** The Admin API as each Secret lets it be used: one client a Secret, made anew when its data changes. */
export class Clients {
  readonly #made = new Map<ObjectKey, { data: string; client: AtlasClient }>();

  constructor(
    private readonly cluster: Cluster,
    private readonly defaults: ClientDefaults,
  ) {}

  /** @throws Hindrance `AtlasAPIAccessNotConfigured`, saying what is wrong with which Secret */
  async client(kind: KindName, place: CredentialsPlace, signal: AbortSignal): Promise<AtlasApi> {
    if (place.barred !== undefined) {
      throw noAccess(kind, `Secret ${place.secret} (named by ${place.from}) ${place.barred}`, {
        hint: `Name a project or a Secret, or let the object go and leave what is in Atlas: annotate it with ${policyAnnotations.resource}: keep`,
      });
    }
    const secret = await this.cluster.secret(place.secret, signal);
    if (secret === undefined) {
      throw noAccess(kind, `Secret ${place.secret} does not exist (named by ${place.from})`, { waiting: true });
    }
    if (secret === "unlabelled") {
      throw noAccess(kind, `Secret ${place.secret} lacks the label ${credentialsSelector} (named by ${place.from})`);
    }
    if (secret === "forbidden") {
      throw noAccess(kind, `${tellForbidden(`Secret ${place.secret}`)} (named by ${place.from})`, {
        again: lookAtForbidden,
        hint: "Put it into a namespace that the operator watches, or let it watch that one",
      });
    }
    const access = accessIn(kind, place.secret, decoded(secret));
    const data = canonical(access);
    const known = this.#made.get(place.secret);
    if (known?.data === data) return known.client;
    const client = createAtlasClient({ ...this.defaults, ...access });
    this.#made.set(place.secret, { data, client });
    return client;
  }
}

/** That there is no way into Atlas, in upstream's words. Unless said otherwise, it is tried again when the Secret changes, or what names it. */
export function noAccess(
  kind: string,
  message: string,
  facts: Partial<Pick<HindranceFacts, "again" | "cause" | "hint" | "waiting" | "unready">> = {},
): Hindrance {
  return new Hindrance(message, {
    condition: mainCondition(kind),
    reason: "AtlasAPIAccessNotConfigured",
    again: "on-change",
    ...facts,
  });
}

type Access = Pick<ResolvedSettings, "credentials" | "orgId" | "credentialsFrom">;

function accessIn(kind: KindName, key: ObjectKey, data: Readonly<Record<string, string>>): Access {
  try {
    const { credentials, orgId, credentialsFrom } = resolveCredentials([secretSource(`Secret ${key}`, data)]);
    return { credentials, orgId, credentialsFrom };
  } catch (error) {
    if (!(error instanceof CredentialsError)) throw error;
    throw noAccess(kind, `${error.message} ${error.hint ?? ""}`.trim(), { cause: error });
  }
}
