import { expect, it } from "vitest";
import { packed, unpacked } from "../../../provider/operator/databases/archive";

const files = {
  "2_b.sql": "CREATE TABLE b (id int);\n",
  "1_ä.sql": "",
  [`3_${"long".repeat(40)}.sql`]: "-- €\r\n",
  "atlas.sum": "h1:…\n",
};

it("keeps files to the last byte, the same for the same files, atlas.sum first", async () => {
  const archive = await packed(files);
  const found = await unpacked(archive);
  expect(found).toEqual(files);
  expect(Object.keys(found)[0]).toBe("atlas.sum");
  expect(await packed(found)).toEqual(archive);
});

it("is refused when it is none", async () => {
  await expect(unpacked(Buffer.from("no archive"))).rejects.toThrow("incorrect header check");
});
