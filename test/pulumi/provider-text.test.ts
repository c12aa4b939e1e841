import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import { resourceProvider } from "../../provider/pulumi/entry";
import { PROVIDER_TEXT } from "../../sdk/pulumi/provider-text";
import { typeToken } from "../../sdk/pulumi/registry";

describe("what every state file holds", () => {
  it("is the same provider text for ever", () => {
    expect(createHash("sha256").update(PROVIDER_TEXT).digest("hex")).toBe(
      "6515ff4d6840f36e5372f16b6f991d5687638f27b8a0e5220c3afc79025f4043",
    );
  });

  it("is the same type for ever", () => {
    expect(typeToken("AtlasTeam")).toBe("pulumi-nodejs:dynamic/atlas:AtlasTeam");
  });

  it("finds an entry with the methods of a dynamic provider", () => {
    expect(Object.keys(resourceProvider).sort()).toEqual([
      "check",
      "configure",
      "create",
      "delete",
      "diff",
      "read",
      "update",
    ]);
  });

  it("names the package to install where it cannot be found", () => {
    const module: { exports: { handler?: () => unknown } } = { exports: {} };
    const missing = () => {
      throw Object.assign(new Error("Cannot find module 'atlas-iac/provider'"), { code: "MODULE_NOT_FOUND" });
    };
    new Function("exports", "require", "process", PROVIDER_TEXT)(module.exports, missing, { cwd: () => "/program" });
    expect(() => module.exports.handler?.()).toThrow(
      "The package atlas-iac cannot be found from /program. It must be a direct dependency of the Pulumi program: run npm install atlas-iac there.",
    );
  });
});
