import { type AtlasClient, createAtlasClient } from "../../provider/atlas/client";
import {
  type CredentialSource,
  environmentSource,
  type ResolvedSettings,
  resolveCredentials,
  secretSource,
} from "../../provider/atlas/credentials";
import { credentialsSecretOf, type ObjectKey, objectsNamedBy } from "../../provider/kinds/resolve-credentials";
import type { DeclaredObject, ManifestSet } from "./manifest-set";

/** A list that was read answers for its members until the plan is made: it shows Atlas at one moment. */
const shareReadsMs = 10 * 60_000;

/** Somebody sits and waits: three attempts, one and a half seconds, before it is said that nobody answers. */
const retry = { attempts: 3, failureBudgetMs: 10_000 };

/** As whom an object is looked at, and where that was found. */
export interface Access {
  client: AtlasClient;
  settings: ResolvedSettings;
}

/** As whom to look at which object: the command line first, then the Secrets among the manifests, then the environment. */
export class Clients {
  readonly #clients = new Map<string, Access>();
  readonly #teamProjects = new Map<string, DeclaredObject>();

  /** @param given What the command line gives. */
  constructor(
    readonly manifests: ManifestSet,
    readonly given: CredentialSource,
  ) {
    for (const project of manifests.declared.filter(({ kind }) => kind === "AtlasProject")) {
      const teams = objectsNamedBy(project.kind, project.spec, project.namespace, "AtlasTeam");
      for (const { namespace, name } of teams) this.#teamProjects.set(`${namespace}/${name}`, project);
    }
  }

  /** @throws CredentialsError when there are none, or only half of them */
  clientFor(object: DeclaredObject): AtlasClient {
    return this.accessFor(object).client;
  }

  /** @throws CredentialsError when there are none, or only half of them */
  accessFor(object: DeclaredObject): Access {
    return this.#accessWith(this.#secretOf(object));
  }

  /** What there is without any manifest: the command line and the environment. @throws CredentialsError */
  withoutSecret(): Access {
    return this.#accessWith(undefined);
  }

  #accessWith(secret: ObjectKey | undefined): Access {
    const key = secret ? `${secret.namespace}/${secret.name}` : "";
    const known = this.#clients.get(key);
    if (known) return known;
    const settings = this.#settings(secret);
    const access = { client: createAtlasClient({ ...settings, shareReadsMs, retry }), settings };
    this.#clients.set(key, access);
    return access;
  }

  #settings(secret: ObjectKey | undefined): ResolvedSettings {
    return resolveCredentials([this.given, ...(secret ? [this.#source(secret)] : []), environmentSource()]);
  }

  #source({ name, namespace }: ObjectKey): CredentialSource {
    const data = this.manifests.secret(name, namespace);
    const title = `Secret ${namespace}/${name}`;
    return secretSource(data ? title : `${title}, which is not among the manifests`, data ?? {});
  }

  /** As upstream's operator: the object's own Secret, else its project's. A team is looked at for a project that gives it roles. */
  #secretOf(object: DeclaredObject): ObjectKey | undefined {
    const { kind, spec, namespace, name } = object;
    const own = credentialsSecretOf(kind, spec, namespace);
    if (own || kind === "AtlasProject") return own;
    const [named] = objectsNamedBy(kind, spec, namespace, "AtlasProject");
    const project = named
      ? this.manifests.find("AtlasProject", named.name, named.namespace)
      : this.#teamProjects.get(`${namespace}/${name}`);
    return project && credentialsSecretOf(project.kind, project.spec, project.namespace);
  }
}
