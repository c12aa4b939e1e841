import path from "node:path";
import ts from "typescript";
import { beforeAll, describe, expect, it } from "vitest";

const root = path.resolve(__dirname, "../../..");
const file = path.join(root, "test/sdk/cdk8s/program-in-an-editor.ts");
const program = `import { AtlasDatabaseUser, AtlasProject } from "../../../sdk/cdk8s";
import type { Construct } from "constructs";
declare const scope: Construct;
const project = new AtlasProject(scope, "p", { name: "shop", settings: { isDataExplorerEnabled: true } });
new AtlasDatabaseUser(scope, "u", { projectRef: project, username: "app", roles: [{ roleName: "r", databaseName: "d" }] });
`;

describe("hovering in an editor", () => {
  let service: ts.LanguageService;

  beforeAll(() => {
    const config = ts.readConfigFile(path.join(root, "tsconfig.json"), ts.sys.readFile);
    const { options } = ts.parseJsonConfigFileContent(config.config, ts.sys, root);
    service = ts.createLanguageService({
      ...ts.sys,
      getCompilationSettings: () => options,
      getScriptFileNames: () => [file],
      getScriptVersion: () => "1",
      getScriptSnapshot: (name) => {
        const text = name === file ? program : ts.sys.readFile(name);
        return text === undefined ? undefined : ts.ScriptSnapshot.fromString(text);
      },
      useCaseSensitiveFileNames: () => ts.sys.useCaseSensitiveFileNames,
      getCurrentDirectory: () => root,
      getDefaultLibFileName: ts.getDefaultLibFilePath,
      fileExists: (name) => name === file || ts.sys.fileExists(name),
    });
  });

  it.each([
    ["projectRef:", "Project the user belongs to"],
    ["username:", "Name to log in with"],
    ["roleName:", "Role"],
    ["isDataExplorerEnabled:", ""],
    ["AtlasDatabaseUser(", "A user who logs in to the databases of a project."],
  ])("%s shows what the model says of it", (where, documentation) => {
    const info = service.getQuickInfoAtPosition(file, program.indexOf(where) + 1);
    const text = ts.displayPartsToString(info?.documentation);
    expect(text).not.toBe("");
    expect(text).toContain(documentation);
  });

  it("finds no fault in the program", () => {
    const texts = service
      .getSemanticDiagnostics(file)
      .map((one) => ts.flattenDiagnosticMessageText(one.messageText, "\n"));
    expect(texts).toEqual([]);
  });
});
