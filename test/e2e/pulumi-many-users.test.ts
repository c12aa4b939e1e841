import { expect, it } from "vitest";
import { describeWithEngine } from "../../tools/engines/require-engine";
import { atlasStack, type Declared } from "./pulumi/atlas-stack";

const USERS = 300;

describeWithEngine("pulumi", "hundreds of users under Atlas's rate limit", () => {
  it(`makes ${USERS} users at 100 requests a minute, with hardly more requests than users`, {
    timeout: 240_000,
  }, async () => {
    const bench = await atlasStack({
      config: { "test:password": { secret: "pass-word-1" } },
      simulator: { timeScale: 30, rateLimit: { requestsPerMinute: 100 } },
    });
    try {
      const project: Declared = { kind: "AtlasProject", name: "shop", args: { name: "shop" } };
      const users = Array.from({ length: USERS }, (_, index): Declared => {
        const username = `user-${index}`;
        const roles = [{ roleName: "read", databaseName: "shop" }];
        const args = { projectRef: { $ref: "shop" }, username, passwordSecretRef: { $secret: "password" }, roles };
        return { kind: "AtlasDatabaseUser", name: username, args };
      });
      await bench.declare(project, ...users);
      const preview = await bench.stack.preview();
      expect(preview.exitCode, preview.stderr).toBe(0);
      const up = await bench.stack.up();
      expect(up.exitCode, up.stdout.slice(-4000)).toBe(0);
      const { simulator } = bench;
      expect(simulator.state.databaseUsers(simulator.state.group("shop")?.id ?? "")).toHaveLength(USERS);
      const answered = simulator.requests.filter(({ principal }) => principal !== undefined);
      const refused = answered.filter(({ status }) => status === 429);
      console.log(`${USERS} users: ${answered.length} requests, ${refused.length} of them refused with 429`);
      expect(answered.length - refused.length).toBeLessThanOrEqual(USERS + 20);
    } finally {
      await bench.close();
    }
  });
});
