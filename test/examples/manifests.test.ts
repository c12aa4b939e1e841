import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { beforeAll, describe, expect, it } from "vitest";
import { isKindName, kindInfo } from "../../sdk/model/kinds";
import type { ManifestObject, ManifestReport } from "../../sdk/model/manifest";
import { mapReferences } from "../../sdk/model/map-references";
import { runCommand } from "../../tools/engines/command";
import { programDirectory } from "../../tools/engines/program-directory";
import { exampleDirectory, synthesize, typeFaults } from "./synthesize";

type Json = Record<string, unknown>;

/** What a Pulumi program declares. Ids are the resources' names, secrets the names of the Secrets in the manifests. */
const listing = `
import * as pulumi from "@pulumi/pulumi";
pulumi.runtime.setAllConfig({ "quickstart:appPassword": "app-password", "quickstart:reportsPassword": "reports-password" });
const declared: object[] = [];
const status = { connectionStrings: { standardSrv: "mongodb+srv://db.example" } };
await pulumi.runtime.setMocks(
  {
    newResource: ({ name, type, inputs }) => {
      declared.push({ name, type, inputs });
      return { id: name, state: { ...inputs, status } };
    },
    call: () => ({}),
  },
  "quickstart",
);
await import(process.argv[2] ?? "");
await pulumi.runtime.disconnect();
const { isRpcSecret, unwrapRpcSecret } = pulumi.runtime;
console.log(JSON.stringify(declared, (_, value) => (isRpcSecret(value) ? unwrapRpcSecret(value) : value)));
`;

async function declaredWithPulumi(): Promise<Record<string, unknown>> {
  const program = await programDirectory({ "list.mts": listing });
  try {
    const quickstart = pathToFileURL(join(exampleDirectory("quickstart"), "index.ts")).href;
    const args = ["--import", "tsx", join(program.path, "list.mts"), quickstart];
    const { exitCode, stdout, stderr } = await runCommand(process.execPath, args);
    expect(exitCode, stderr).toBe(0);
    const resources: { name: string; type: string; inputs: Json }[] = JSON.parse(stdout);
    return Object.fromEntries(
      resources.map(({ name, type, inputs }) => {
        const spec = Object.entries(inputs).filter(([field]) => !field.startsWith("__"));
        return [`${type.split(":").at(-1)}/${name}`, Object.fromEntries(spec)];
      }),
    );
  } finally {
    await program.remove();
  }
}

/** A spec whose references are the names they hold, as the mocks of the Pulumi program have them. */
function withNames({ known, spec }: ManifestObject): Json {
  if (known === undefined) return {};
  return mapReferences(spec as Json, kindInfo(known).references, (reference) => Reflect.get(reference, "name"));
}

describe("examples/manifests", () => {
  let report: ManifestReport;

  beforeAll(async () => {
    report = await synthesize("manifests");
  });

  it("writes manifests without a fault", () => {
    expect(report.faults).toEqual([]);
  });

  it("declares what examples/quickstart declares, field for field", async () => {
    const written = report.objects.map((object) => [`${object.kind}/${object.name}`, withNames(object)]);
    expect(written).toHaveLength(6);
    expect(Object.fromEntries(written)).toEqual(await declaredWithPulumi());
  });

  it("writes what is referred to before what refers to it", () => {
    const kinds = report.objects.map(({ kind }) => kind).filter(isKindName);
    expect(kinds.slice(0, 2)).toEqual(["AtlasTeam", "AtlasProject"]);
  });

  it("has no type fault", async () => {
    expect(await typeFaults("manifests")).toBe("");
  });
});
