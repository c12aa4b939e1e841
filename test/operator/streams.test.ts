import { afterAll, beforeAll, expect, it } from "vitest";
import { decoded, SECRETS } from "../../provider/operator/cluster/secret";
import { connectionSecretName } from "../../sdk/model/connection-secret-name";
import { describeWithEngine } from "../../tools/engines/require-engine";
import { conditionOf, World } from "./harness/world";
import { until } from "./runtime/harness/until";

describeWithEngine("kubernetes", "streams and federated databases", () => {
  let world: World;
  beforeAll(async () => {
    world = await World.start();
    await world.namespace("kafka");
    await world.create("AtlasProject", "default", "shop", { name: "shop" });
    world.operator();
  });
  afterAll(() => world?.stop());

  const projectRef = { name: "shop" };
  const clusterConfig = { provider: "AWS", region: "DUBLIN_IRL", tier: "SP10" };
  const params = () => ({ groupId: world.atlas.state.group("shop")?.id ?? "", tenantName: "flow" });

  it("tell each other of instances and their connections, wherever they are", async () => {
    await world.secret("kafka", "broker-login", { username: "flow", password: "first-pass" });
    await world.create("AtlasStreamConnection", "kafka", "broker-object", {
      name: "broker",
      type: "Kafka",
      kafkaConfig: {
        authentication: { mechanism: "PLAIN", credentials: { name: "broker-login" } },
        bootstrapServers: "broker.example.com:9092",
        security: { protocol: "SSL" },
      },
    });
    await world.create("AtlasStreamConnection", "default", "solar", { name: "sample_stream_solar", type: "Sample" });
    await world.create("AtlasStreamInstance", "default", "flow", {
      ...{ projectRef, name: "flow", clusterConfig },
      connectionRegistry: [{ name: "broker-object", namespace: "kafka" }, { name: "solar" }],
    });
    const instance = await world.ready("AtlasStreamInstance", "default", "flow");
    expect(instance.status).toMatchObject({
      id: expect.stringMatching(/^[0-9a-f]{24}$/),
      hostnames: [expect.stringContaining("atlas-stream-")],
      connections: [
        { name: "broker", resourceRef: { name: "broker-object", namespace: "kafka" } },
        { name: "sample_stream_solar", resourceRef: { name: "solar", namespace: "default" } },
      ],
    });
    for (const type of ["StreamInstanceReady", "StreamConnectionReady"]) {
      expect(conditionOf(instance, type)).toMatchObject({ status: "True" });
    }
    const connection = await world.ready("AtlasStreamConnection", "kafka", "broker-object");
    expect(connection.status).toMatchObject({ instances: [{ name: "flow", namespace: "default" }] });
  });

  it("get a rotated password to Atlas by itself", async () => {
    world.atlas.clearRequests();
    await world.kube.delete(SECRETS, "kafka/broker-login");
    await world.secret("kafka", "broker-login", { username: "flow", password: "second-pass" });
    const sent = () => world.atlas.writes().map(({ operation }) => operation);
    await until("the password is sent", async () => sent().includes("updateGroupStreamConnection") || undefined);
    expect(sent()).toEqual(["updateGroupStreamConnection"]);
    expect(world.atlas.behindTheBack("listGroupStreamConnections", { params: params() })).toMatchObject({
      totalCount: 2,
    });
  });

  it("have a connection secret for each user of a federated database", async () => {
    await world.create("AtlasDataFederation", "default", "lake", { projectRef, name: "lake" });
    const federation = await world.ready("AtlasDataFederation", "default", "lake");
    const hostnames: unknown = federation.status?.hostnames;
    const [host] = Array.isArray(hostnames) ? hostnames : [];
    await world.secret("default", "reader-password", { password: "p@ss-word-1" });
    // Upstream ends in a panic over users that name their project by its id.
    await world.credentials("default", "own-key");
    await world.create("AtlasDatabaseUser", "default", "reader", {
      externalProjectRef: { id: params().groupId },
      connectionSecret: { name: "own-key" },
      scopes: [{ name: "lake", type: "DATA_LAKE" }],
      username: "reader",
      roles: [{ roleName: "readAnyDatabase", databaseName: "admin" }],
      passwordSecretRef: { name: "reader-password" },
    });
    await world.ready("AtlasDatabaseUser", "default", "reader");
    const name = connectionSecretName({ projectName: "shop", deploymentName: "lake", username: "reader" });
    const secret = await until("the secret is written", () => world.kube.get(SECRETS, `default/${name}`));
    expect(decoded(secret)).toMatchObject({
      username: "reader",
      connectionStringStandard: `mongodb://reader:p%40ss-word-1@${host}?ssl=true`,
      connectionStringStandardSrv: "",
    });
  });
});
