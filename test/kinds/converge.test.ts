import { inspect } from "node:util";
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from "vitest";
import { type AtlasApi, AtlasApiError } from "../../provider/atlas";
import type { Change } from "../../provider/kinds/contract";
import { converge } from "../../provider/kinds/converge";
import { ConvergeError, StillPendingError, UnsettledPlanError } from "../../provider/kinds/errors";
import { MemoryJournal } from "../../provider/kinds/journal";
import { removeAll } from "../../provider/kinds/remove";
import { databaseUser } from "./conformance/fixtures/database-user";
import { dedicated, flex } from "./conformance/fixtures/deployment";
import { project } from "./conformance/fixtures/project";
import { Subject } from "./conformance/subject";
import { startWorld, type World } from "./conformance/world";

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.stop());

/** What a promise was rejected with. */
async function rejection(promise: Promise<unknown>): Promise<unknown> {
  return promise.then(
    () => expect.fail("it was expected to fail"),
    (error: unknown) => error,
  );
}

describe("a part that fails", () => {
  it("ends its own condition only, is told with what was reached, and is taken up by the next pass", async () => {
    const subject = await Subject.fresh(world, project);
    const refused = { projectIpAccessList: [{ ipAddress: "192.0.2.1" }, { awsSecurityGroup: "sg-0123456789" }] };
    const error = await rejection(subject.up(subject.spec(refused)));
    expect(error).toBeInstanceOf(ConvergeError);
    if (!(error instanceof ConvergeError)) return;
    expect(error.failures.map(({ condition, reason }) => [condition, reason])).toEqual([
      ["IPAccessListReady", "ProjectIPAccessListNotCreatedInAtlas"],
    ]);
    expect(error.reached.applied.map(({ call }: Change) => call.operation)).toEqual(
      project.creates.filter((operation) => operation !== "createGroupAccessListEntry"),
    );
    expect(error.message).toContain("CANNOT_USE_AWS_SECURITY_GROUP_WITHOUT_VPC_PEERING_CONNECTION");
    expect(await subject.writesOf(() => subject.up(subject.spec()))).toEqual(["createGroupAccessListEntry"]);
  });

  it("leaves entries owned that may be there, so that they can still be deleted", async () => {
    const subject = await Subject.fresh(world, project);
    await subject.up(subject.spec());
    const fewer = { projectIpAccessList: [{ awsSecurityGroup: "sg-0123456789" }] };
    await rejection(subject.up(subject.spec(fewer)));
    expect(await subject.writesOf(() => subject.up(subject.spec({ projectIpAccessList: [] })))).toHaveLength(3);
  });
});

describe("an object that cannot be made", () => {
  it("is not taken for this resource's when somebody else makes it later", async () => {
    const subject = await Subject.fresh(world, databaseUser);
    const error = await rejection(
      subject.up(subject.spec({ roles: [{ roleName: "none-such", databaseName: "admin" }] })),
    );
    expect(error).toMatchObject({
      code: "ConvergeFailed",
      reached: { observed: undefined, owned: undefined, applied: [] },
    });
    const other = new Subject(world, databaseUser, subject.names);
    await other.up(other.spec());
    expect(await rejection(subject.up(subject.spec()))).toMatchObject({ code: "AlreadyExists" });
  });

  it("is not taken for begun where somebody makes another sort of it just before it is asked for again", async () => {
    const subject = await Subject.fresh(world, databaseUser);
    const { $project: groupId, $unique } = subject.names;
    const external = { databaseName: "$external", username: `CN=${$unique}`, passwordSecretRef: undefined };
    const desired = subject.spec({ ...external, x509Type: "MANAGED" });
    const match = { operation: "createGroupDatabaseUser" };
    world.simulator.faults.inject({ kind: "reset-before", times: Number.POSITIVE_INFINITY, match });
    await rejection(subject.up(desired, "adopt"));
    world.simulator.faults.clear();
    const intent = () => subject.journal.find(`test/${$unique}`);
    expect(await intent()).toMatchObject(match);
    const { api } = subject;
    const body = { groupId, ...external, x509Type: "CUSTOMER", roles: [{ roleName: "read", databaseName: "shop" }] };
    subject.api = {
      list: api.list.bind(api),
      orgId: api.orgId.bind(api),
      send: (call, options) => {
        if (call.operation === match.operation)
          world.simulator.behindTheBack("createGroupDatabaseUser", { params: { groupId }, body });
        return api.send(call, options);
      },
    };
    expect(String(await rejection(subject.up(desired, "adopt")))).toContain("x509Type");
    expect(await intent()).toBeUndefined();
  });

  it("is refused before anything is asked of Atlas when the declaration asks for what cannot be", async () => {
    const subject = await Subject.fresh(world, dedicated);
    world.simulator.clearRequests();
    const { flexSpec } = flex.base;
    const error = await rejection(subject.up(subject.spec({ flexSpec })));
    expect(error).toMatchObject({ code: "ValidationFailed", faults: [{ path: "spec" }] });
    expect(world.simulator.requests).toEqual([]);
  });
});

it("lets one of two that make the same object at once have it, and tells the other of a conflict", async () => {
  const one = await Subject.fresh(world, databaseUser);
  const other = new Subject(world, databaseUser, one.names);
  const outcomes = await Promise.allSettled([one.up(one.spec()), other.up(other.spec())]);
  expect(outcomes.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
  const lost = outcomes.find((outcome) => outcome.status === "rejected");
  expect(lost?.reason).toMatchObject({ code: "AlreadyExists" });
});

describe("waiting", () => {
  it("answers with what Atlas is busy with when there is no leave to wait", async () => {
    const subject = await Subject.fresh(world, dedicated);
    const { pending, observed } = await converge({ ...subject.options(subject.spec()), wait: undefined });
    expect(pending).toMatchObject({ condition: "DeploymentReady", reason: "DeploymentCreating" });
    expect(subject.handler.status(observed)).toMatchObject({ stateName: "CREATING" });
  });

  it("ends when its time is over, keeps the object, and goes on in the next pass", async () => {
    const still = await startWorld({ still: true });
    onTestFinished(() => still.stop());
    const subject = await Subject.fresh(still, dedicated);
    const options = subject.options(subject.spec());
    const wait = { until: still.clock.now(), sleep: async () => undefined };
    const error = await rejection(converge({ ...options, wait }));
    expect(error).toMatchObject({ code: "ConvergeFailed", failures: [{ reason: "DeploymentCreating" }] });
    if (!(error instanceof ConvergeError)) return;
    expect(error.failures[0].error).toBeInstanceOf(StillPendingError);
    expect(error.message.split("AtlasDeployment")).toHaveLength(2);
    const reached = error.reached as ConvergeError<object, Record<string, unknown>, Record<string, unknown>>["reached"];
    expect(reached.observed).toBeDefined();
    subject.saved = { id: reached.id, observed: reached.observed, owned: { spec: subject.spec() } };
    const goOn = () =>
      subject.up(subject.spec(), "conflict", (type) => {
        if (type === "waiting") still.simulator.clock.advance(3_600_000);
      });
    expect(await subject.writesOf(goOn)).toEqual(["updateGroupClusterProcessArgs"]);
  });

  it("goes on although Atlas cannot be watched for a while", async () => {
    const subject = await Subject.fresh(world, flex);
    const notes: string[] = [];
    const result = await converge({
      ...subject.options(subject.spec()),
      onEvent: (event) => {
        if (event.type === "done") {
          world.simulator.faults.inject({ kind: "500", times: 8, match: { operation: "getGroupFlexCluster" } });
        }
        if (event.type === "note") notes.push(event.text);
      },
    });
    world.simulator.faults.clear();
    expect(notes).toEqual([expect.stringContaining("cannot be watched at the moment")]);
    expect(subject.handler.status(result.observed)).toMatchObject({ stateName: "IDLE" });
  });

  it("ends at once when it is aborted, and tells what was reached", async () => {
    const subject = await Subject.fresh(world, dedicated);
    const controller = new AbortController();
    const error = await rejection(
      converge({
        ...subject.options(subject.spec()),
        signal: controller.signal,
        onEvent: ({ type }) => type === "waiting" && controller.abort(new Error("the user pressed a key")),
      }),
    );
    expect(error).toBeInstanceOf(ConvergeError);
    expect(String(error)).toContain("the user pressed a key");
    expect(error).toMatchObject({ reached: { applied: [{ call: { operation: "createGroupCluster" } }] } });
  });
});

describe("secrets", () => {
  it("are in no event, no error and nothing that is kept", async () => {
    const secret = "do-not-tell-anybody";
    const subject = await Subject.fresh(world, databaseUser);
    const seen: unknown[] = [];
    const spec = subject.spec({ passwordSecretRef: secret });
    const result = await converge({ ...subject.options(spec), onEvent: (event) => seen.push(event) });
    subject.saved = result;
    world.simulator.faults.inject({ kind: "500", times: 20, match: { operation: "updateGroupDatabaseUser" } });
    const again = subject.spec({ passwordSecretRef: `${secret}-2` });
    const error = await rejection(converge({ ...subject.options(again), onEvent: (event) => seen.push(event) }));
    world.simulator.faults.clear();
    const intent = await subject.journal.find(`test/${subject.names.$unique}`);
    const all = inspect([seen, result, error, intent], { depth: 20, showHidden: true });
    expect(all).toContain("update database user");
    expect(all).not.toContain(secret);
  });

  it("are sent again after a change of them failed, and not after it went through", async () => {
    const subject = await Subject.fresh(world, databaseUser);
    await subject.up(subject.spec());
    const spec = subject.spec({ passwordSecretRef: "another-secret-of-app" });
    world.simulator.faults.inject({ kind: "500", times: 20, match: { operation: "updateGroupDatabaseUser" } });
    await rejection(subject.up(spec));
    world.simulator.faults.clear();
    expect(await subject.writesOf(() => subject.up(spec))).toEqual(["updateGroupDatabaseUser"]);
    expect(await subject.writesOf(() => subject.up(spec))).toEqual([]);
  });

  it("are no difference at an import, and are sent when they change after it", async () => {
    const maker = await Subject.fresh(world, databaseUser);
    await maker.up(maker.spec());
    const subject = new Subject(world, databaseUser, maker.names);
    const spec = subject.spec({ passwordSecretRef: "who-knows-what-it-was" });
    expect(await subject.writesOf(() => subject.up(spec, "import"))).toEqual([]);
    expect(await subject.writesOf(() => subject.up(subject.spec()))).toEqual(["updateGroupDatabaseUser"]);
  });
});

describe("what nobody can change", () => {
  it("is refused with both values, and nothing is written", async () => {
    const subject = await Subject.fresh(world, flex);
    await subject.up(subject.spec());
    const moved = subject.spec({
      flexSpec: { name: "main-$unique", providerSettings: { backingProviderName: "AWS", regionName: "EU_WEST_1" } },
    });
    const writes = await subject.writesOf(async () => {
      const error = await rejection(subject.up(moved));
      expect(error).toMatchObject({ code: "ImpossibleChange" });
      expect(String(error)).toContain('spec.flexSpec.providerSettings.regionName: "US_EAST_1", declared "EU_WEST_1"');
    });
    expect(writes).toEqual([]);
  });
});

it("tells of a service that takes a change and keeps the old value, instead of sending it for ever", async () => {
  const subject = await Subject.fresh(world, databaseUser);
  await subject.up(subject.spec());
  const { handler } = subject;
  const forgetful = {
    ...handler,
    apply: async (_api: unknown, _change: unknown, { id, observed }: Parameters<typeof handler.apply>[2]) => ({
      id,
      observed,
    }),
  };
  const options = { ...subject.options(subject.spec({ description: "something else" })), handler: forgetful };
  const error = await rejection(converge(options));
  expect(error).toMatchObject({ failures: [{ error: expect.any(UnsettledPlanError) }] });
  expect(String(error)).toContain('spec.description: "the shop\'s back end", declared "something else"');
});

it("needs no more than a Project Owner's key inside an existing project", async () => {
  const maker = await Subject.fresh(world, project);
  await maker.up(maker.spec({ teams: undefined }));
  const { group } = maker.saved.observed as { group: { projectId: string } };
  const key = world.simulator.addApiKey({ roles: ["GROUP_OWNER"], groupId: group.projectId });
  const owner = world.clientOf(key);
  const subject = new Subject(world, project, maker.names, owner);
  await subject.up(subject.spec({ teams: undefined }), "import");
  for (const { set } of project.mutations.filter(({ group: name }) => !name.startsWith("teams"))) {
    await subject.up(subject.spec({ teams: undefined, ...set }));
  }
  const user = new Subject(world, databaseUser, { ...maker.names, $project: group.projectId }, owner);
  await user.up(user.spec());
  await user.down();
  const cluster = new Subject(world, flex, { ...maker.names, $project: group.projectId }, owner);
  await cluster.up(cluster.spec());
  await cluster.down();
});

it("says at a removal that is refused why, and what was reached", async () => {
  const subject = await Subject.fresh(world, flex);
  await subject.up(subject.spec());
  const protectedSpec = {
    name: "main-$unique",
    providerSettings: { backingProviderName: "AWS", regionName: "US_EAST_1" },
    terminationProtectionEnabled: true,
  };
  await subject.up(subject.spec({ flexSpec: protectedSpec }));
  const error = await rejection(subject.down());
  expect(error).toMatchObject({ code: "ConvergeFailed", reached: { observed: { type: "flex" } } });
  if (error instanceof ConvergeError) expect(error.cause).toBeInstanceOf(AtlasApiError);
  const gone = { ...subject.options(subject.spec()), journal: new MemoryJournal(), id: subject.saved.id ?? {} };
  await subject.up(subject.spec());
  await removeAll(gone);
});

it("sends a deletion again that Atlas took and let drop", async () => {
  const subject = await Subject.fresh(world, flex);
  await subject.up(subject.spec());
  let dropped = 0;
  const { client } = world;
  const forgetful: AtlasApi = {
    send: async (call, options) => {
      if (call.operation !== "deleteGroupFlexCluster" || dropped > 0) return client.send(call, options);
      dropped += 1;
      return undefined as Awaited<ReturnType<typeof client.send<typeof call.operation>>>;
    },
    list: (call, options) => client.list(call, options),
    orgId: (options) => client.orgId(options),
  };
  subject.api = forgetful;
  expect(await subject.writesOf(() => subject.down())).toEqual(["deleteGroupFlexCluster"]);
  expect(dropped).toBe(1);
  expect((await subject.preview(subject.spec())).observed).toBeUndefined();
});
