import { expect, it } from "vitest";
import { redactionOf } from "../../../provider/operator/databases/secrets";

it.each([
  [{ url: "postgres://app:s3cr%2Fet@h/db" }, "s3cr/et and s3cr%2Fet", "a password in a URL, as written and as meant"],
  [
    { urlFrom: { secretKeyRef: "postgres://h/db?user=a&password=s3cret" } },
    "s3cret",
    "a password among the parameters",
  ],
  [{ devURLFrom: { secretKeyRef: "mysql://root:s3cret@h/" } }, "s3cret", "the dev database's"],
  [{ credentials: { passwordFrom: { secretKeyRef: "s3cret" } } }, "s3cret", "a password on its own"],
  [{ config: 'env "x" { url = "postgres://a:s3cret@h/db" }' }, "s3cret", "a password in a project file"],
  [{ vars: [{ key: "k", valueFrom: { secretKeyRef: "s3cret" } }] }, "s3cret", "a variable kept in a Secret"],
  [{ cloud: { tokenFrom: { secretKeyRef: "aci_s3cret" } } }, "aci_s3cret", "a token"],
])("%j hides %s: %s", (spec, text, _because) => {
  expect(redactionOf(spec).text(text)).not.toContain("s3cr");
});

it("what is no secret stays readable", () => {
  const spec = { url: "postgres://app@h/shop", vars: [{ key: "k", value: "shop" }] };
  expect(redactionOf(spec).text("table shop of app on h")).toBe("table shop of app on h");
});
