import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { Ajv } from "ajv";
import { describe, expect, it } from "vitest";
import type { JsonSchema } from "../../sdk/model/json-schema";
import { checkingKeywords, factKeywords } from "../../sdk/model/keywords";
import { kindNames, specSchema, statusSchema } from "../../sdk/model/kinds";
import { resolvedSchema } from "../../sdk/model/resolved-schema";
import type { Field, FieldType, Model, ObjectType } from "../../tools/generate/model";
import { readModel } from "../../tools/generate/read";
import { tagNames } from "../../tools/generate/tags";
import { targets } from "../../tools/generate/targets";

const root = join(__dirname, "../..");
const model = readModel(root);

describe("generated files", () => {
  const files = targets.flatMap((target) => target.files(model));

  it.each(files.map((file) => file.path))("%s is what the model says now", (path) => {
    const wanted = files.find((file) => file.path === path)?.content;
    expect(readFileSync(join(root, path), "utf8") === wanted, "run `npm run generate`").toBe(true);
  });

  it("are the same when the model is read again", () => {
    const again = readModel(root);
    expect(targets.flatMap((target) => target.files(again))).toEqual(files);
  });

  it("stay small enough for a plain kubectl apply", () => {
    const crds = files.filter((file) => file.path.startsWith("crds/"));
    expect(crds.filter((file) => Buffer.byteLength(file.content) >= 200_000)).toEqual([]);
    expect(crds.length).toBe(model.kinds.length);
  });

  it.each(kindNames)("say nothing of %s that JSON Schema does not know, but for our own keywords", (kind) => {
    const ajv = new Ajv({ strict: false });
    for (const schema of [specSchema(kind), resolvedSchema(specSchema(kind)), statusSchema(kind)]) {
      expect(ajv.validateSchema(schema), ajv.errorsText()).toBe(true);
      expect(keywordsOf(schema).filter((keyword) => !knownKeywords.has(keyword))).toEqual([]);
    }
  });

  it("hold no property of a marker type's own", () => {
    expect(files.filter((file) => file.content.includes("__@"))).toEqual([]);
  });
});

describe("tags", () => {
  it("arrive in the model as often as they stand in the sources", () => {
    expect(countInModel(model)).toEqual(countInSources());
  });
});

const knownKeywords: ReadonlySet<string> = new Set([
  ...["type", "properties", "required", "additionalProperties", "items", "description", "enum", "default", "format"],
  ...["pattern", "minLength", "maxLength", "minimum", "maximum", "minItems", "maxItems", "uniqueItems"],
  ...checkingKeywords.map((one) => String(one.keyword)),
  ...factKeywords,
]);

function keywordsOf(schema: JsonSchema): string[] {
  const below = [...Object.values(schema.properties ?? {}), ...(schema.items ? [schema.items] : [])];
  return [...Object.keys(schema), ...below.flatMap(keywordsOf)];
}

function sourceFiles(directory: string): string[] {
  return readdirSync(directory, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith(".ts") && !entry.name.endsWith(".gen.ts"))
    .map((entry) => join(entry.parentPath, entry.name));
}

function countInSources(): Record<string, number> {
  const count: Record<string, number> = Object.fromEntries(tagNames.map((name) => [name, 0]));
  for (const file of sourceFiles(join(root, "sdk/model"))) {
    for (const [, name = ""] of readFileSync(file, "utf8").matchAll(/^\s*(?:\/\*)?\* @(\w+)/gm)) {
      if (name in count) count[name] = (count[name] ?? 0) + 1;
    }
  }
  return count;
}

/** Each interface and each field once, however many kinds and places have it. */
function countInModel({ kinds }: Model): Record<string, number> {
  const owners = new Map<string, Record<string, unknown>>();
  const visit = (type: FieldType): void => {
    if (type.type === "object") visitObject(type);
    if (type.type === "array") visit(type.items);
    if (type.type === "map") visit(type.values);
    if (type.type === "marker") type.fields.forEach(visitField);
  };
  const visitField = (field: Field): void => {
    owners.set(`${field.declaredIn}.${field.name}`, { ...field.tags });
    visit(field.type);
  };
  const visitObject = (type: ObjectType): void => {
    owners.set(type.name, { ...type.tags });
    type.fields.forEach(visitField);
  };
  for (const kind of kinds) {
    for (const part of [kind.spec, kind.status]) visitObject(part);
  }
  const count: Record<string, number> = Object.fromEntries(tagNames.map((name) => [name, 0]));
  for (const tags of [...owners.values(), ...kinds.map(tagsOfKind)]) {
    for (const [name, value] of Object.entries(tags)) {
      const times = name === "exactlyOne" || name === "atMostOne" ? (value as unknown[]).length : 1;
      count[name] = (count[name] ?? 0) + times;
    }
  }
  return count;
}

/** A kind's own tags and those of its parts, back from what the generator made of them. */
function tagsOfKind(kind: Model["kinds"][number]): Record<string, unknown> {
  const { group, version, plural, singular, shortNames, categories, printColumns, protect, statusDefault, embedded } =
    kind;
  return {
    group,
    version,
    plural,
    singular,
    ...(shortNames.length > 0 ? { shortNames } : {}),
    ...(categories.length > 0 ? { categories } : {}),
    ...(printColumns.length > 0 ? { printColumns } : {}),
    ...(protect ? { protect } : {}),
    ...(embedded ? { embedded } : {}),
    ...(statusDefault === undefined ? {} : { default: statusDefault }),
  };
}
