import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Fixture } from "./conformance/fixture";
import { streamInstance } from "./conformance/fixtures/stream-instance";
import { Subject } from "./conformance/subject";
import { startWorld, type World } from "./conformance/world";
import { contractFaults } from "./held-to-contract";

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.stop());

const { connectionRegistry: _registry, ...base } = streamInstance.base;
const bare: Fixture = { ...streamInstance, base };

interface KafkaOptions {
  username?: string;
  password?: string;
  certificate?: string;
  config?: Record<string, string>;
}

const kafka = (name: string, { username = "canary-user", password = "canary-pass", ...more }: KafkaOptions = {}) => ({
  id: `${name}-object`,
  spec: {
    name,
    type: "Kafka",
    kafkaConfig: {
      authentication: { mechanism: "SCRAM-512", credentials: { username, password } },
      bootstrapServers: "broker.example.com:9096",
      security: { protocol: "SSL", ...(more.certificate && { certificate: more.certificate }) },
      ...(more.config && { config: more.config }),
    },
  },
});
const sample = { id: "solar", spec: { name: "sample_stream_solar", type: "Sample" } };

async function made(connectionRegistry?: object[]) {
  const subject = await Subject.fresh(world, { ...bare, base: { ...base, connectionRegistry } });
  world.simulator.clearRequests();
  const { observed, notes } = await subject.up(subject.spec());
  const params = { groupId: subject.names.$project, tenantName: `flow-${subject.names.$unique}` };
  const connections = async () => world.client.list({ operation: "listGroupStreamConnections", params });
  return { subject, observed, notes, params, connections };
}

describe("every field", () => {
  it("reaches Atlas as the contract has it, and is read back", async () => {
    const cluster = { name: "main", role: { name: "auditor", type: "CUSTOM" } };
    const certificate = "-----BEGIN CERTIFICATE-----\ncanary\n-----END CERTIFICATE-----";
    const { subject, observed, params, connections } = await made([
      kafka("broker", { certificate, config: { "auto.offset.reset": "earliest" } }),
      { id: "shop", spec: { name: "shop", type: "Cluster", clusterConfig: cluster } },
      sample,
    ]);
    expect(contractFaults(world.simulator)).toEqual([]);
    expect(await world.client.send({ operation: "getGroupStreamWorkspace", params })).toMatchObject({
      dataProcessRegion: { cloudProvider: "AWS", region: "DUBLIN_IRL" },
      streamConfig: { tier: "SP10" },
    });
    expect(await connections()).toMatchObject([
      {
        name: "broker",
        type: "Kafka",
        authentication: { mechanism: "SCRAM-512", username: "canary-user" },
        bootstrapServers: "broker.example.com:9096",
        security: { protocol: "SSL", brokerPublicCertificate: certificate },
        config: { "auto.offset.reset": "earliest" },
      },
      { name: "shop", type: "Cluster", clusterName: "main", dbRoleToExecute: { role: "auditor", type: "CUSTOM" } },
      { name: "sample_stream_solar", type: "Sample" },
    ]);
    expect(subject.handler.toSpec(observed)).toEqual({
      name: params.tenantName,
      clusterConfig: { provider: "AWS", region: "DUBLIN_IRL", tier: "SP10" },
      connectionRegistry: [
        {
          id: "",
          spec: {
            name: "broker",
            type: "Kafka",
            kafkaConfig: {
              authentication: { mechanism: "SCRAM-512", credentials: {} },
              bootstrapServers: "broker.example.com:9096",
              security: { protocol: "SSL" },
              config: { "auto.offset.reset": "earliest" },
            },
          },
        },
        { id: "", spec: { name: "shop", type: "Cluster", clusterConfig: cluster } },
        { ...sample, id: "" },
      ],
    });
  });

  it("of the status is filled, connections by the objects that declare them", async () => {
    const { subject, observed, params } = await made([kafka("broker")]);
    world.simulator.behindTheBack("createGroupStreamConnection", { params, body: { name: "theirs", type: "Sample" } });
    const { observed: later } = await subject.up(subject.spec());
    for (const seen of [observed, later]) {
      expect(subject.handler.status(seen)).toEqual({
        id: expect.stringMatching(/^[0-9a-f]{24}$/),
        hostnames: [expect.stringContaining("mongodb.test")],
        connections: [{ name: "broker", resourceRef: { name: "broker-object" } }],
      });
    }
  });
});

describe("secrets", () => {
  it("are in nothing that an engine keeps", async () => {
    const { subject } = await made([kafka("broker", { certificate: "canary-certificate" })]);
    const kept = JSON.stringify(subject.saved);
    for (const secret of ["canary-pass", "canary-user", "canary-certificate"]) expect(kept).not.toContain(secret);
  });

  it("make no difference to what was applied last, which holds seals of them", async () => {
    const { subject } = await made([kafka("broker", { certificate: "canary-certificate" })]);
    const { id = {}, owned } = subject.saved;
    const desired = owned?.spec ?? {};
    const observed = await subject.handler.observe(world.client, id, { desired, owned });
    expect(observed).toEqual(subject.saved.observed);
    expect(subject.handler.plan({ desired, observed, owned }, id, new Date(0)).changes).toEqual([]);
  });

  it("that are rotated are sent once, each with its own connection", async () => {
    const { subject } = await made([kafka("a"), kafka("b"), sample]);
    const rotated = subject.spec({
      connectionRegistry: [kafka("a", { password: "canary-2" }), kafka("b", { password: "canary-3" }), sample],
    });
    const update = "updateGroupStreamConnection";
    expect(await subject.writesOf(() => subject.up(rotated))).toEqual([update, update]);
    expect(await subject.writesOf(() => subject.up(rotated))).toEqual([]);
  });

  it("that did not arrive are sent again, and those that did are not", async () => {
    const { subject } = await made([kafka("a"), kafka("b")]);
    const rotated = (b: KafkaOptions) =>
      subject.spec({ connectionRegistry: [kafka("a", { password: "canary-2" }), kafka("b", b)] });
    const nameless = rotated({ username: "", password: "canary-3" });
    await expect(subject.up(nameless)).rejects.toMatchObject({
      failures: [{ condition: "StreamConnectionReady", reason: "StreamConnectionNotUpdated" }],
    });
    world.simulator.clearRequests();
    await subject.up(rotated({ password: "canary-3" }));
    expect(world.simulator.writes().map(({ path }) => path.split("/").at(-1))).toEqual(["b"]);
  });

  it("that only Atlas has survive a change of something else", async () => {
    const { subject, connections } = await made([kafka("broker", { certificate: "canary-certificate" })]);
    const imported = new Subject(world, subject.fixture, subject.names);
    const { connectionRegistry = [] } = subject.handler.toSpec(subject.saved.observed ?? {});
    const [{ spec }] = connectionRegistry as [ReturnType<typeof kafka>];
    await imported.up(imported.spec({ connectionRegistry }), "import");
    const moved = { ...spec, kafkaConfig: { ...spec.kafkaConfig, bootstrapServers: "other.example.com:9096" } };
    const { applied } = await imported.up(imported.spec({ connectionRegistry: [{ id: "", spec: moved }] }));
    expect(applied.map(({ call }) => call.operation)).toEqual(["updateGroupStreamConnection"]);
    expect(await connections()).toMatchObject([
      {
        bootstrapServers: "other.example.com:9096",
        authentication: { mechanism: "SCRAM-512", username: "canary-user" },
        security: { protocol: "SSL", brokerPublicCertificate: "canary-certificate" },
      },
    ]);
  });

  it.each([
    {
      change: { security: { protocol: "PLAINTEXT" } },
      asks: "Declare spec.connectionRegistry[0].spec.kafkaConfig.security.certificate with the change.",
      because: "the certificate would be lost",
    },
    {
      change: { authentication: { mechanism: "PLAIN", credentials: { username: "canary-user" } } },
      asks: "Declare spec.connectionRegistry[0].spec.kafkaConfig.authentication.credentials with the change.",
      because: "the password would be lost",
    },
  ])("that only Atlas has are asked for where $because", async ({ change, asks }) => {
    const { subject } = await made([kafka("broker", { certificate: "canary-certificate" })]);
    const { id, spec } = kafka("broker", { certificate: "canary-certificate" });
    const changed = { ...spec, kafkaConfig: { ...spec.kafkaConfig, ...change } };
    const trying = subject.writesOf(() =>
      expect(subject.up(subject.spec({ connectionRegistry: [{ id, spec: changed }] }))).rejects.toMatchObject({
        failures: [{ reason: "StreamConnectionNotUpdated", error: { hint: asks } }],
      }),
    );
    expect(await trying).toEqual([]);
  });

  it("are never in a description, a difference or a note", async () => {
    const { subject } = await made([kafka("broker", { certificate: "canary-certificate" })]);
    const other = { username: "canary-2", password: "canary-3", certificate: "canary-4" };
    const { plan } = await subject.preview(subject.spec({ connectionRegistry: [kafka("broker", other)] }));
    expect(plan.changes.flatMap(({ differences = [] }) => differences)).toEqual([
      {
        path: "spec.connectionRegistry[0].spec.kafkaConfig.authentication.credentials",
        from: "(secret)",
        to: "(secret)",
      },
      { path: "spec.connectionRegistry[0].spec.kafkaConfig.security.certificate", from: "(secret)", to: "(secret)" },
    ]);
    expect(JSON.stringify(plan)).not.toContain("canary-");
  });
});

describe("connections", () => {
  it("from elsewhere stay and are told of, whatever becomes of the instance's own", async () => {
    const { subject, params, connections } = await made([kafka("broker")]);
    const foreign = { name: "theirs", type: "Sample" };
    world.simulator.behindTheBack("createGroupStreamConnection", { params, body: foreign });
    const { applied, notes } = await subject.up(subject.spec());
    expect(applied).toEqual([]);
    expect(notes.join()).toContain("theirs");
    await subject.up(subject.spec({ connectionRegistry: [] }));
    expect(await connections()).toMatchObject([foreign]);
  });

  it("from elsewhere are not taken away to make one of another type", async () => {
    const { subject, params } = await made();
    world.simulator.behindTheBack("createGroupStreamConnection", { params, body: { name: "broker", type: "Sample" } });
    const declared = subject.spec({ connectionRegistry: [kafka("broker")] });
    const trying = subject.writesOf(() =>
      expect(subject.up(declared)).rejects.toMatchObject({ code: "ImpossibleChange" }),
    );
    expect(await trying).toEqual([]);
  });

  it("are neither where the instance was made by hand with them, and is taken over", async () => {
    const { subject, params, connections } = await made();
    world.simulator.behindTheBack("createGroupStreamConnection", { params, body: { name: "broker", type: "Sample" } });
    const fresh = new Subject(world, subject.fixture, subject.names);
    const declared = fresh.spec({ connectionRegistry: [kafka("broker")] });
    const { plan } = await fresh.preview(declared, "adopt");
    expect(plan).toMatchObject({ changes: [], impossible: [{ from: "Sample", to: "Kafka" }] });
    const trying = fresh.writesOf(() =>
      expect(fresh.up(declared, "adopt")).rejects.toMatchObject({ code: "ImpossibleChange" }),
    );
    expect(await trying).toEqual([]);
    expect(await connections()).toMatchObject([{ name: "broker", type: "Sample" }]);
    await fresh.up(fresh.spec({ connectionRegistry: [sample] }), "adopt");
  });

  it("are not read where none is declared", async () => {
    const { subject } = await made();
    world.simulator.clearRequests();
    await subject.up(subject.spec());
    const asked = world.simulator.requests.flatMap(({ operation, principal }) => (principal ? [operation] : []));
    expect(asked).toEqual(["getGroupStreamWorkspace"]);
  });

  it("of one name are refused before anything is sent", async () => {
    const subject = await Subject.fresh(world, { ...bare, base: { ...base, connectionRegistry: [sample, sample] } });
    world.simulator.clearRequests();
    await expect(subject.up(subject.spec())).rejects.toThrow(
      'spec.connectionRegistry[1]: "sample_stream_solar" is the name of item 0 already; each must be unique',
    );
    expect(world.simulator.requests).toEqual([]);
  });

  it.each([
    { state: "PENDING", found: { underWay: [{ condition: "StreamConnectionReady" }] }, because: "Atlas is at it" },
    { state: "FAILED", found: { broken: [{ condition: "StreamConnectionReady" }] }, because: "Atlas gave it up" },
  ])("in state $state are told as such, as $because", ({ state, found }) => {
    const subject = new Subject(world, bare, { $org: "", $project: "p", $teamA: "", $teamB: "", $unique: "u" });
    const observed = {
      ...{
        instanceId: "i",
        name: "flow",
        cluster: { provider: "AWS", region: "DUBLIN_IRL", tier: "SP10" },
        hostnames: [],
      },
      connections: [{ name: "sample_stream_solar", type: "Sample", state }],
    };
    const desired = { ...subject.spec(), connectionRegistry: [sample] };
    const plan = subject.handler.plan({ desired, observed }, { projectId: "p", name: "flow" }, new Date(0));
    expect(plan).toMatchObject({ changes: [], ...found });
  });
});
