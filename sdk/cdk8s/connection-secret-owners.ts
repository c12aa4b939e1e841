import type { IConstruct } from "constructs";
import { connectionSecretName, toObjectName } from "../model/connection-secret-name";
import type { Fault } from "../model/errors";
import { defaultNamespace } from "../model/places-in-manifests";
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
  /** Kept apart from the user's spec, where it may also be a value that is produced at synthesis. */
  username: string;
  project?: AtlasProject;
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
    if (typeof username !== "string") return;
    this.#users.push({ user, username, project });
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
    const collisions = this.#collisions.get(user);
    if (collisions === undefined) return [];
    return [...collisions].map(([other, secret]) => ({
      path: "spec.username",
      message:
        `"${user.spec.username}" and "${other.spec.username}" of ${other.node.path} give connection secrets of the same name` +
        `${secret === undefined ? "" : ` (${secret})`}, so that one would overwrite the other: rename one, ` +
        "or put them into different namespaces",
    }));
  }

  #find(): Collisions {
    const found: Collisions = new Map();
    const bySecret = new Map<string, Owner[]>();
    const byName = new Map<string, Owner[]>();
    for (const owner of this.#users) {
      for (const secret of this.#secretsOf(owner)) append(bySecret, `${namespaceOf(owner)}/${secret}`, owner);
      append(byName, toObjectName(owner.username), owner);
    }
    for (const [secret, group] of bySecret) record(found, group, secret.slice(secret.indexOf("/") + 1));
    // Deployments that nobody declares here have Secrets too.
    for (const namesakes of byName.values()) {
      if (namesakes.length > 1) for (const group of byPlace(namesakes)) record(found, group);
    }
    return found;
  }

  /** Names of the Secrets for the deployments that are known here. */
  #secretsOf(owner: Owner): Set<string> {
    const projectName = nameOf(owner.project);
    const { user, username } = owner;
    const scopes = scopedTo(user);
    if (projectName === undefined || scopes.length + this.#deployments.size === 0) return new Set();
    const declared = () => projectsOf(user).flatMap((project) => this.#deployments.get(project) ?? []);
    const deployments = scopes.length > 0 ? scopes : declared();
    return new Set(
      deployments.map((deploymentName) => connectionSecretName({ projectName, deploymentName, username })),
    );
  }
}

/** Users of one namespace and project. A project may be known by its object, and by its name in Atlas too. */
function byPlace(users: readonly Owner[]): Iterable<Owner[]> {
  const groups = new Map<string, Owner[]>();
  for (const owner of users) {
    const name = nameOf(owner.project);
    const projects = [...projectsOf(owner.user), ...(name === undefined ? [] : [`name ${toObjectName(name)}`])];
    for (const project of projects) append(groups, `${namespaceOf(owner)}/${project}`, owner);
  }
  return groups.values();
}

function nameOf(project: AtlasProject | undefined): string | undefined {
  const name: unknown = project?.spec.name;
  return typeof name === "string" ? name : undefined;
}

function namespaceOf({ user }: Owner): string {
  return user.metadata.namespace ?? defaultNamespace;
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
  if (projectRef)
    return [`object ${projectRef.namespace ?? metadata.namespace ?? defaultNamespace}/${projectRef.name}`];
  return externalProjectRef ? [`id ${externalProjectRef.id}`] : [];
}

function append<V>(lists: Map<string, V[]>, key: string, value: V): void {
  const list = lists.get(key);
  if (list) list.push(value);
  else lists.set(key, [value]);
}
