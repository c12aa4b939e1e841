import { join } from "node:path";
import { App, Chart } from "cdk8s";
import { afterAll, beforeAll, expect, it } from "vitest";
import * as constructs from "../../sdk/cdk8s";
import { applyDefaults } from "../../sdk/model/defaults";
import { type KindName, kindNames } from "../../sdk/model/kinds";
import { type ControlPlane, startControlPlane } from "../../tools/engines/kube";
import { describeWithEngine } from "../../tools/engines/require-engine";
import { type FullExample, fullExamples } from "../model/examples";

const strict = ["--validate=strict", "--warnings-as-errors"];

/** The manifests of all examples of a kind, as constructs and cdk8s write them: each in an app of its own, as they have one name in Atlas. */
function synthesize(kind: KindName, examples: readonly FullExample[]): string {
  const { [kind]: made } = constructs;
  const manifests = examples.map(({ metadata, spec }) => {
    const app = new App();
    Reflect.construct(made, [new Chart(app, "full"), metadata.name, { metadata, ...spec }]);
    return app.synthYaml();
  });
  return manifests.join("---\n");
}

/** Serverless instances can no longer be made, and the definition says so; test/e2e/crds.test.ts holds it to that. */
function isServerless({ spec }: FullExample): boolean {
  return spec.serverlessSpec !== undefined;
}

describeWithEngine("kubernetes", "what the constructs write, on a real Kubernetes API server", () => {
  let plane: ControlPlane;

  beforeAll(async () => {
    plane = await startControlPlane({ crds: [join(__dirname, "../../crds")] });
  });

  afterAll(() => plane?.stop());

  it.each([...kindNames])(
    "%s: every field is taken without a warning and comes back, with the defaults",
    async (kind) => {
      const examples = fullExamples(kind).filter((example) => !isServerless(example));
      expect(examples.length).toBeGreaterThan(0);
      const manifests = synthesize(kind, examples);
      const { exitCode, stderr } = await plane.kubectl(["create", ...strict, "-f", "-"], manifests);
      expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: "" });
      const { stdout } = await plane.kubectl(["get", "-o", "json", "-f", "-"], manifests);
      const { items }: { items: FullExample[] } = JSON.parse(stdout);
      const specs = Object.fromEntries(items.map(({ metadata, spec }) => [metadata.name, spec]));
      const expected = examples.map(({ metadata, spec }) => [
        metadata.name,
        applyDefaults(kind, JSON.parse(JSON.stringify(spec))),
      ]);
      expect(specs).toEqual(Object.fromEntries(expected));
    },
  );

  it.each([...kindNames])("%s: applied again by another manager, nothing differs", async (kind) => {
    const manifests = synthesize(
      kind,
      fullExamples(kind).filter((example) => !isServerless(example)),
    );
    await plane.kubectl(
      ["apply", "--server-side", "--force-conflicts", "--field-manager=deploy", "-f", "-"],
      manifests,
    );
    const { exitCode, stdout } = await plane.kubectl(
      ["diff", "--server-side", "--force-conflicts", "--field-manager=deploy", "-f", "-"],
      manifests,
    );
    expect({ exitCode, stdout }).toEqual({ exitCode: 0, stdout: "" });
  });

  it("a misspelt field would not be taken", async () => {
    const [example] = fullExamples("AtlasTeam");
    const wrong = { ...example, metadata: { name: "wrong" }, spec: { ...example?.spec, user: [] } };
    const { exitCode, stderr } = await plane.kubectl(["create", ...strict, "-f", "-"], JSON.stringify(wrong));
    expect(exitCode).not.toBe(0);
    expect(stderr).toContain('unknown field "spec.user"');
  });
});
