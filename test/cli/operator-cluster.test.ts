import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { FileError } from "../../cli/errors";
import { clusterFrom } from "../../cli/operator/cluster";

let directory: string;
beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), "atlas-iac-kubeconfig-"));
});
afterAll(() => rmSync(directory, { recursive: true }));

const user = "users: [{ name: me, user: { token: canary-5f3c } }]";

it("is the one that the file names", async () => {
  const file = join(directory, "good");
  const cluster = "clusters: [{ name: c, cluster: { server: https://example.com } }]";
  writeFileSync(file, [cluster, user, "contexts: [{ name: x, context: { cluster: c, user: me } }]"].join("\n"));
  expect((await clusterFrom(file)).clusters).toMatchObject([{ server: "https://example.com" }]);
});

it.each([
  { name: "absent", text: undefined, says: "there is no such file or directory" },
  { name: "no-yaml", text: `${user}\nbad: : :\n`, says: "it is not YAML" },
  { name: "no-server", text: `clusters: [{ name: a }]\n${user}\n`, says: "clusters[0].cluster is missing" },
])("is refused by its file's name, and without what is in it ($name)", async ({ name, text, says }) => {
  const file = join(directory, name);
  if (text !== undefined) writeFileSync(file, text);
  const error: unknown = await clusterFrom(file).catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(FileError);
  expect(String(error)).toContain(`Cannot read the kubeconfig ${file}: `);
  expect(String(error)).toContain(says);
  expect(JSON.stringify(error, [...Object.getOwnPropertyNames(error), "cause"])).not.toContain("canary");
});
