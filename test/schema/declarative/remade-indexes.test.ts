import { expect, it } from "vitest";
import { applySchema, previewSchema } from "../../../provider/schema/declarative/apply";
import { describeOn, rowsOf, script } from "../databases";

const desired = (text: string) => ({ sql: [{ name: "schema.sql", text }] });

describeOn("mariadb", "an index that changes", (database) => {
  const brought = async (from: string, ...rows: string[]) => {
    const url = await database().fresh();
    await script(url, ...from.split(";"), ...rows);
    return { url, devUrl: database().devUrl };
  };

  const parent = "create table p (id int primary key);";
  const child = (key: string) =>
    `${parent}create table t (id int primary key, a int, b int, ${key}, constraint f foreign key (a) references p (id))`;
  const numbered = (key: string) => `create table t (id int auto_increment, b int, ${key})`;
  const referred = (key: string) =>
    `create table t (a int, b int, ${key});create table c (a int, key c_a (a), constraint f foreign key (a) references t (a))`;

  it.each([
    { what: "a foreign key uses", from: child("key ka (a)"), to: child("key ka (a, b)") },
    { what: "a foreign key refers to", from: referred("key ka (a)"), to: referred("unique key ka (a)") },
    { what: "AUTO_INCREMENT needs", from: numbered("key k (id)"), to: numbered("key k (id, b)") },
    {
      what: "loses a column that is dropped",
      from: "create table t (a int, b int, key k (a))",
      to: "create table t (b int, key k (b))",
    },
  ])("is changed in one statement where it is one that $what", async ({ from, to }) => {
    const request = { ...(await brought(from)), desired: desired(to), policy: { destructive: { error: false } } };
    expect((await applySchema(request)).applied).toHaveLength(1);
    expect((await previewSchema(request)).statements).toEqual([]);
  });

  it("is still there where rows refuse the new one", async () => {
    const table = (key: string) => `create table t (a int, ${key} k (a))`;
    const request = await brought(table("key"), "insert into t values (7), (7)");
    await expect(applySchema({ ...request, desired: desired(table("unique key")) })).rejects.toThrow("Duplicate entry");
    expect(await rowsOf(request.url, "show index from t")).toHaveLength(1);
  });
});
