import type { IConstruct } from "constructs";
import { toObjectName } from "../model/connection-secret-name";
import type { Fault } from "../model/errors";
import type { AtlasDatabaseUser } from "./constructs/atlas-database-user.gen";
import type { AtlasProject } from "./constructs/atlas-project.gen";

const owners = new WeakMap<IConstruct, ConnectionSecretOwners>();

/** The database users of the app that a construct belongs to. */
export function usersOf(construct: IConstruct): ConnectionSecretOwners {
  const app = construct.node.root;
  const known = owners.get(app) ?? new ConnectionSecretOwners();
  owners.set(app, known);
  return known;
}

/**
 * Finds users of one app whose connection secrets would have the same names. The operator writes a Secret for each user and
 * deployment of a project into the namespace of the user's object, and its name keeps only letters, digits and dots of the user's name: the last
 * one to be written would win.
 */
class ConnectionSecretOwners {
  readonly #bySecret = new Map<string, AtlasDatabaseUser[]>();
  readonly #secretOf = new Map<AtlasDatabaseUser, string>();

  add(user: AtlasDatabaseUser, project: AtlasProject | undefined): void {
    const { projectRef, externalProjectRef, username } = user.spec;
    if (typeof username !== "string") return;
    const namespace = user.metadata.namespace ?? "";
    const named =
      project?.spec.name ?? externalProjectRef?.id ?? `${projectRef?.namespace ?? namespace}/${projectRef?.name}`;
    const secret = JSON.stringify([namespace, named, toObjectName(username)]);
    this.#secretOf.set(user, secret);
    const same = this.#bySecret.get(secret);
    if (same) same.push(user);
    else this.#bySecret.set(secret, [user]);
  }

  collisionsOf(user: AtlasDatabaseUser): Fault[] {
    const same = this.#bySecret.get(this.#secretOf.get(user) ?? "") ?? [];
    return same
      .filter((other) => other !== user && shareDeployment(user, other))
      .map((other) => ({
        path: "spec.username",
        message:
          `"${user.spec.username}" and "${other.spec.username}" of ${other.node.path} give connection secrets of the same name, ` +
          "so that one would overwrite the other: rename one, or put them into different namespaces",
      }));
  }
}

/** Whether both get a Secret for some deployment: a user without cluster scopes gets one for each. */
function shareDeployment(one: AtlasDatabaseUser, other: AtlasDatabaseUser): boolean {
  const mine = clustersOf(one);
  const theirs = clustersOf(other);
  return mine.length === 0 || theirs.length === 0 || mine.some((name) => theirs.includes(name));
}

function clustersOf(user: AtlasDatabaseUser): string[] {
  return (user.spec.scopes ?? []).filter((scope) => scope.type === "CLUSTER").map((scope) => scope.name);
}
