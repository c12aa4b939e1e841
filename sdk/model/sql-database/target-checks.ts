import type { Fault } from "../errors";
import type { Resolved } from "../markers";
import { notOneOf, show } from "../messages";
import { driverOf, knownSchemes, schemeOf } from "./drivers";
import type { DatabaseTarget } from "./target";
import { isVariableName } from "./variable-name";

type Target = DatabaseTarget | Resolved<DatabaseTarget>;
type Credentials = NonNullable<Target["credentials"]>;

/** Rules of a database target that its schema cannot say. */
export function targetFaults(spec: Target): Fault[] {
  const { url, urlFrom, credentials, devURL, devURLFrom, devDB, config, configFrom, envName } = spec;
  const hasConfig = config !== undefined || configFrom !== undefined;
  const hasTarget = url !== undefined || urlFrom !== undefined || credentials !== undefined;
  return [
    ...(hasTarget || hasConfig
      ? []
      : [{ path: "spec", message: "no target database: give url, urlFrom or credentials, or a config that has one" }]),
    ...(url === undefined ? [] : urlFaults(url, "spec.url")),
    ...(credentials ? credentialsFaults(credentials, "spec.credentials") : []),
    ...(devURL === undefined ? [] : urlFaults(devURL, "spec.devURL")),
    ...(devDB?.spec !== undefined && devURL === undefined && devURLFrom === undefined
      ? [{ path: "spec.devURL", message: "is required with devDB: it says how to connect to the pod" }]
      : []),
    ...(hasConfig && envName === undefined
      ? [{ path: "spec.envName", message: `is required with ${config === undefined ? "configFrom" : "config"}` }]
      : []),
    ...sourceFaults(spec),
  ];
}

function urlFaults(url: string, path: string): Fault[] {
  const scheme = schemeOf(url);
  if (scheme === undefined) {
    return [{ path, message: "must begin with a driver, as in postgres://user:password@host:5432/database" }];
  }
  return schemeFaults(scheme, path);
}

function schemeFaults(scheme: string, path: string): Fault[] {
  // A dev database may also be one that the `atlas` command line starts.
  if (driverOf(scheme) !== undefined || /^docker(\+|$)/.test(scheme)) return [];
  return [{ path, message: `unknown driver: ${notOneOf(scheme, show(scheme), knownSchemes)}` }];
}

function credentialsFaults({ scheme, host, hostFrom, user, userFrom, ...rest }: Credentials, path: string): Fault[] {
  const hasPassword = rest.password !== undefined || rest.passwordFrom !== undefined;
  return [
    ...(scheme === undefined ? [{ path: `${path}.scheme`, message: "is required" }] : []),
    ...(scheme === undefined ? [] : schemeFaults(scheme, `${path}.scheme`)),
    ...((host === undefined || host === "") && hostFrom === undefined
      ? [{ path: `${path}.host`, message: "is required, or hostFrom" }]
      : []),
    ...(hasPassword && user === undefined && userFrom === undefined
      ? [{ path: `${path}.user`, message: "is required with a password, which would not be sent without it" }]
      : []),
  ];
}

/** The official command line is told of a variable by an attribute of this name: what is no name would be code there. */
function variableFaults(key: string | undefined, path: string): Fault[] {
  if (key === undefined || key === "") return [{ path, message: "is required" }];
  if (isVariableName(key)) return [];
  return [{ path, message: `${show(key)} is no name of a variable: letters, digits, _ and -, a letter or _ first` }];
}

/** A place that shall hold a value, and names nothing. */
function sourceFaults({ urlFrom, devURLFrom, configFrom, vars = [] }: Target): Fault[] {
  const sources: [string, { secretKeyRef?: unknown } | undefined][] = [
    ["spec.urlFrom", urlFrom],
    ["spec.devURLFrom", devURLFrom],
    ["spec.configFrom", configFrom],
  ];
  const missing = sources.filter(([, source]) => source !== undefined && source.secretKeyRef === undefined);
  return [
    ...missing.map(([path]) => ({ path: `${path}.secretKeyRef`, message: "is required" })),
    ...vars.flatMap(({ key }, index) => variableFaults(key, `spec.vars[${index}].key`)),
  ];
}
