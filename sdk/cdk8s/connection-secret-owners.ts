import type { IConstruct } from "constructs";
import { connectionSecretName, toObjectName } from "../model/connection-secret-name";
import type { Fault } from "../model/errors";
import type { AtlasDatabaseUser } from "./constructs/atlas-database-user.gen";
import type { AtlasDeployment } from "./constructs/atlas-deployment.gen";
import type { AtlasProject } from "./constructs/atlas-project.gen";
import { deploymentNameOf, scopedTo } from "./names-in-atlas";

const owners = new WeakMap<IConstruct, ConnectionSecretOwners>();

/** The users and deployments of the app that a construct belongs to. */
export function ownersAround(construct: IConstruct): ConnectionSecretOwners {
  const app = construct.node.root;
  const known = owners.get(app) ?? new ConnectionSecretOwners();
  owners.set(app, known);
  return known;
}

interface Owner {
  user: AtlasDatabaseUser;
  username: string;
  namespace: string;
  /** The project by all that is known of it: the object that declares it, its name or its id in Atlas. */
  projects: string[];
  /** Name of the project in Atlas. */
  projectName?: string;
}

/** Users by those they collide with, and the name of a Secret where it is known. */
type Collisions = Map<AtlasDatabaseUser, Map<AtlasDatabaseUser, string | undefined>>;

/**
 * Finds users of one app whose connection secrets would have the same names. The operator writes a Secret for each user and
 * deployment of a project into the namespace of the user's object, and the last one to be written would win. Names collide as they
 * keep only letters, digits and dots (`a_b`, `a-b`), and as a hyphen joins their parts (`orders-eu` of `app`, `orders` of `eu-app`).
 */
class ConnectionSecretOwners {
  readonly #users: Owner[] = [];
  readonly #deployments = new Map<string, string[]>();
  #collisions: Collisions | undefined;

  addUser(user: AtlasDatabaseUser, project: AtlasProject | undefined): void {
    const { username } = user.spec;
    // What is produced at synthesis has no name yet.
    if (typeof username !== "string") return;
    const named = typeof project?.spec.name === "string" ? { projectName: project.spec.name } : {};
    const projects = [...projectsOf(user), ...(named.projectName ? [`name ${toObjectName(named.projectName)}`] : [])];
    this.#users.push({ user, username, namespace: user.metadata.namespace ?? "", projects, ...named });
    this.#collisions = undefined;
  }

  addDeployment(deployment: AtlasDeployment): void {
    const name = deploymentNameOf(deployment);
    if (name === undefined) return;
    for (const project of projectsOf(deployment)) append(this.#deployments, project, name);
    this.#collisions = undefined;
  }

  collisionsOf(user: AtlasDatabaseUser): Fault[] {
    this.#collisions ??= this.#find();
    return [...(this.#collisions.get(user) ?? [])].map(([other, secret]) => ({
      path: "spec.username",
      message:
        `"${user.spec.username}" and "${other.spec.username}" of ${other.node.path} give connection secrets of the same name` +
        `${secret === undefined ? "" : ` (${secret})`}, so that one would overwrite the other: rename one, ` +
        "or put them into different namespaces",
    }));
  }

  #find(): Collisions {
    const bySuffix = new Map<string, Owner[]>();
    const bySecret = new Map<string, Owner[]>();
    for (const owner of this.#users) {
      for (const project of owner.projects) {
        append(bySuffix, JSON.stringify([owner.namespace, project, toObjectName(owner.username)]), owner);
      }
      for (const secret of this.#secretsOf(owner)) append(bySecret, `${owner.namespace}/${secret}`, owner);
    }
    const found: Collisions = new Map();
    for (const [secret, group] of bySecret) record(found, group, secret.slice(secret.indexOf("/") + 1));
    // Deployments that nobody declares here have Secrets too.
    for (const group of bySuffix.values()) record(found, group);
    return found;
  }

  /** Names of the Secrets for the deployments that are known here. */
  #secretsOf({ user, username, projects, projectName }: Owner): Set<string> {
    if (projectName === undefined) return new Set();
    const scopes = scopedTo(user);
    const deployments =
      scopes.length > 0 ? scopes : projects.flatMap((project) => this.#deployments.get(project) ?? []);
    return new Set(
      deployments.map((deploymentName) => connectionSecretName({ projectName, deploymentName, username })),
    );
  }
}

function record(found: Collisions, group: readonly Owner[], secret?: string): void {
  if (group.length < 2) return;
  for (const { user } of group) {
    for (const { user: other } of group) {
      if (user === other || !shareDeployment(user, other, secret)) continue;
      const known = found.get(user) ?? new Map<AtlasDatabaseUser, string | undefined>();
      found.set(user, known.set(other, known.get(other) ?? secret));
    }
  }
}

/** Whether both get a Secret for some deployment: a user without cluster scopes gets one for each. */
function shareDeployment(one: AtlasDatabaseUser, other: AtlasDatabaseUser, secret: string | undefined): boolean {
  if (secret !== undefined) return true;
  const mine = scopedTo(one);
  const theirs = scopedTo(other);
  return mine.length === 0 || theirs.length === 0 || mine.some((name) => theirs.includes(name));
}

function projectsOf({ spec, metadata }: AtlasDatabaseUser | AtlasDeployment): string[] {
  const { projectRef, externalProjectRef } = spec;
  if (projectRef) return [`object ${projectRef.namespace ?? metadata.namespace ?? ""}/${projectRef.name}`];
  return externalProjectRef ? [`id ${externalProjectRef.id}`] : [];
}

function append<V>(lists: Map<string, V[]>, key: string, value: V): void {
  const list = lists.get(key);
  if (list) list.push(value);
  else lists.set(key, [value]);
}
