import { afterAll, beforeAll, expect, it } from "vitest";
import { type ControlPlane, startControlPlane } from "../../tools/engines/kube";
import { describeWithEngine } from "../../tools/engines/require-engine";

describeWithEngine("kubernetes", "a real Kubernetes API server", () => {
  let plane: ControlPlane;

  beforeAll(async () => {
    plane = await startControlPlane();
  });

  afterAll(() => plane?.stop());

  it("creates a namespace through kubectl", async () => {
    await plane.apply("apiVersion: v1\nkind: Namespace\nmetadata:\n  name: orders\n");
    const { stdout } = await plane.kubectl(["get", "namespace", "orders", "-o", "jsonpath={.status.phase}"]);
    expect(stdout).toBe("Active");
  });

  it("refuses an object of a kind it does not know, with the server's words", async () => {
    const unknown = "apiVersion: example.com/v1\nkind: Nothing\nmetadata:\n  name: x\n";
    await expect(plane.apply(unknown)).rejects.toThrow(/no matches for kind "Nothing"/);
  });

  it("lets another identity do only what it was granted", async () => {
    expect(await plane.kubeconfigFor("somebody")).toContain("somebody");
    const { stdout } = await plane.kubectl(["auth", "can-i", "create", "secrets", "--as", "somebody"]);
    expect(stdout.trim()).toBe("no");
  });

  it("runs beside a second one and ends without leaving processes", async () => {
    const second = await startControlPlane();
    expect(second.server).not.toBe(plane.server);
    await second.stop();
    await expect(fetch(second.server)).rejects.toThrow("fetch failed");
  });
});
