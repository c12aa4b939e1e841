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
  /** `mongodb+srv://…`, which a DNS record resolves, or `mongodb://…`, which lists every host. Default: true. */
  srv?: boolean;
}

/** A deployment: an `AtlasDeployment`, or what `getDeployment` answers. */
export interface Addressable {
  status: pulumi.Input<{ connectionStrings?: Addresses }>;
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
 * The string with which a driver connects to a deployment as a user. Always a Pulumi secret; name and password are encoded.
 *
 * @throws NoConnectionStringError when the user has no password, or (through the output) the deployment no such address.
 */
export function connectionString(
  deployment: Addressable,
  login: Login,
  options: ConnectionStringOptions = {},
): pulumi.Output<string> {
  const { username, password } = credentials(login);
  return pulumi.secret(
    pulumi
      .all([pulumi.output(deployment.status), username, password])
      .apply(([status, name, secret]) => withLogin(address(status.connectionStrings, options), name, secret, options)),
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

/** @throws NoConnectionStringError when the deployment has no address of this sort. */
function address(addresses: Addresses = {}, options: ConnectionStringOptions): string {
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
