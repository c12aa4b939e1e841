import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Bench, startBench } from "./operations/bench";

let bench: Bench;
let projectRef: string;
beforeAll(async () => {
  bench = await startBench();
  const home = bench.resource("AtlasProject", "home");
  await home.up({ name: "home" });
  projectRef = home.saved?.id ?? "";
});
afterAll(() => bench?.close());

const roles = [{ roleName: "read", databaseName: "shop" }];
const deployment = (region: object) => ({
  projectRef,
  deploymentSpec: { name: "free", replicationSpecs: [{ regionConfigs: [region] }] },
});
const free = (regionName = "EU_WEST_1") =>
  deployment({
    providerName: "TENANT",
    backingProviderName: "AWS",
    regionName,
    electableSpecs: { instanceSize: "M0" },
  });
const dedicated = () =>
  deployment({
    providerName: "AWS",
    regionName: "EU_WEST_1",
    priority: 7,
    electableSpecs: { instanceSize: "M10", nodeCount: 3 },
  });

describe("a change that Atlas lets nobody make", () => {
  it.each([
    { because: "a free deployment becomes no dedicated one", to: dedicated, says: "providerName" },
    { because: "a free deployment stays where it is", to: () => free("US_EAST_1"), says: "regionConfigs" },
  ])("fails the preview: $because", async ({ to, says }) => {
    const subject = bench.resource("AtlasDeployment", "free");
    await subject.up(free());
    await expect(subject.preview(to())).rejects.toThrow(/AtlasDeployment "free" cannot be changed to what is declared/);
    await expect(subject.preview(to())).rejects.toThrow(says);
    expect(await subject.preview(free())).toBe("same");
    await subject.destroy();
  });

  it("is not taken for agreement by a refresh", async () => {
    const { simulator } = bench;
    const spec = {
      projectRef,
      username: "arn:aws:iam::1:user/app",
      databaseName: "$external",
      roles,
      awsIamType: "USER",
    };
    const subject = bench.resource("AtlasDatabaseUser", "iam");
    await subject.up(spec);
    const params = { groupId: projectRef, databaseName: "$external", username: spec.username };
    simulator.behindTheBack("deleteGroupDatabaseUser", { params });
    simulator.behindTheBack("createGroupDatabaseUser", {
      params: { groupId: projectRef },
      body: { ...params, roles, awsIAMType: "ROLE" },
    });
    await subject.refresh();
    expect(subject.saved?.outputs.awsIamType).toBe("ROLE");
    await expect(subject.preview(spec)).rejects.toThrow("awsIamType");
    await subject.destroy();
  });
});

describe("a preview of what nobody can make", () => {
  const id = "0123456789abcdef01234567";
  it.each([
    {
      because: "the organisation has no federation",
      kind: "AtlasFederatedAuth",
      spec: () => ({ enabled: true }),
      says: "the organisation has no federation with an active identity provider: set one up in Atlas's console",
    },
    {
      because: "the network is named by an id that there is not",
      kind: "AtlasNetworkContainer",
      spec: () => ({ projectRef, containerId: id, provider: "AWS", region: "EU_WEST_1" }),
      says: `there is no network container ${id} in project`,
    },
    {
      because: "the project is named by an id that there is not",
      kind: "AtlasDatabaseUser",
      spec: () => ({ projectRef: id, username: "app", roles }),
      says: `No group with ID ${id} exists`,
    },
  ])("fails: $because", async ({ kind, spec, says }) => {
    const reasons = await bench.resource(kind, "nobody").preview(spec());
    expect(reasons).toEqual([expect.stringContaining(says)]);
  });
});

describe("an object that was deleted behind our back", () => {
  it("is not made again under the id that state holds", async () => {
    const { simulator } = bench;
    const subject = bench.resource("AtlasProject", "gone");
    await subject.up({ name: "gone" });
    simulator.behindTheBack("deleteGroup", { params: { groupId: subject.saved?.id ?? "" } });
    simulator.clearRequests();
    const tagged = { name: "gone", tags: [{ key: "cost", value: "shop" }] };
    await expect(subject.up(tagged)).rejects.toThrow(
      /AtlasProject "gone" .* is not in Atlas any more[\s\S]*pulumi refresh/,
    );
    expect(simulator.writes()).toEqual([]);
    expect(await subject.refresh()).toBe(false);
    expect(await subject.up(tagged)).toBe("create");
    expect(subject.saved?.id).toBe(simulator.state.group("gone")?.id);
    await subject.destroy();
  });

  it("leaves the state at a refresh also where it was only read", async () => {
    const { simulator } = bench;
    const subject = bench.resource("AtlasProject", "read");
    const body = { name: "theirs", orgId: simulator.orgId };
    simulator.behindTheBack("createGroup", { body });
    const groupId = simulator.state.group("theirs")?.id ?? "";
    await subject.get(groupId);
    expect(await subject.refresh()).toBe(true);
    simulator.behindTheBack("deleteGroup", { params: { groupId } });
    expect(await subject.refresh()).toBe(false);
    await expect(subject.get(groupId)).rejects.toThrow(`There is no AtlasProject ${groupId}`);
  });
});

describe("an object of the same name that somebody else made", () => {
  const declared = {
    AtlasProject: () => ({ name: "same" }),
    AtlasTeam: () => ({ name: "same", usernames: ["alice@example.com"] }),
    AtlasDatabaseUser: () => ({ projectRef, username: "same", passwordSecretRef: "pass-word-1", roles }),
  };

  const removals = {
    AtlasProject: (groupId: string) => bench.simulator.behindTheBack("deleteGroup", { params: { groupId } }),
    AtlasTeam: (teamId: string) =>
      bench.simulator.behindTheBack("deleteOrgTeam", { params: { orgId: bench.simulator.orgId, teamId } }),
    AtlasDatabaseUser: () =>
      bench.simulator.behindTheBack("deleteGroupDatabaseUser", {
        params: { groupId: projectRef, databaseName: "admin", username: "same" },
      }),
  };

  it.each([
    { kind: "AtlasProject", seenBy: "an up" },
    { kind: "AtlasTeam", seenBy: "a refresh" },
    { kind: "AtlasDatabaseUser", seenBy: "an up" },
  ] as const)("is a conflict once the state of our $kind was seen by $seenBy", async ({ kind, seenBy }) => {
    const spec = declared[kind]();
    const subject = bench.resource(kind, "same");
    await subject.up(spec);
    if (seenBy === "an up") expect(await subject.up(spec)).toBe("same");
    else expect(await subject.refresh()).toBe(true);
    // The stack is destroyed on another machine, with another journal, and another stack makes its own.
    removals[kind](subject.saved?.id ?? "");
    const theirs = bench.resource(kind, "theirs");
    await theirs.up(spec);
    subject.saved = undefined;
    await expect(subject.up(spec)).rejects.toThrow("exists already, exactly as declared");
    await theirs.destroy();
  });
});

describe("a replacement that was asked for with --replace", () => {
  it.each([
    { deleteBeforeReplace: true, says: "create", because: "what exists goes first" },
    {
      deleteBeforeReplace: undefined,
      says: [expect.stringContaining("exists already")],
      because: "both would bear one name",
    },
  ])("is foreseen as $says with deleteBeforeReplace $deleteBeforeReplace: $because", async ({ says, ...options }) => {
    const spec = { projectRef, username: "replaced", passwordSecretRef: "pass-word-1", roles };
    const subject = bench.resource("AtlasDatabaseUser", "replaced");
    await subject.up(spec);
    // The engine then checks the inputs as those of a new resource.
    const anew = bench.resource("AtlasDatabaseUser", "anew", { __deleteBeforeReplace: options.deleteBeforeReplace });
    bench.simulator.clearRequests();
    expect(await anew.preview(spec)).toEqual(says);
    expect(bench.simulator.writes()).toEqual([]);
    await subject.destroy();
  });
});
