import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { parseAllDocuments, stringify } from "yaml";
import { kindInfo, kindNames } from "../../sdk/model";
import { mapReferences } from "../../sdk/model/map-references";
import { annotationsOf } from "../../sdk/model/object-policy";
import { runCommand } from "../../tools/engines/command";
import { type ProgramDirectory, programDirectory } from "../../tools/engines/program-directory";
import { fullExamples } from "../model/examples";
import { atlasIac, manifestDirectory } from "./atlas-iac";
import { flex, manifest, password, passwordSecret, project, team, together, user } from "./manifests";

type Json = Record<string, unknown>;
interface Written {
  apiVersion: string;
  kind: string;
  metadata: Json & { name: string };
  spec: Json;
}

/**
 * Objects of every kind that set every field; each named after its kind, with the objects that the others refer to. Many are of one name
 * in Atlas, so all ask to be left alone.
 */
const everything: Written[] = kindNames.flatMap((kind) =>
  fullExamples(kind).map(({ metadata, spec, ...rest }) => ({
    ...rest,
    metadata: {
      ...metadata,
      name: `${kind.toLowerCase()}-${metadata.name}`,
      annotations: annotationsOf({ reconciliation: "skip" }),
    },
    spec: mapReferences(spec, kindInfo(kind).references, (value, { target }) =>
      target === undefined || !("name" in value) ? value : { name: `${target.toLowerCase()}-full-0` },
    ),
  })),
);

const asYaml = (objects: readonly unknown[]): string => objects.map((one) => stringify(one)).join("---\n");

let program: ProgramDirectory;
beforeAll(async () => {
  program = await programDirectory({
    "package.json": JSON.stringify({ name: "test-program", private: true, type: "module" }),
    "tsconfig.json": JSON.stringify({
      compilerOptions: {
        module: "nodenext",
        target: "es2023",
        strict: true,
        noEmit: true,
        skipLibCheck: true,
        types: [],
      },
      files: ["cdk8s.ts", "pulumi.ts"],
    }),
    "mocked.ts": `
import * as pulumi from "@pulumi/pulumi";
const config = JSON.parse(process.argv[2] ?? "{}");
for (const [name, value] of Object.entries(config)) pulumi.runtime.setConfig("test:" + name, String(value));
const made: Record<string, unknown> = {};
await pulumi.runtime.setMocks({
  newResource: ({ type, name, inputs }) => {
    made[type.split(":").at(-1) + "/" + name] = inputs;
    return { id: name + "-id", state: inputs };
  },
  call: () => ({}),
}, "test", "dev", false);
await import("./pulumi.ts");
await pulumi.runtime.disconnect();
process.stdout.write(JSON.stringify(made));
`,
  });
});
afterAll(() => program?.remove());

async function converted(as: "pulumi" | "cdk8s", manifests: string) {
  const run = await atlasIac(["convert", "--as", as, "-"], { input: manifests });
  expect(run.code, run.err).toBe(0);
  writeFileSync(join(program.path, `${as}.ts`), run.out);
  return run;
}

async function run(file: string, ...args: string[]) {
  const result = await runCommand(process.execPath, ["--import", "tsx", join(program.path, file), ...args], {
    cwd: program.path,
  });
  expect(result.exitCode, result.stderr).toBe(0);
  return result.stdout;
}

describe("convert", () => {
  it("writes a cdk8s app that synthesizes the same objects, of every kind and field", async () => {
    await converted("cdk8s", asYaml(everything));
    await run("cdk8s.ts");
    const text = readFileSync(join(program.path, "dist", "atlas.k8s.yaml"), "utf8");
    const found = parseAllDocuments(text).map((document): Written => document.toJS());
    const key = ({ kind, metadata }: Written) => `${kind}/${metadata.name}`;
    const byName = new Map(found.map((one) => [key(one), one]));
    expect([...byName.keys()].sort()).toEqual(everything.map(key).sort());
    for (const one of everything) expect(byName.get(key(one)), key(one)).toEqual(one);
  });

  it("writes a Pulumi program that declares the same fields, of every kind", async () => {
    const { err } = await converted("pulumi", asYaml(everything));
    const settings = [...err.matchAll(/pulumi config set(?<flag>(?: --\w+)*) (?<name>\w+)$/gm)];
    const config = settings.map(({ groups }) => [
      groups?.name ?? "",
      groups?.flag === " --path" ? '{"a":"b"}' : `value of ${groups?.name}`,
    ]);
    const made: Record<string, Json> = JSON.parse(await run("mocked.ts", JSON.stringify(Object.fromEntries(config))));
    for (const { kind, metadata, spec } of everything) {
      const inputs = made[`${kind}/${metadata.name}`];
      const { pulumiNames = {} } = kindInfo(kind as (typeof kindNames)[number]);
      const fields = Object.keys(spec).map((field) => pulumiNames[field] ?? field);
      expect(
        Object.keys(inputs ?? {}).filter((name) => !name.startsWith("__")),
        metadata.name,
      ).toEqual(expect.arrayContaining(fields));
    }
  });

  it("writes programs without type faults", async () => {
    const tsc = require.resolve("typescript/bin/tsc");
    const { exitCode, stdout } = await runCommand(process.execPath, [tsc, "-p", program.path]);
    expect(stdout).toBe("");
    expect(exitCode).toBe(0);
  });

  const cases = [
    {
      because: "an object that is referred to is a variable",
      manifests: together(project(), user()),
      as: "pulumi",
      out: ['const shop = new AtlasProject("shop", { name: "shop" });', "projectRef: shop,"],
      err: ["password of Secret/app-password: pulumi config set --secret appPassword"],
    },
    {
      because: "what is not among the manifests is asked for by its id",
      manifests: flex(),
      as: "pulumi",
      out: ['projectRef: config.require("shopProjectId")'],
      err: ["the Atlas id of AtlasProject/shop: pulumi config set shopProjectId"],
    },
    {
      because: "policies become options",
      manifests: together(
        project({}, { annotations: { "mongodb.com/atlas-resource-policy": "delete" } }),
        manifest(
          "AtlasTeam",
          "kept",
          { name: "kept", usernames: [] },
          {
            annotations: {
              "mongodb.com/atlas-resource-policy": "keep",
              "mongodb.com/atlas-reconciliation-policy": "skip",
            },
          },
        ),
      ),
      as: "pulumi",
      out: ["{ protect: false }", '{ retainOnDelete: true, ignoreChanges: ["*"] }'],
      err: ["AtlasTeam/kept: is skipped by its annotation"],
    },
    {
      because: "a construct of another namespace is referred to where its namespace is known",
      manifests: together(
        project({}, { namespace: "a" }),
        user({ projectRef: { name: "shop", namespace: "a" } }, { namespace: "b" }),
      ),
      as: "cdk8s",
      out: ["projectRef: shop,"],
      err: [],
    },
    {
      because: "a construct without a namespace cannot be referred to from one that has one",
      manifests: together(project(), user({ projectRef: { name: "shop" } }, { namespace: "b" })),
      as: "cdk8s",
      out: ['projectRef: { name: "shop" },'],
      err: [],
    },
    {
      because: "objects of Kubernetes stay what they are, but for Secrets",
      manifests: together(
        team(),
        passwordSecret,
        JSON.stringify({
          apiVersion: "v1",
          kind: "ConfigMap",
          metadata: { name: "sql" },
          data: { "a.sql": "select 1;\nselect `2`;" },
        }),
      ),
      as: "cdk8s",
      out: ['new ApiObject(chart, "sql", {', "select \\`2\\`;"],
      err: ["Secret/app-password is not written"],
    },
  ] as const;

  it.each(cases)("to $as: $because", async ({ manifests, as, out, err }) => {
    const written = await atlasIac(["convert", "--as", as, "-"], { input: manifests });
    expect(written.code, written.err).toBe(0);
    for (const text of out) expect(written.out).toContain(text);
    for (const text of err) expect(written.err).toContain(text);
    expect(written.out + written.err).not.toContain(password);
  });

  it("writes nothing for manifests with faults, and names them", async () => {
    const run = await atlasIac(["convert", "--as", "cdk8s", "-"], { input: team({ nmae: 1 }) });
    expect(run).toMatchObject({ code: 1, out: "", err: expect.stringContaining("did you mean name?") });
  });

  it("overwrites nothing unless told to", async () => {
    using directory = manifestDirectory({ "team.yaml": team(), "index.ts": "// mine\n" });
    const args = ["convert", "--as", "pulumi", "team.yaml", "-o", "index.ts"];
    const refused = await atlasIac(args, { cwd: directory.path });
    expect(refused).toMatchObject({ code: 1, err: expect.stringContaining("a file of that name is in the way") });
    expect(readFileSync(join(directory.path, "index.ts"), "utf8")).toBe("// mine\n");
    expect(await atlasIac([...args, "--force"], { cwd: directory.path })).toMatchObject({ code: 0, out: "" });
    expect(readFileSync(join(directory.path, "index.ts"), "utf8")).toContain("new AtlasTeam(");
  });
});
