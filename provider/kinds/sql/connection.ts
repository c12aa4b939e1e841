import type { Resolved } from "../../../sdk/model/markers";
import type { DatabaseTarget } from "../../../sdk/model/sql-database/target";
import {
  ConnectionError,
  credentialsUrl,
  DatabaseUrlError,
  displayForeignUrl,
  displayUrl,
  isAbsent,
  isForeignUrl,
  type ProjectEnv,
  type ProjectPermissions,
  parseDatabaseUrl,
  shareTables,
  withSession,
} from "../../schema";
import type { Surroundings } from "./contract";
import { selectionOf } from "./project";

type Target = Resolved<DatabaseTarget>;

/** How a declared database is connected to. The URLs are secrets. */
export interface Connection {
  url: string;
  devUrl?: string;
  /** Whether the dev database is on a server that was started for it. */
  devIsOwn?: boolean;
}

/**
 * How a declared database is connected to. What the project's environment says comes first; a Secret wins over a plain value, as
 * upstream has it.
 * @throws DatabaseUrlError when it is not said, or the parts make no URL
 */
export function connectionOf(
  target: Target,
  env?: Pick<ProjectEnv, "url" | "devUrl">,
  { ownDevUrl }: Surroundings = {},
): Connection {
  const own = ownConnection(target);
  const url = env?.url ?? own.url;
  if (url === undefined || url === "") {
    const hint = env ? "Give url, urlFrom or credentials, or url in the project's environment." : undefined;
    throw new DatabaseUrlError("no target database is defined", { hint: hint ?? "Give url, urlFrom or credentials." });
  }
  const devUrl = env?.devUrl ?? own.devUrl;
  const devIsOwn = devUrl !== undefined && devUrl === ownDevUrl;
  return { url, devUrl, ...(devIsOwn && { devIsOwn }) };
}

/** What the specification itself says of how the database is connected to. @throws DatabaseUrlError */
export function ownConnection({ url, urlFrom, credentials, devURL, devURLFrom }: Target): Partial<Connection> {
  return {
    url: urlFrom?.secretKeyRef ?? url ?? (credentials && urlOf(credentials)),
    devUrl: devURLFrom?.secretKeyRef ?? devURL,
  };
}

/**
 * The database that an object is about, without who logs in. Evaluates its project file, if it has one.
 * @throws DatabaseUrlError, ProjectError
 */
export async function locate(target: Target, allow: ProjectPermissions | undefined): Promise<string> {
  return databaseOf(await reach(target, allow));
}

/** The URL by which the database of an object is reached: a secret. @throws DatabaseUrlError, ProjectError */
async function reach(target: Target, allow: ProjectPermissions | undefined): Promise<string> {
  const selection = await selectionOf(target, allow);
  return connectionOf(target, selection?.env).url;
}

/** A declaration, and what its project file may reach. */
export interface Declared {
  target: Target;
  allow: ProjectPermissions | undefined;
}

/**
 * How two declarations meet: on no tables; on tables that they call by the same names; or on some, where one of them is bound to a
 * schema and the other is not.
 */
export type Meeting = "apart" | "alike" | "overlap";

/**
 * Whether two declarations are about the same tables, though they may name the database in different words. Asks both databases.
 * @throws ConnectionError when one of them cannot be asked; DatabaseUrlError, ProjectError
 */
export async function meeting(one: Declared, other: Declared): Promise<Meeting> {
  const [a, b] = await Promise.all([one, other].map(({ target, allow }) => reach(target, allow)));
  if (a === undefined || b === undefined || isForeignUrl(a) || isForeignUrl(b)) return "apart";
  try {
    return await withSession(a, { absentFile: "empty" }, (first) =>
      withSession(b, { absentFile: "empty" }, async (second) => {
        if (!(await shareTables(first, second))) return "apart";
        return (first.schema === "") === (second.schema === "") ? "alike" : "overlap";
      }),
    );
  } catch (error) {
    if (error instanceof ConnectionError && error.absent) return "apart";
    throw error;
  }
}

/**
 * Whether the database that an object is about is gone, or the schema of it.
 * @throws ConnectionError where its server does not answer; DatabaseUrlError, ProjectError
 */
export async function isGone({ target, allow }: Declared): Promise<boolean> {
  const url = await reach(target, allow);
  return !isForeignUrl(url) && isAbsent(url);
}

function urlOf(credentials: NonNullable<Target["credentials"]>): string {
  const {
    scheme = "",
    user,
    userFrom,
    password,
    passwordFrom,
    host,
    hostFrom,
    port,
    database,
    parameters,
  } = credentials;
  return credentialsUrl({
    scheme,
    user: userFrom?.secretKeyRef ?? user,
    password: passwordFrom?.secretKeyRef ?? password,
    host: hostFrom?.secretKeyRef ?? host,
    port,
    database,
    parameters,
  });
}

/**
 * Names the database that a URL leads to, whoever logs in: `postgres://db:5432/app?search_path=public`.
 * @throws DatabaseUrlError when it is no URL of a database
 */
export function databaseOf(url: string): string {
  return isForeignUrl(url) ? displayForeignUrl(url) : displayUrl({ ...parseDatabaseUrl(url), user: undefined });
}
