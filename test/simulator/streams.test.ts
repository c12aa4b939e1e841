import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type Simulator, startSimulator } from "../../provider/simulator";
import { Caller, each } from "./caller";

let simulator: Simulator;
let caller: Caller;
let project: string;
beforeEach(async () => {
  simulator = await startSimulator();
  caller = await Caller.as(simulator);
  project = await caller.project(simulator.orgId);
});
afterEach(() => simulator.stop());

const dataProcessRegion = { cloudProvider: "AWS", region: "VIRGINIA_USA" };
const workspace = { name: "flow", dataProcessRegion };
const kafka = {
  name: "broker",
  type: "Kafka",
  authentication: { mechanism: "PLAIN", username: "flow", password: "canary" },
  bootstrapServers: "broker.example.com:9092",
  security: { protocol: "PLAINTEXT" },
};

describe("stream processing workspaces", () => {
  it("are there at once, with a host and the usual size", async () => {
    expect(await caller.post(`${project}/streams`, workspace)).toMatchObject({
      status: 200,
      body: {
        dataProcessRegion,
        failoverRegions: [],
        hostnames: [expect.stringMatching(/^atlas-stream-\w{24}-\w{6}\.virginia-usa\.a\.query/)],
        streamConfig: { tier: "SP30" },
      },
    });
    expect((await caller.post(`${project}/streams`, workspace)).body.errorCode).toBe(
      "STREAM_TENANT_NAME_ALREADY_EXISTS",
    );
  });

  it("change what a change names, and nothing else", async () => {
    await caller.post(`${project}/streams`, workspace);
    const { body } = await caller.patch(`${project}/streams/flow`, { streamConfig: { tier: "SP10" } });
    expect(body).toMatchObject({ dataProcessRegion, streamConfig: { tier: "SP10" } });
  });

  it("tell their connections where that is asked for", async () => {
    await caller.post(`${project}/streams`, workspace);
    await caller.post(`${project}/streams/flow/connections`, kafka);
    expect((await caller.get(`${project}/streams/flow`)).body.connections).toBeUndefined();
    const { body } = await caller.get(`${project}/streams/flow?includeConnections=true`);
    expect(each(body.connections, "name")).toEqual(["broker"]);
  });

  it("take their connections with them", async () => {
    await caller.post(`${project}/streams`, workspace);
    await caller.post(`${project}/streams/flow/connections`, kafka);
    expect((await caller.delete(`${project}/streams/flow`)).status).toBe(202);
    expect((await caller.get(`${project}/streams/flow/connections`)).body.errorCode).toBe(
      "STREAM_TENANT_NOT_FOUND_FOR_NAME",
    );
    await caller.post(`${project}/streams`, workspace);
    expect((await caller.get(`${project}/streams/flow/connections`)).body.totalCount).toBe(0);
  });

  it("may be managed by who owns stream processing in the project, and not by who reads there", async () => {
    const groupId = project.split("/")[2];
    const as = (role: string) => Caller.as(simulator, simulator.addServiceAccount({ roles: [role], groupId }));
    const owner = await as("GROUP_STREAM_PROCESSING_OWNER");
    expect((await owner.post(`${project}/streams`, workspace)).status).toBe(200);
    const reader = await as("GROUP_READ_ONLY");
    expect((await reader.delete(`${project}/streams/flow`)).body.errorCode).toBe("USER_UNAUTHORIZED");
  });
});

describe("their connections", () => {
  beforeEach(async () => {
    await caller.post(`${project}/streams`, workspace);
  });
  const path = "/streams/flow/connections";

  it("never show a password again", async () => {
    const made = await caller.post(`${project}${path}`, kafka);
    expect(made.body).toMatchObject({ state: "READY", authentication: { mechanism: "PLAIN", username: "flow" } });
    const shown = JSON.stringify([made.body, (await caller.get(`${project}${path}`)).body, simulator.requests]);
    expect(shown).not.toContain("canary");
  });

  it.each([
    { because: "of the name there is one", body: kafka, code: "STREAM_CONNECTION_NAME_ALREADY_EXISTS" },
    {
      because: "a broker wants a password",
      body: { ...kafka, name: "x", authentication: { mechanism: "PLAIN", username: "flow" } },
      code: "MISSING_ATTRIBUTE",
    },
    { because: "a cluster has a name", body: { name: "x", type: "Cluster" }, code: "MISSING_ATTRIBUTE" },
    { because: "no such type is known", body: { name: "x", type: "Fax" }, code: "INVALID_ENUM_VALUE" },
  ])("are refused with $code, because $because", async ({ body, code }) => {
    await caller.post(`${project}${path}`, kafka);
    expect((await caller.post(`${project}${path}`, body)).body.errorCode).toBe(code);
  });

  it("keep their type, and what a change does not name", async () => {
    await caller.post(`${project}${path}`, kafka);
    const type = await caller.patch(`${project}${path}/broker`, { type: "Sample" });
    expect(type.body.errorCode).toBe("STREAM_CONNECTION_TYPE_CANNOT_BE_MODIFIED");
    const servers = await caller.patch(`${project}${path}/broker`, { type: "Kafka", bootstrapServers: "b:9092" });
    expect(servers.body).toMatchObject({ bootstrapServers: "b:9092", security: { protocol: "PLAINTEXT" } });
  });
});
