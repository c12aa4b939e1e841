import { createHmac } from "node:crypto";
import type { SpecOf } from "../../../sdk/model";
import type { EmbeddedValue, Resolved } from "../../../sdk/model/markers";
import type { RequestBody, ResponseBody } from "../../atlas/contract/operations.gen";
import { isSeal } from "../seal";

export type DeclaredConnection = Resolved<SpecOf<"AtlasStreamConnection">>;

/** A connection in the form that both sides are compared in. What a Secret holds is a fingerprint in it. */
export interface Connection {
  name: string;
  type: string;
  cluster?: { name: string; role: string; roleType: string };
  kafka?: Kafka;
}

interface Kafka {
  bootstrapServers: string;
  mechanism: string;
  protocol: string;
  config: Record<string, string>;
  username?: string;
  certificate?: string;
}

/** A connection as Atlas has it. */
export interface ObservedConnection extends Connection {
  /** `PENDING`, `READY`, `DELETING` or `FAILED`; absent where Atlas does not tell. */
  state?: string;
  /** What the object that declares it is called; absent where none does. */
  declaredBy?: string;
}

type Answer = ResponseBody<"getGroupStreamConnection">;
type Body = RequestBody<"createGroupStreamConnection">;

/** What a reference to a connection stands for. Whoever resolved it has held it to the model. */
export const connectionOf = ({ spec }: EmbeddedValue): DeclaredConnection => spec as DeclaredConnection;

/** What Atlas answered, normalised. */
export function observedConnection(answer: Answer, instance: string): ObservedConnection {
  const { name = "", type = "", state } = answer;
  const print = (text: string | undefined) => fingerprint(text, instance, name);
  return {
    name,
    type,
    ...("clusterName" in answer && answer.clusterName && { cluster: observedCluster(answer) }),
    ...("bootstrapServers" in answer && answer.bootstrapServers && { kafka: observedKafka(answer, print) }),
    ...(state && { state }),
  };
}

function observedCluster(answer: Extract<Answer, { clusterName?: string }>): NonNullable<Connection["cluster"]> {
  const { role = "", type = "" } = answer.dbRoleToExecute ?? {};
  return { name: answer.clusterName ?? "", role, roleType: type };
}

function observedKafka(
  { bootstrapServers = "", config, authentication, security }: Extract<Answer, { bootstrapServers?: string }>,
  print: (text: string | undefined) => string | undefined,
): Kafka {
  const username = print(authentication?.username);
  const certificate = print(security?.brokerPublicCertificate);
  return {
    bootstrapServers,
    mechanism: authentication?.mechanism ?? "",
    protocol: security?.protocol ?? "",
    config: config ?? {},
    ...(username && { username }),
    ...(certificate && { certificate }),
  };
}

/**
 * A connection as it is declared, normalised. Absent in it: what is not declared, and so stays as it is.
 * @param owned What this resource declared of it before: client settings that are no longer declared are cleared.
 */
export function declaredConnection(
  { name, type, clusterConfig, kafkaConfig }: DeclaredConnection,
  owned: DeclaredConnection | undefined,
  instance: string,
): Omit<Connection, "kafka"> & { kafka?: Partial<Kafka> } {
  if (!kafkaConfig) {
    const { name: cluster, role } = clusterConfig ?? {};
    return { name, type, ...(cluster && role && { cluster: { name: cluster, role: role.name, roleType: role.type } }) };
  }
  const { authentication, bootstrapServers, security } = kafkaConfig;
  const config = kafkaConfig.config ?? (owned?.kafkaConfig?.config && {});
  const username = fingerprint(authentication.credentials?.username, instance, name);
  const certificate = fingerprint(security.certificate, instance, name);
  return {
    name,
    type,
    kafka: {
      bootstrapServers,
      mechanism: authentication.mechanism,
      protocol: security.protocol,
      ...(config && { config }),
      ...(username && { username }),
      ...(certificate && { certificate }),
    },
  };
}

/** What Atlas takes whole of a broker: without its secret, the secret that is there would be lost. */
export type SecretGroup = "authentication" | "security";

/** The groups that cannot be sent, as Atlas has a secret in them that the declaration does not name. */
export function undeclaredGroups({ kafkaConfig }: DeclaredConnection, there: Connection): SecretGroup[] {
  if (!kafkaConfig) return [];
  const noPassword = kafkaConfig.authentication.credentials?.password === undefined;
  const noCertificate = kafkaConfig.security.certificate === undefined && there.kafka?.certificate !== undefined;
  return [...(noPassword ? ["authentication" as const] : []), ...(noCertificate ? ["security" as const] : [])];
}

/**
 * The body of a call that makes or changes a connection: all of it, secrets included.
 * @param without Groups to leave as they are.
 */
export function connectionBody(
  declared: DeclaredConnection,
  config: Record<string, string> | undefined,
  without: readonly SecretGroup[] = [],
): Body {
  const { name, type, clusterConfig, kafkaConfig } = declared;
  if (type === "Cluster" && clusterConfig) {
    const { role } = clusterConfig;
    return { name, type, clusterName: clusterConfig.name, dbRoleToExecute: { role: role.name, type: role.type } };
  }
  if (type === "Kafka" && kafkaConfig) {
    const { authentication, bootstrapServers, security } = kafkaConfig;
    const { certificate, protocol } = security;
    const groups = {
      authentication: { mechanism: authentication.mechanism, ...authentication.credentials },
      security: { protocol, ...(certificate !== undefined && { brokerPublicCertificate: certificate }) },
    };
    const sent = Object.entries(groups).filter(([group]) => !without.some((one) => one === group));
    return { name, type, bootstrapServers, ...Object.fromEntries(sent), ...(config && { config }) };
  }
  return { name, type };
}

/**
 * Tells one text from another without holding it, the same in every look. Atlas shows user names and certificates, which come from
 * Secrets here and so must not be in a state.
 */
function fingerprint(text: string | undefined, instance: string, connection: string): string | undefined {
  // What was applied last is looked at with seals in it, which cannot be compared: that is no difference.
  if (!text || isSeal(text)) return undefined;
  return createHmac("sha256", `${instance}/${connection}`).update(text.trim(), "utf8").digest("base64url");
}
