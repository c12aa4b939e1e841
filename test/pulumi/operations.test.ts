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
