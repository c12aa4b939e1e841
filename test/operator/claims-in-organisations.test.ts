import { afterAll, beforeAll, expect, it } from "vitest";
import type { KindName } from "../../sdk/model/kinds";
import { describeWithEngine } from "../../tools/engines/require-engine";
import { World } from "./harness/world";
import { until } from "./runtime/harness/until";

describeWithEngine("kubernetes", "what several objects declare in an organisation", () => {
  let world: World;
  beforeAll(async () => {
    world = await World.start();
    world.operator();
  });
  afterAll(() => world?.stop());

  const refusal = async (kind: KindName, namespace: string, name: string): Promise<string> => {
    const { status } = await world.until(kind, namespace, name, "is refused", (one) =>
      Boolean(one.status?.conditions?.some(({ reason }) => reason === "DeclaredElsewhere")),
    );
    return status?.conditions?.find(({ reason }) => reason === "DeclaredElsewhere")?.message ?? "";
  };

  /** Whatever is declared from then on is younger, also by the cluster's clock, which counts seconds. */
  async function nextSecond(kind: KindName, namespace: string, name: string): Promise<void> {
    const { metadata } = (await world.get(kind, namespace, name)) ?? {};
    const since = Date.parse(metadata?.creationTimestamp ?? "");
    await until("the next second has begun", () => Date.now() >= since + 1_000);
  }

  it("is the younger one's as soon as the older one is in another organisation, by way of a project", async () => {
    for (const name of ["team-a", "team-b"]) await world.namespace(name);
    await world.secret("team-a", "key", { orgId: "32b6e34b3d91647abb20e7b8", publicApiKey: "a", privateApiKey: "b" });
    const usernames = ["alice@example.com"];
    await world.create("AtlasTeam", "team-a", "team", { name: "devs", usernames });
    await world.ready("AtlasTeam", "team-a", "team");
    await nextSecond("AtlasTeam", "team-a", "team");
    await world.create("AtlasTeam", "team-b", "team", { name: "others", usernames });
    await world.ready("AtlasTeam", "team-b", "team");
    await world.patch("AtlasTeam", "team-b", "team", { spec: { name: "devs" } });
    expect(await refusal("AtlasTeam", "team-b", "team")).toContain(
      'team "devs" is declared by AtlasTeam team-a/team too',
    );
    await world.create("AtlasProject", "team-a", "project", {
      name: "team-a",
      connectionSecretRef: { name: "key" },
      teams: [{ teamRef: { name: "team" }, roles: ["GROUP_OWNER"] }],
    });
    // As far as the cluster tells. That it is one organisation all the same, Atlas does.
    await world.until("AtlasTeam", "team-b", "team", "is let in", ({ status }) =>
      Boolean(status?.conditions?.every(({ reason }) => reason !== "DeclaredElsewhere")),
    );
  });

  it("is as the oldest has it where each has a Secret of its own, which may be of one organisation", async () => {
    for (const name of ["elder", "younger"]) {
      await world.namespace(name);
      await world.credentials(name, "key");
    }
    const writesToProjects = () => world.writes().filter((write) => write.includes("/groups"));
    const declare = (namespace: string, isSchemaAdvisorEnabled: boolean) =>
      world.create("AtlasProject", namespace, "project", {
        name: "shared",
        connectionSecretRef: { name: "key" },
        settings: { isSchemaAdvisorEnabled },
      });
    await declare("elder", false);
    await world.ready("AtlasProject", "elder", "project");
    await nextSecond("AtlasProject", "elder", "project");
    world.atlas.clearRequests();
    await declare("younger", true);
    expect(await refusal("AtlasProject", "younger", "project")).toContain(
      'project "shared" is declared by AtlasProject elder/project too, which was there before',
    );
    expect(writesToProjects()).toEqual([]);
    await world.delete("AtlasProject", "elder", "project");
    await world.gone("AtlasProject", "elder", "project");
    await world.ready("AtlasProject", "younger", "project");
    expect(writesToProjects().join()).not.toContain("DELETE");
  });
});
