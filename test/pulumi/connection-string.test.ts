import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { addressOf, withLogin } from "../../sdk/pulumi/connection-string";

describe("withLogin", () => {
  it.each([
    {
      because: "a plain SRV address takes login and database",
      plain: "mongodb+srv://orders.abc12.mongodb.net",
      expected: "mongodb+srv://app:secret@orders.abc12.mongodb.net/shop",
    },
    {
      because: "hosts, options and their order stay as Atlas gave them",
      plain: "mongodb://h1.net:27017,h2.net:27017/?ssl=true&authSource=admin&replicaSet=atlas-x",
      expected: "mongodb://app:secret@h1.net:27017,h2.net:27017/shop?ssl=true&authSource=admin&replicaSet=atlas-x",
    },
  ])("$because", ({ plain, expected }) => {
    expect(withLogin(plain, "app", "secret", { database: "shop" })).toBe(expected);
  });

  it("leaves the path empty without a database", () => {
    expect(withLogin("mongodb+srv://h.net", "app", "secret")).toBe("mongodb+srv://app:secret@h.net/");
  });

  it("refuses what is no address of MongoDB", () => {
    expect(() => withLogin("https://h.net", "app", "secret")).toThrow("not one of MongoDB: https://h.net");
  });

  it("encodes any name and password so that both can be read back", () => {
    const text = fc.string({ unit: "grapheme", minLength: 1 });
    fc.assert(
      fc.property(text, text, (username, password) => {
        const url = new URL(withLogin("mongodb+srv://h.net", username, password));
        expect(decodeURIComponent(url.username)).toBe(username);
        expect(decodeURIComponent(url.password)).toBe(password);
        expect(url.host).toBe("h.net");
      }),
    );
  });
});

describe("addressOf", () => {
  const addresses = { standard: "mongodb://h1.net,h2.net/?ssl=true", standardSrv: "mongodb+srv://c.net" };
  const hostnames = ["lake.a.query.net", "lake.b.query.net"];
  it.each([
    { because: "a record is shorter", where: { connectionStrings: addresses }, options: {}, is: addresses.standardSrv },
    {
      because: "it was asked for",
      where: { connectionStrings: addresses },
      options: { srv: false },
      is: addresses.standard,
    },
    {
      because: "a federated database has hosts and no record",
      where: { hostnames },
      options: {},
      is: "mongodb://lake.a.query.net,lake.b.query.net/?ssl=true&authSource=admin",
    },
  ])("is $is where $because", ({ where, options, is }) => {
    expect(addressOf(where, options)).toBe(is);
  });

  it.each([
    { where: { hostnames }, options: { private: true }, says: "There is no private address of lake.a.query.net" },
    { where: { hostnames }, options: { srv: true }, says: "There is no mongodb+srv address of lake.a.query.net" },
    { where: {}, options: {}, says: "The deployment has no public mongodb+srv address" },
  ])("is refused: $says", ({ where, options, says }) => {
    expect(() => addressOf(where, options)).toThrow(says);
  });
});
