import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { parseDocComment } from "../../tools/generate/doc-comment";
import { readModel } from "../../tools/generate/read";

/** A model with one kind, whose only field is written as given. */
function source(field: string): string {
  return `
/**
 * A thing.
 * @group example.com
 * @version v1
 * @plural things
 * @singular thing
 */
export interface Thing {
  /** The spec. */
  spec: ThingSpec;
  /** The status. */
  status?: ThingStatus;
}
/** The spec. */
export interface ThingSpec {
${field}
}
/** The status. */
export interface ThingStatus {
  /** The id. */
  id: string;
}
`;
}

describe("reading a model", () => {
  let root: string;

  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), "atlas-iac-model-"));
    mkdirSync(join(root, "sdk/model"), { recursive: true });
  });

  afterEach(() => rmSync(root, { recursive: true }));

  const read = (field: string) => {
    writeFileSync(join(root, "sdk/model/thing.ts"), source(field));
    return readModel(root).kinds[0]?.spec.fields[0];
  };

  it("keeps the order in which allowed values are written, whatever the compiler met first", () => {
    writeFileSync(join(root, "sdk/model/another.ts"), 'export type First = "C" | "B";\n');
    expect(read('  /** One. */\n  a: "A" | "B" | "C";')?.type).toEqual({ type: "string", enum: ["A", "B", "C"] });
  });

  it("takes a pattern with an at sign for one tag", () => {
    expect(read("  /**\n   * One.\n   * @pattern ^[a @_.]$\n   */\n  a?: string;")).toMatchObject({
      required: false,
      tags: { pattern: "^[a @_.]$" },
    });
  });

  const tagged = (tag: string, type = "string") => `  /**\n   * A.\n   * ${tag}\n   */\n  a: ${type};`;

  it.each<{ field: string; says: string; because: string }>([
    { field: "  a: string;", says: "ThingSpec.a has no documentation", because: "people read it in four places" },
    { field: tagged("@colour red"), says: "@colour of ThingSpec.a: unknown tag", because: "a slip would be lost" },
    {
      field: tagged("@maxLength 1\n   * @maxLength 2"),
      says: "@maxLength of ThingSpec.a is given twice",
      because: "one of two equal tags would be lost",
    },
    {
      field: tagged("@maxLength many"),
      says: '@maxLength of ThingSpec.a takes a number, not "many"',
      because: "a bound is a number",
    },
    {
      field: tagged("@replace yes"),
      says: '@replace of ThingSpec.a takes no value, but has "yes"',
      because: "a flag has no value",
    },
    {
      field: tagged("@uniqueBy key", "string[]"),
      says: '@uniqueBy of ThingSpec.a takes JSON, not "key"',
      because: "a list is JSON",
    },
    {
      field: "  /** A. */\n  a: string | number;",
      says: "ThingSpec.a: a union must be of string literals",
      because: "a structural schema cannot say it",
    },
    {
      field: "  /** A. */\n  a: Date;",
      says: "Date.toDateString: must be an interface",
      because: "types of the language are no data",
    },
    { field: tagged("@asType integer"), says: "ThingSpec.a: @asType needs a number", because: "text is no integer" },
  ])("is refused where $because", ({ field, says }) => {
    const wanted = { code: "ModelInvalid", message: expect.stringContaining(says) };
    expect(() => read(field)).toThrow(expect.objectContaining(wanted));
  });

  it("refuses a directory without kinds", () => {
    expect(() => readModel(root)).toThrow("no kind found");
  });
});

describe("a doc comment", () => {
  it("is a description and tags, which may go over several lines and be repeated", () => {
    expect(parseDocComment("/**\n * Some\n * text.\n * @a [\n *   1\n * ]\n * @b\n * @a 2\n */")).toEqual({
      description: "Some text.",
      tags: [
        { name: "a", text: "[\n  1\n]" },
        { name: "b", text: "" },
        { name: "a", text: "2" },
      ],
    });
  });
});
