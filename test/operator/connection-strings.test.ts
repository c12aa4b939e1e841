import { describe, expect, it } from "vitest";
import { secretData, withCredentials } from "../../provider/operator/connection-secrets/connection-strings";
import { labelValue } from "../../provider/operator/connection-secrets/labels";

describe("a connection string with credentials", () => {
  it.each([
    [
      "mongodb+srv://orders.abc.mongodb.net",
      "app",
      "secret",
      "mongodb+srv://app:secret@orders.abc.mongodb.net",
      "the usual",
    ],
    [
      "mongodb://a:1,b:2/?ssl=true",
      "app",
      "secret",
      "mongodb://app:secret@a:1,b:2/?ssl=true",
      "several hosts and options",
    ],
    ["mongodb://old:older@a:1/db", "app", "secret", "mongodb://app:secret@a:1/db", "others are replaced"],
    [
      "mongodb://a",
      "a@b/c?d:e",
      "p@/?:%",
      "mongodb://a%40b%2Fc%3Fd%3Ae:p%40%2F%3F%3A%25@a",
      "what would end them is escaped",
    ],
    ["mongodb://a", "$&+,;=", "!'()*~", "mongodb://$&+,;=:%21%27%28%29%2A~@a", "as Go escapes, no more and no less"],
    ["mongodb://a", "ü", "€", "mongodb://%C3%BC:%E2%82%AC@a", "bytes of UTF-8"],
    ["mongodb://a", "CN=app", "", "mongodb://CN=app:@a", "a user without a password"],
    ["", "app", "secret", "", "no way to reach it"],
    ["https://a", "app", "secret", "https://a", "none at all"],
  ])("%s of %s with %s is %s: %s", (url, username, password, expected) => {
    expect(withCredentials(url, username, password)).toBe(expected);
  });
});

describe("the data of a connection secret", () => {
  const way = (name: string) => ({
    standard: `mongodb://${name}`,
    srv: `mongodb+srv://${name}`,
    shard: `mongodb+srv://${name}-s`,
  });

  it("numbers private ways from the second on, and has the sharded key with any of them", () => {
    const connections = {
      standard: "mongodb://a",
      standardSrv: "mongodb+srv://a",
      private: [way("one"), way("two"), way("three")],
    };
    const data = secretData(connections, "u", "p");
    expect(data).toMatchObject({
      connectionStringPrivate: "mongodb://u:p@one",
      connectionStringPrivateSrv: "mongodb+srv://u:p@one",
      connectionStringPrivateShard: "mongodb+srv://u:p@one-s",
      connectionStringPrivate1: "mongodb://u:p@two",
      connectionStringPrivateSrv2: "mongodb+srv://u:p@three",
      connectionStringPrivateShard2: "mongodb+srv://u:p@three-s",
    });
  });

  it("has the credentials in each of several URLs", () => {
    const standard = "mongodb://a:1,b:2?ssl=true,mongodb://c?ssl=true";
    const data = secretData({ standard, standardSrv: "", private: [] }, "u", "p");
    expect(data.connectionStringStandard).toBe("mongodb://u:p@a:1,b:2?ssl=true,mongodb://u:p@c?ssl=true");
  });

  it("has empty private keys, and no sharded one, where there is no private way", () => {
    const data = secretData({ standard: "mongodb://a", standardSrv: "", private: [] }, "u", "p");
    expect(data).toEqual({
      username: "u",
      password: "p",
      connectionStringStandard: "mongodb://u:p@a",
      connectionStringStandardSrv: "",
      connectionStringPrivate: "",
      connectionStringPrivateSrv: "",
    });
  });
});

describe("a label's value made from a name", () => {
  it.each([
    ["orders", "orders", "one already"],
    ["Orders_1.x", "Orders_1.x", "one already, with all signs that it may have"],
    ["my cluster!", "my-cluster", "others become hyphens, and none ends it"],
    ["x".repeat(70), "x".repeat(63), "it is cut"],
  ])("%s is %s: %s", (text, expected) => {
    expect(labelValue(text)).toBe(expected);
  });
});
