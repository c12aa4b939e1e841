import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import ts from "typescript";
import { docComment } from "./doc-comment";
import { type Field, type Kind, type Model, type ObjectType, type RuleFile, ruleFiles } from "./model";
import { assertReferencesFit } from "./references";
import { ModelError, type Tags } from "./tags";
import { TypeReader } from "./types";

/**
 * Reads the model from its TypeScript sources: every file directly in `sdk/model` that exports an interface with a `@plural` tag
 * declares a kind.
 *
 * @param root Root of the repository.
 * @throws ModelError naming the place in the source that the generator cannot use
 */
export function readModel(root: string): Model {
  const directory = path.join(root, "sdk", "model");
  const files = readdirSync(directory)
    .filter((name) => name.endsWith(".ts"))
    .map((name) => path.join(directory, name))
    .filter((file) => readFileSync(file, "utf8").includes("@plural"));
  const program = ts.createProgram(files, {
    target: ts.ScriptTarget.ES2023,
    module: ts.ModuleKind.NodeNext,
    moduleResolution: ts.ModuleResolutionKind.NodeNext,
    strict: true,
    // The model is written in the basic types only: the rest of the library would take most of the time.
    lib: ["lib.es5.d.ts"],
    skipLibCheck: true,
    types: [],
  });
  const checker = program.getTypeChecker();
  const kinds = files.flatMap((file) => {
    const source = program.getSourceFile(file);
    return source ? kindsOf(source, checker) : [];
  });
  kinds.sort((a, b) => (a.kind < b.kind ? -1 : 1));
  if (kinds.length === 0) throw new ModelError(`no kind found under ${directory}`);
  assertReferencesFit(kinds);
  return { kinds };
}

function kindsOf(source: ts.SourceFile, checker: ts.TypeChecker): Kind[] {
  const symbol = checker.getSymbolAtLocation(source);
  const exported = symbol ? checker.getExportsOfModule(symbol) : [];
  const own = exported.filter((one) => one.declarations?.some((node) => node.getSourceFile() === source));
  const module = path.basename(source.fileName, ".ts");
  const rules = (Object.keys(ruleFiles) as RuleFile[]).filter((rule) =>
    existsSync(path.join(path.dirname(source.fileName), module, `${ruleFiles[rule]}.ts`)),
  );
  return own
    .filter((one) => one.declarations?.some(ts.isInterfaceDeclaration))
    .filter((one) => docComment(one).tags.some((tag) => tag.name === "plural"))
    .map((one) => readKind(one, module, rules, new TypeReader(checker)));
}

function readKind(symbol: ts.Symbol, module: string, rules: RuleFile[], reader: TypeReader): Kind {
  const kind = symbol.name;
  const root = reader.object(reader.typeOf(symbol), kind);
  const { spec, status } = { spec: part(root, "spec"), status: part(root, "status") };
  return {
    kind,
    group: needed(root.tags, "group", kind),
    version: needed(root.tags, "version", kind),
    plural: needed(root.tags, "plural", kind),
    singular: needed(root.tags, "singular", kind),
    shortNames: root.tags.shortNames ?? [],
    categories: root.tags.categories ?? [],
    printColumns: root.tags.printColumns ?? [],
    description: root.description,
    module,
    specType: spec.type.name,
    statusType: status.type.name,
    spec: spec.type,
    status: status.type,
    statusDefault: status.tags.default,
    specRequired: spec.required,
    protect: root.tags.protect === true,
    embedded: root.tags.embedded === true,
    rules,
  };
}

function part(root: ObjectType, name: string): Field & { type: ObjectType } {
  const field = root.fields.find((one) => one.name === name);
  if (field?.type.type !== "object") throw new ModelError(`${root.name}.${name} must be an interface`);
  return { ...field, type: field.type };
}

function needed(tags: Tags, name: "group" | "version" | "plural" | "singular", kind: string): string {
  const value = tags[name];
  if (value === undefined) throw new ModelError(`${kind} has no @${name}`);
  return value;
}

/** Root of the repository that a file of it belongs to. */
export function repositoryRoot(from: string): string {
  for (let at = path.resolve(from); ; at = path.dirname(at)) {
    if (existsSync(path.join(at, "sdk", "model", "markers.ts"))) return at;
    if (at === path.dirname(at)) throw new ModelError(`${from} is not inside the repository of atlas-iac`);
  }
}
