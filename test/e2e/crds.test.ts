import { join } from "node:path";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { applyDefaults } from "../../sdk/model/defaults";
import { kindInfo, kindNames } from "../../sdk/model/kinds";
import { validateSpec } from "../../sdk/model/validate";
import type { CommandResult } from "../../tools/engines/command";
import { type ControlPlane, startControlPlane } from "../../tools/engines/kube";
import { describeWithEngine } from "../../tools/engines/require-engine";
import { specArbitrary } from "../model/arbitrary";
import { type FullExample, fullExamples, fullStatus } from "../model/examples";

type Json = Record<string, unknown>;
type Kind = (typeof kindNames)[number];

const strict = ["--validate=strict", "--warnings-as-errors"];
const isServerless = (spec: unknown) => Reflect.get(Object(spec), "serverlessSpec") !== undefined;
const object = (kind: Kind, name: string, spec: unknown) => ({
  apiVersion: kindInfo(kind).apiVersion,
  kind,
  metadata: { name, namespace: "default" },
  spec,
});

describeWithEngine("kubernetes", "the custom resource definitions on a real Kubernetes API server", () => {
  let plane: ControlPlane;
  let applied: CommandResult;

  beforeAll(async () => {
    plane = await startControlPlane();
    applied = await plane.kubectl(["apply", ...strict, "-f", join(__dirname, "../../crds")]);
    await plane.kubectl(["wait", "--for=condition=Established", "crd", "--all", "--timeout=30s"]);
  });

  afterAll(() => plane?.stop());

  const create = (...objects: object[]) =>
    plane.kubectl(
      ["create", ...strict, "-o", "json", "-f", "-"],
      objects.map((one) => JSON.stringify(one)).join("\n---\n"),
    );
  const replace = (one: object) => plane.kubectl(["replace", ...strict, "-f", "-"], JSON.stringify(one));

  it("are taken by a plain kubectl apply, without a warning", () => {
    expect(applied).toMatchObject({ exitCode: 0, stderr: "" });
    expect(applied.stdout.trim().split("\n")).toHaveLength(kindNames.length);
  });

  it.each([...kindNames])("%s is found by its plural, its short names and its category", async (kind) => {
    const { plural, group, shortNames, categories } = kindInfo(kind);
    const filter = categories.length > 0 ? ["--categories", categories.join(",")] : [];
    const { stdout } = await plane.kubectl(["api-resources", "--api-group", group, ...filter]);
    const row = stdout.split("\n").find((line) => line.startsWith(`${plural} `));
    const version = kindInfo(kind).apiVersion;
    expect(row?.trim().split(/\s+/)).toEqual([
      plural,
      ...(shortNames.length > 0 ? [shortNames.join(",")] : []),
      version,
      "true",
      kind,
    ]);
  });

  const examples = kindNames.flatMap((kind) => fullExamples(kind).map((example) => ({ kind, example })));
  const lasting = examples.filter(({ example }) => !isServerless(example.spec));

  it.each(lasting)(
    "$kind $example.metadata.name comes back as it went in, with the defaults",
    async ({ kind, example }) => {
      const { exitCode, stderr, stdout } = await create(example);
      expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: "" });
      const made: FullExample = JSON.parse(stdout);
      expect(made.spec).toEqual(applyDefaults(kind, JSON.parse(JSON.stringify(example.spec))));
    },
  );

  it.each([...kindNames])("%s keeps every field of its status", async (kind) => {
    const { plural, group } = kindInfo(kind);
    const status = fullStatus(kind);
    const patch = JSON.stringify({ status });
    const target = [`${plural}.${group}`, "full-0", "--subresource=status", "--type=merge"];
    const { exitCode, stderr, stdout } = await plane.kubectl(["patch", ...target, "-o", "json", "-p", patch]);
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: "" });
    expect(JSON.parse(stdout).status).toEqual(status);
  });

  it.each([...kindNames])("%s fills every column of kubectl get", async (kind) => {
    const { plural, group, printColumns } = kindInfo(kind);
    const { stdout } = await plane.kubectl(["get", `${plural}.${group}`, "full-0"]);
    const [head = "", row = ""] = stdout.split("\n");
    for (const { name } of printColumns) expect(head).toContain(name.toUpperCase());
    // Those of Ready have no value: the full status has a condition of every field, but none of that type.
    const filled = printColumns.filter(({ jsonPath }) => !jsonPath.includes("conditions"));
    // A definition without columns gets the age from Kubernetes.
    const columns = printColumns.length === 0 ? 1 : filled.length;
    expect(row.trim().split(/\s{2,}/)).toHaveLength(1 + columns);
  });

  it.each([...kindNames])("%s is taken wherever our own validation takes it", async (kind) => {
    const specs = fc.sample(specArbitrary(kind, "manifest"), { numRuns: 25, seed: 6 });
    const objects = specs.filter((spec) => !isServerless(spec)).map((spec, i) => object(kind, `sample-${i}`, spec));
    expect(objects.length).toBeGreaterThan(10);
    const { exitCode, stderr } = await create(...objects);
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: "" });
  });

  it("is laxer than our own validation: what upstream takes is taken", async () => {
    const spec = { name: "lax", projectIpAccessList: [{ ipAddress: "nowhere" }], maintenanceWindow: { hourOfDay: 3 } };
    expect(validateSpec("AtlasProject", spec, "manifest")).toHaveLength(2);
    expect((await create(object("AtlasProject", "lax", spec))).exitCode).toBe(0);
  });

  describe("rules between fields", () => {
    const flexSpec = { name: "f", providerSettings: { backingProviderName: "AWS", regionName: "US_EAST_1" } };
    const roles = [{ roleName: "read", databaseName: "a" }];
    const refs: [string, Json, string | undefined][] = [
      ["a project beside it", { projectRef: { name: "p" } }, undefined],
      ["a project elsewhere", { externalProjectRef: { id: "1" }, connectionSecret: { name: "k" } }, undefined],
      ["no project", {}, "exactly one of projectRef and externalProjectRef"],
      [
        "two projects",
        { projectRef: { name: "p" }, externalProjectRef: { id: "1" }, connectionSecret: { name: "k" } },
        "exactly one of projectRef and externalProjectRef",
      ],
      ["a project elsewhere without credentials", { externalProjectRef: { id: "1" } }, "connectionSecret"],
    ];
    const kinds: [Kind, Json][] = [
      ["AtlasDatabaseUser", { username: "u", roles }],
      ["AtlasDeployment", { flexSpec }],
    ];
    const rows = kinds.flatMap(([kind, rest]) =>
      refs.map(([what, ref, says]) => ({ kind, spec: { ...rest, ...ref }, what, says })),
    );

    it.each(rows)("$kind with $what is judged alike by the cluster and by us", async ({ kind, spec, what, says }) => {
      const { exitCode, stderr } = await create(object(kind, `ref-${what.replaceAll(" ", "-")}`, spec));
      const faults = validateSpec(kind, spec, "manifest").map(({ path, message }) => `${path}: ${message}`);
      expect(exitCode === 0).toBe(says === undefined);
      expect(faults.length === 0).toBe(says === undefined);
      expect(stderr).toContain(says ?? "");
      expect(faults.join("\n")).toContain(says ?? "");
    });

    it.each(examples.filter(({ example }) => isServerless(example.spec)))(
      "$kind $example.metadata.name is refused for being serverless, and for nothing else",
      async ({ example }) => {
        const { exitCode, stderr } = await create(example);
        expect(exitCode).not.toBe(0);
        expect(stderr.match(/^\* /gm) ?? []).toEqual([]);
        expect(stderr).toContain("spec.serverlessSpec: Invalid value");
        expect(stderr).toContain("serverless instances can no longer be made; use flexSpec");
      },
    );

    const changes: [Kind, string, Json, Json][] = [
      ["AtlasProject", "name", { name: "a" }, { name: "b" }],
      ["AtlasDeployment", "deploymentSpec.name", { deploymentSpec: { name: "a" } }, { deploymentSpec: { name: "b" } }],
      [
        "AtlasDeployment",
        "flexSpec.providerSettings.backingProviderName",
        { flexSpec },
        { flexSpec: { ...flexSpec, providerSettings: { backingProviderName: "GCP", regionName: "US_EAST_1" } } },
      ],
      [
        "AtlasDeployment",
        "flexSpec.providerSettings.regionName",
        { flexSpec },
        { flexSpec: { ...flexSpec, providerSettings: { backingProviderName: "AWS", regionName: "EU_WEST_1" } } },
      ],
    ];

    it("are tried for every field that a cluster refuses to change", () => {
      const listed = kindNames.flatMap((kind) => kindInfo(kind).immutable.map((path) => `${kind} ${path}`));
      expect(changes.map(([kind, path]) => `${kind} ${path}`).sort()).toEqual(listed.sort());
    });

    it.each(changes)("%s %s cannot be changed", async (kind, path, before, after) => {
      const ref = kind === "AtlasDeployment" ? { projectRef: { name: "p" } } : {};
      const name = `fixed-${path.toLowerCase()}`;
      expect((await create(object(kind, name, { ...ref, ...before }))).stderr).toBe("");
      const { exitCode, stderr } = await replace(object(kind, name, { ...ref, ...after }));
      expect(exitCode).not.toBe(0);
      expect(stderr).toContain(`spec.${path}: Invalid value`);
      expect(stderr).toContain("cannot be changed");
    });
  });
});
