import { join, resolve } from "node:path";
import ts from "typescript";
import { describe, expect, it } from "vitest";
import { type KindName, kindNames, specSchema } from "../../sdk/model/kinds";

const REPOSITORY = resolve(__dirname, "../..");
const PROGRAM = join(REPOSITORY, "test/package/hovered-program.ts");

/** How a program hands a spec to each engine. */
const ENGINES = [
  {
    engine: "pulumi",
    module: "../../sdk/pulumi",
    create: (kind: KindName, spec: string) => `new atlas.${kind}("x", ${spec});`,
    /** Pulumi itself takes an input called `id`, so these kinds call theirs otherwise. */
    renamed: { "AtlasNetworkContainer.id": "containerId", "AtlasNetworkPeering.id": "peerId" } as Record<
      string,
      string
    >,
  },
  {
    engine: "cdk8s",
    module: "../../sdk/cdk8s",
    create: (kind: KindName, spec: string) => `new atlas.${kind}(undefined as never, "x", ${spec});`,
    renamed: {} as Record<string, string>,
  },
] as const;

type Engine = (typeof ENGINES)[number];

/** The documentation an editor shows for each marked place of a program. */
class Hover {
  private text = "";
  private version = 0;
  private readonly service: ts.LanguageService;

  constructor() {
    const { config } = ts.readConfigFile(join(REPOSITORY, "tsconfig.json"), ts.sys.readFile);
    const { options } = ts.parseJsonConfigFileContent(config, ts.sys, REPOSITORY);
    this.service = ts.createLanguageService({
      getScriptFileNames: () => [PROGRAM],
      getScriptVersion: (file) => (file === PROGRAM ? String(this.version) : "0"),
      getScriptSnapshot: (file) => {
        const text = file === PROGRAM ? this.text : ts.sys.readFile(file);
        return text === undefined ? undefined : ts.ScriptSnapshot.fromString(text);
      },
      getCurrentDirectory: () => REPOSITORY,
      getCompilationSettings: () => options,
      getDefaultLibFileName: ts.getDefaultLibFilePath,
      fileExists: (file) => file === PROGRAM || ts.sys.fileExists(file),
      readFile: ts.sys.readFile,
      readDirectory: ts.sys.readDirectory,
      directoryExists: ts.sys.directoryExists,
      getDirectories: ts.sys.getDirectories,
    });
  }

  /** @param marked a program with `|` before each name to hover over */
  documentation(marked: string): string[] {
    const positions: number[] = [];
    this.text = marked.replaceAll("|", (_, offset: number) => {
      positions.push(offset - positions.length);
      return "";
    });
    this.version++;
    return positions.map((position) =>
      ts.displayPartsToString(this.service.getQuickInfoAtPosition(PROGRAM, position)?.documentation),
    );
  }
}

const hover = new Hover();

function program({ module, create }: Engine, kind: KindName, spec: string): string {
  return `import * as atlas from "${module}";\n${create(kind, spec)}\n`;
}

/** Doc comments are broken into lines in the source and in the hover, not in the schema. */
function inOneLine(text: string | undefined): string {
  return (text ?? "").replace(/\s+/g, " ").trim();
}

describe.each(ENGINES)("hovering over a field in a $engine program", (engine) => {
  it.each(kindNames)("shows what the model says of every field of %s", (kind) => {
    const fields = Object.entries(specSchema(kind).properties ?? {});
    expect(fields.length).toBeGreaterThan(0);
    const names = fields.map(([field]) => engine.renamed[`${kind}.${field}`] ?? field);
    const shown = hover.documentation(
      program(engine, kind, `{ ${names.map((name) => `|${name}: 1 as never`).join(", ")} }`),
    );
    for (const [index, [field, schema]] of fields.entries()) {
      // The first paragraph: what follows it may be rendered as lists.
      const expected = inOneLine(schema.description?.split("\n\n")[0]);
      expect(expected, `${kind}.${field} has no documentation in the model`).not.toBe("");
      expect(inOneLine(shown[index]), `${kind}.${field}`).toContain(expected);
    }
  });

  it.each([
    {
      kind: "AtlasProject",
      spec: "{ projectIpAccessList: [{ |cidrBlock: 1 as never }] }",
      path: ["projectIpAccessList", "cidrBlock"],
    },
    { kind: "AtlasDatabaseUser", spec: "{ roles: [{ |roleName: 1 as never }] }", path: ["roles", "roleName"] },
    {
      kind: "AtlasDeployment",
      spec: "{ deploymentSpec: { replicationSpecs: [{ regionConfigs: [{ |priority: 1 as never }] }] } }",
      path: ["deploymentSpec", "replicationSpecs", "regionConfigs", "priority"],
    },
  ] as const)("shows it at any depth: $kind $path", ({ kind, spec, path }) => {
    let schema = specSchema(kind);
    for (const name of path) schema = (schema.items ?? schema).properties?.[name] ?? {};
    expect(schema.description, path.join(".")).toBeTruthy();
    const [shown] = hover.documentation(program(engine, kind, spec));
    expect(inOneLine(shown)).toContain(inOneLine(schema.description?.split("\n\n")[0]));
  });

  it("shows nothing where there is nothing to show, so that the checks above can fail", () => {
    expect(hover.documentation(program(engine, "AtlasProject", "{ |noSuchField: 1 as never }"))).toEqual([""]);
  });
});
