import { afterAll, afterEach, beforeAll, expect, it } from "vitest";
import { decoded, encoded, SECRETS, type Secret } from "../../provider/operator/cluster/secret";
import { connectionSecretName } from "../../sdk/model/connection-secret-name";
import { describeWithEngine } from "../../tools/engines/require-engine";
import { AlteredAtlas } from "./harness/altered-atlas";
import { conditionOf, World } from "./harness/world";
import { until } from "./runtime/harness/until";

const flex = (name: string) => ({ name, providerSettings: { backingProviderName: "AWS", regionName: "EU_WEST_1" } });

describeWithEngine("kubernetes", "connection secrets, when something is in the way,", () => {
  let world: World;
  let atlas: AlteredAtlas;
  const unaltered: AlteredAtlas["alter"] = (_path, answer) => answer;
  beforeAll(async () => {
    world = await World.start();
    atlas = await AlteredAtlas.start(world.atlas.url);
    await world.create("AtlasProject", "default", "shop", { name: "shop" });
    for (const name of ["billing", "orders"]) {
      await world.create("AtlasDeployment", "default", name, { projectRef: { name: "shop" }, flexSpec: flex(name) });
    }
    const operator = world.operator();
    for (const name of ["billing", "orders"]) await world.ready("AtlasDeployment", "default", name);
    await operator.stop();
  });
  afterEach(async () => {
    await world?.stopOperators();
    world?.atlas.faults.clear();
    if (atlas) atlas.alter = unaltered;
  });
  afterAll(async () => {
    await world?.stop();
    await atlas?.stop();
  });

  const to = (name: string, type = "CLUSTER") => ({ name, type });
  const user = async (namespace: string, name: string, more: object = {}) => {
    await world.secret(namespace, `${name}-password`, { password: `password of ${name}` });
    return world.create("AtlasDatabaseUser", namespace, name, {
      projectRef: { name: "shop", namespace: "default" },
      username: name,
      roles: [{ roleName: "readWrite", databaseName: "shop" }],
      passwordSecretRef: { name: `${name}-password` },
      ...more,
    });
  };
  const secretOf = (namespace: string, deploymentName: string, username: string): Promise<Secret | undefined> =>
    world.kube.get(SECRETS, `${namespace}/${connectionSecretName({ projectName: "shop", deploymentName, username })}`);
  const passwordIn = async (namespace: string, deploymentName: string, username: string) => {
    const secret = await secretOf(namespace, deploymentName, username);
    return secret && decoded(secret).password;
  };
  /** Waits until a user's object tells of something in its condition. */
  const tells = (namespace: string, name: string, what: string) =>
    world.until("AtlasDatabaseUser", namespace, name, `tells of ${JSON.stringify(what)}`, (one) =>
      Boolean(conditionOf(one, "DatabaseUserReady")?.message?.includes(what)),
    );
  /** So long that no list of deployments is good any more. */
  const listsOutlived = () => {
    const since = world.atlas.clock.now();
    return until("the lists are outdated", () => world.atlas.clock.now() > since + 120_000);
  };

  it("keep the old password until all servers know the new one, also where the pass that sent it failed then", async () => {
    await world.namespace("rotated");
    let pending = false;
    atlas.alter = (path, answer) =>
      path.endsWith("/status") && pending ? { ...answer, changeStatus: "PENDING" } : answer;
    world.operator({ atlasDomain: atlas.url });
    await user("rotated", "app", { scopes: [to("orders")] });
    await world.ready("AtlasDatabaseUser", "rotated", "app");
    await listsOutlived();
    pending = true;
    world.atlas.faults.inject({ kind: "500", times: Infinity, match: { operation: "listGroupClusters" } });
    await world.kube.mergePatch(SECRETS, "rotated/app-password", { data: encoded({ password: "second-password" }) });
    await tells("rotated", "app", "500");
    world.atlas.faults.clear();
    await tells("rotated", "app", "0 out of 1 deployments have applied");
    expect(await passwordIn("rotated", "orders", "app")).toBe("password of app");
    pending = false;
    await until(
      "the new password is in it",
      async () => (await passwordIn("rotated", "orders", "app")) === "second-password",
    );
  });
});
