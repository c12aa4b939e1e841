import { afterEach, expect, it } from "vitest";
import { type AtlasDouble, atlasDouble, type ExpectedCall } from "../schema/command/double";
import { atlasIac, manifestDirectory } from "./atlas-iac";

let double: AtlasDouble | undefined;
afterEach(() => {
  expect(double?.complaints() ?? "").toBe("");
  expect(double?.left() ?? 0).toBe(0);
  double?.remove();
  double = undefined;
});
const doubleOf = (...calls: ExpectedCall[]) => {
  double = atlasDouble(calls);
  return double.file;
};

it("hands a command on another database to the official command line, with what it prints and how it ends", async () => {
  const args = ["schema", "inspect", "-u", "clickhouse://u:pw@h/db", "--format", "{{ sql . }}"];
  const file = doubleOf({ args, stdout: "CREATE TABLE t;\n", stderr: "warning\n", exit: 3 });
  const run = await atlasIac(["--verbose", ...args, "--atlas-command", file]);
  expect(run).toMatchObject({ code: 3, out: "CREATE TABLE t;\n" });
  expect(run.err).toBe(`Note: clickhouse://h/db is served by ${file}\nwarning\n`);
});

it("does so for the registry of Atlas Cloud, and for environments of a project, once", async () => {
  using project = manifestDirectory({
    "atlas.hcl": 'env "x" {\n  for_each = toset(["a", "b"])\n  url = "sqlserver://sa:pw@${each.value}"\n}\n',
  });
  const registry = ["migrate", "apply", "--dir", "atlas://shop", "-u", "sqlite://x.db"];
  const environment = ["migrate", "status", "--env", "x"];
  const env = { ATLAS_IAC_ATLAS_COMMAND: doubleOf({ args: registry }, { args: environment, stdout: "ok" }) };
  expect((await atlasIac(registry, { env })).code).toBe(0);
  expect(await atlasIac(environment, { env, cwd: project.path })).toMatchObject({ code: 0, out: "ok" });
});

it("says what is missing where there is none", async () => {
  const run = await atlasIac(["schema", "inspect", "-u", "oracle://u:geheim@h/db"], { env: { PATH: "/nowhere" } });
  expect(run.code).toBe(1);
  expect(run.err).toContain(
    "oracle://h/db is a database of Oracle, which only the official `atlas` command line serves",
  );
  expect(run.err).toContain("--atlas-command");
  expect(run.err).not.toContain("geheim");
});
