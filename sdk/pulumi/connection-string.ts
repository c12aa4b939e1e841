import * as pulumi from "@pulumi/pulumi";
import { AtlasIacError } from "../model/errors";
import { declarationOf } from "./registry";
import { AtlasDatabaseUser } from "./resources/atlas-database-user.gen";

/** Which address of a deployment to use, and for what. */
export interface ConnectionStringOptions {
  /** Over private endpoints or a peered network, instead of the public address. */
  private?: boolean;
  /** Database to use by default. */
  database?: string;
  /**
   * `mongodb+srv://…`, which a DNS record resolves, or `mongodb://…`, which lists every host. Default: true, where there is such a
   * record: federated databases and stream instances have none.
   */
  srv?: boolean;
}

/** What is connected to: a deployment (or what `getDeployment` answers), a federated database instance or a stream instance. */
export interface Addressable {
  status: pulumi.Input<Located>;
}

/** Where it is: by addresses, or by the names of its hosts. */
export interface Located {
  connectionStrings?: Addresses;
  hostnames?: string[];
}

/** Addresses of a deployment, without users. */
export interface Addresses {
  standard?: string;
  standardSrv?: string;
  private?: string;
  privateSrv?: string;
  privateEndpoint?: { connectionString?: string; srvConnectionString?: string }[];
}

/** Who connects: a user of this program, or a name with a password. */
export type Login = AtlasDatabaseUser | { username: pulumi.Input<string>; password: pulumi.Input<string> };

/** There is no address, or no password, to make a connection string of. */
export class NoConnectionStringError extends AtlasIacError {
  readonly code = "NoConnectionString";
}

/**
 * The string with which a driver connects to a deployment, a federated database or a stream instance as a user. Always a Pulumi secret; name and password are encoded.
 *
 * @throws NoConnectionStringError when the user has no password, or (through the output) what it connects to no such address.
 */
export function connectionString(
  target: Addressable,
  login: Login,
  options: ConnectionStringOptions = {},
): pulumi.Output<string> {
  const { username, password } = credentials(login);
  return pulumi.secret(
    pulumi
      .all([pulumi.output(target.status), username, password])
      .apply(([status, name, secret]) => withLogin(addressOf(status, options), name, secret, options)),
  );
}

function credentials(login: Login): { username: pulumi.Input<string>; password: pulumi.Input<string> } {
  if (!AtlasDatabaseUser.isInstance(login)) return login;
  const password: pulumi.Input<string> | undefined = declarationOf(login)?.spec?.passwordSecretRef;
  if (password === undefined) {
    throw new NoConnectionStringError("The database user was declared without a password in this program.", {
      hint: "Give { username, password } instead of the user.",
    });
  }
  return { username: login.username, password };
}

/** The address without a login. @throws NoConnectionStringError when there is none of this sort. */
export function addressOf({ connectionStrings, hostnames = [] }: Located, options: ConnectionStringOptions): string {
  if (connectionStrings !== undefined || hostnames.length === 0) return deploymentAddress(connectionStrings, options);
  if (options.private || options.srv) {
    const sort = options.private ? "private" : "mongodb+srv";
    throw new NoConnectionStringError(`There is no ${sort} address of ${hostnames.join(", ")}.`, {
      hint: "Federated databases and stream instances have a public address that names their hosts: leave the option out.",
    });
  }
  return `mongodb://${hostnames.join(",")}/?ssl=true&authSource=admin`;
}

/** @throws NoConnectionStringError when the deployment has no address of this sort. */
function deploymentAddress(addresses: Addresses = {}, options: ConnectionStringOptions): string {
  const srv = options.srv ?? true;
  const endpoint = addresses.privateEndpoint?.[0];
  const candidates = options.private
    ? srv
      ? [endpoint?.srvConnectionString, addresses.privateSrv]
      : [endpoint?.connectionString, addresses.private]
    : srv
      ? [addresses.standardSrv]
      : [addresses.standard];
  const found = candidates.find((candidate) => candidate !== undefined && candidate !== "");
  if (found !== undefined) return found;
  throw new NoConnectionStringError(
    `The deployment has no ${options.private ? "private" : "public"} ${srv ? "mongodb+srv" : "mongodb"} address.`,
    {
      hint: options.private
        ? "It gets one when a private endpoint is available or a network is peered."
        : "It gets one when Atlas has created it.",
    },
  );
}

/**
 * Puts a login into an address.
 * @param plain `mongodb://` or `mongodb+srv://` address without a login, as Atlas gives it.
 */
export function withLogin(
  plain: string,
  username: string,
  password: string,
  options: Pick<ConnectionStringOptions, "database"> = {},
): string {
  const parts = /^(?<scheme>mongodb(?:\+srv)?:\/\/)(?<hosts>[^/?]+)(?:\/[^?]*)?(?<query>\?.*)?$/.exec(plain)?.groups;
  if (parts === undefined)
    throw new NoConnectionStringError(`Atlas gave an address that is not one of MongoDB: ${plain}`);
  const login = `${encodeURIComponent(username)}:${encodeURIComponent(password)}`;
  const database = encodeURIComponent(options.database ?? "");
  return `${parts.scheme}${login}@${parts.hosts}/${database}${parts.query ?? ""}`;
}
