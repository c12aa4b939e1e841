import { readFile } from "node:fs/promises";
import { basename } from "node:path";
import { parse } from "yaml";
import { isKindName, type KindName } from "../../../sdk/model/kinds";
import type { World } from "./world";

/** Where an object is. */
export interface Declared {
  kind: KindName;
  namespace: string;
  name: string;
}

/** Namespace that some of upstream's samples name. */
const SYSTEM = "mongodb-atlas-system";

/** Makes what upstream's samples name and do not bring: namespaces, Secrets, a project in another namespace, a connection of streams. */
export async function surroundSamples(world: World): Promise<void> {
  await world.namespace(SYSTEM);
  const { orgId, apiKey } = world.atlas.addOrganization("another organisation");
  world.atlas.addFederation({ orgId, domains: ["my-org-domain.com"] });
  const { publicKey: publicApiKey, privateKey: privateApiKey } = apiKey;
  await world.secret(SYSTEM, "my-org-secret", { orgId, publicApiKey, privateApiKey });
  await world.secret("default", "the-user-password", { password: "a password of some length" });
  await world.create("AtlasProject", SYSTEM, "my-project", { name: "Another Project" });
  await world.create("AtlasProject", SYSTEM, "dev-project", {
    name: "dev-project",
    connectionSecretRef: { name: "my-org-secret" },
  });
  await world.secret("default", "kafka-userpass", { username: "flow", password: "a password of some length" });
  await world.secret("default", "kafka-cert", {
    certificate: "-----BEGIN CERTIFICATE-----\nM\n-----END CERTIFICATE-----\n",
  });
  await world.create("AtlasStreamConnection", "default", "my-streamconnection-sample", {
    name: "shop",
    type: "Sample",
  });
}

/** Applies a sample as it is, as people do, and strictly; answers with what it declares, or with nothing when the API server refuses it. */
export async function applySample(world: World, file: string): Promise<Declared | undefined> {
  const text = await readFile(file, "utf8");
  const { exitCode, stderr } = await world.plane.kubectl(["apply", "-f", "-"], text);
  if (exitCode !== 0 && /unknown field|Unsupported value|is invalid/.test(stderr)) return undefined;
  const { kind, metadata } = parse(text) as { kind: string; metadata: { name: string; namespace?: string } };
  if (exitCode !== 0 || !isKindName(kind)) throw new Error(`${basename(file)} was not applied: ${stderr}`);
  return { kind, name: metadata.name, namespace: metadata.namespace ?? "default" };
}
