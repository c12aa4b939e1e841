import { KubeConfig } from "@kubernetes/client-node";
import { expect, it } from "vitest";
import { startOperator } from "../../provider/operator";

it.each([
  ["cloud.mongodb.com", "is not an http or https URL"],
  ["http://cloud.mongodb.com", "has no TLS"],
  ["https://cloud.mongodb.com/api/atlas?x=y", "goes on with a path or a query"],
])("does not start with the address of Atlas %s, which %s", async (atlasDomain, says) => {
  const config = new KubeConfig();
  const cluster = { name: "none", server: "https://127.0.0.1:1", skipTLSVerify: false };
  config.loadFromClusterAndUser(cluster, { name: "me" });
  const options = { config, namespace: "atlas", globalSecretName: "key", atlasDomain };
  await expect(startOperator(options, new AbortController().signal)).rejects.toThrow(says);
});
