import { afterEach, expect, it } from "vitest";
import { check, create, DeclaredDatabases, diff, read, remove } from "../../provider/pulumi/sql/service";
import { surroundingsOf } from "../../provider/pulumi/sql/settings";
import { type AtlasDouble, atlasDouble, type ExpectedCall } from "../schema/command/double";

const nobody = new DeclaredDatabases();
const URL = "clickhouse://app:geheim@ch:9000/shop";
const USERS = "CREATE TABLE users";
const GLOBAL = ["--config", "file://atlas.hcl", "--env", "atlas-iac", "--format", "{{ json . }}"];
const apply = (flag: string, changes: object): ExpectedCall => ({
  args: ["schema", "apply", ...GLOBAL, flag],
  env: { ATLAS_IAC_TARGET_URL: URL },
  stdout: JSON.stringify({ Changes: changes }),
});
const inputs = {
  __kind: "AtlasSchema",
  __urn: "urn:pulumi:dev::shop::pulumi-nodejs:dynamic/atlas:AtlasSchema::it",
  urlFrom: { secretKeyRef: URL },
  schema: { sql: `${USERS};` },
};

let double: AtlasDouble | undefined;
afterEach(() => {
  expect(double?.complaints() ?? "").toBe("");
  expect(double?.left() ?? 0).toBe(0);
  double?.remove();
  double = undefined;
});

it("serves a resource on another database with the command that the stack names", async () => {
  const found = { Pending: [USERS] };
  double = atlasDouble(
    [
      apply("--dry-run", found),
      apply("--dry-run", found),
      apply("--auto-approve", { Applied: [USERS] }),
      apply("--dry-run", {}),
    ],
    { secrets: ["geheim"] },
  );
  const { file } = double;
  const config = (key: string) => (key === "atlas:atlasCommand" ? file : undefined);
  expect((await check(config, {}, { ...inputs, __preview: true }, nobody)).failures).toEqual([]);
  const { id, outs } = await create(config, inputs);
  expect(id).toBe("clickhouse://ch:9000/shop");
  expect(outs.status).toMatchObject({ plan: [USERS], pending: [] });
  expect(await diff(config, outs, inputs)).toMatchObject({ changes: false });
  const other = { ...inputs, urlFrom: { secretKeyRef: `${URL}2` } };
  expect(await diff(config, outs, other)).toMatchObject({ changes: true, replaces: ["urlFrom"] });
  expect((await read(config, id, outs)).props).toMatchObject({ status: { pending: [] } });
  await expect(remove(config, { ...outs, __onDelete: "drop" }, nobody)).rejects.toThrow("cannot be dropped");
});

it("lets project files run programs only where the stack says true", () => {
  for (const [said, programs] of [
    [undefined, false],
    ["false", false],
    ["true", true],
  ] as const) {
    expect(surroundingsOf((key) => (key === "atlas:allowPrograms" ? said : undefined)).allow).toMatchObject({
      programs,
      environment: true,
    });
  }
});
