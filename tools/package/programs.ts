/** The subpaths that programs import. */
export type Subpath = "model" | "pulumi" | "cdk8s" | "simulator";

/**
 * One small program a subpath, as a consumer would write it. Each prints one line that only working code can print.
 */
export const PROGRAMS: Readonly<Record<Subpath, { source: string; prints: string }>> = {
  model: {
    source: `
import { validateManifest } from "atlas-iac/model";
const manifest = "apiVersion: atlas.mongodb.com/v1\\nkind: AtlasProject\\nmetadata: { name: p }\\nspec: { nam: orders }\\n";
const { objects, faults } = validateManifest(manifest, "project.yaml");
console.log(objects[0]?.known, faults.some((fault) => fault.line === 4));
`,
    prints: "AtlasProject true",
  },
  pulumi: {
    source: `
import * as pulumi from "@pulumi/pulumi";
import { AtlasProject } from "atlas-iac/pulumi";
async function main(): Promise<void> {
  await pulumi.runtime.setMocks({
    newResource: ({ name, inputs }) => ({ id: name + "-id", state: inputs }),
    call: () => ({}),
  });
  const project = new AtlasProject("orders", { name: "orders" });
  const name: pulumi.Output<string> = project.name;
  pulumi.all([project.id, name]).apply(([id, text]) => console.log(id, text));
}
void main();
`,
    prints: "orders-id orders",
  },
  cdk8s: {
    source: `
import { App, Chart, Testing } from "cdk8s";
import { AtlasProject } from "atlas-iac/cdk8s";
const chart = new Chart(new App({ outdir: "synth" }), "consumer");
new AtlasProject(chart, "orders", { name: "orders" });
const [manifest] = Testing.synth(chart);
console.log(manifest.kind, manifest.spec.name);
`,
    prints: "AtlasProject orders",
  },
  simulator: {
    source: `
import { startSimulator } from "atlas-iac/simulator";
async function main(): Promise<void> {
  const simulator = await startSimulator();
  const { status } = await fetch(simulator.url + "/api/atlas/v2/groups");
  console.log(new URL(simulator.url).hostname, status);
  await simulator.stop();
}
void main();
`,
    prints: "127.0.0.1 401",
  },
};
