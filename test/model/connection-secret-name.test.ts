import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { connectionSecretName, isObjectName, toObjectName } from "../../sdk/model/connection-secret-name";

describe("toObjectName", () => {
  it.each([
    { text: "app", name: "app", because: "what is an object name stays as it is" },
    { text: "a.b-c", name: "a.b-c", because: "dots and hyphens are allowed" },
    { text: "My App", name: "my-app", because: "capitals and spaces are not" },
    { text: "a__b@@c", name: "a-b-c", because: "a run of other signs becomes one hyphen" },
    { text: "-_app_-", name: "app", because: "an end is a letter or a digit" },
    { text: "a-_-b", name: "a-b", because: "a hyphen in such a run is part of it" },
    { text: "CN=ann,OU=dev", name: "cn-ann-ou-dev", because: "a distinguished name is a user name" },
    { text: "x".repeat(300), name: "x".repeat(253), because: "253 is the longest" },
  ])("makes $text into $name: $because", ({ text, name }) => {
    expect(toObjectName(text)).toBe(name);
  });

  it("leaves names alone that it made, wherever they are object names", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }), (text) => {
        const name = toObjectName(text);
        if (isObjectName(name)) expect(toObjectName(name)).toBe(name);
        expect(name).toMatch(/^[a-z0-9.-]*$/);
      }),
    );
  });
});

describe("connectionSecretName", () => {
  it("joins the three names, each made an object name first", () => {
    const parts = { projectName: "Web Shop", deploymentName: "Main_1", username: "CN=app" };
    expect(connectionSecretName(parts)).toBe("web-shop-main-1-cn-app");
  });
});
