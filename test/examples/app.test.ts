import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { parseAllDocuments } from "yaml";
import { connectionSecretName } from "../../sdk/model/connection-secret-name";
import { runCommand } from "../../tools/engines/command";
import { exampleDirectory, synthesize, typeFaults } from "./synthesize";

type Written = Awaited<ReturnType<typeof synthesize>>;

const service = join(exampleDirectory("app"), "service.ts");

describe("the chart of examples/app", () => {
  let written: Written;

  beforeAll(async () => {
    written = await synthesize("app");
  });

  it("is written without a fault", () => {
    expect(written.faults).toEqual([]);
    const kinds = ["AtlasProject", "AtlasDeployment", "AtlasDatabaseUser", "Deployment", "Service"];
    expect(written.objects.map(({ kind }) => kind)).toEqual(kinds);
  });

  it("gives the container the Secret that the operator writes for its user", () => {
    const names = { projectName: "greetings", deploymentName: "greetings", username: "greetings" };
    const [file] = written.texts;
    const objects = parseAllDocuments(file?.text ?? "").map((document) => document.toJS());
    const workload = objects.find(({ kind }) => kind === "Deployment");
    expect(workload.spec.template.spec.containers[0].env).toContainEqual({
      name: "MONGODB_URI",
      valueFrom: { secretKeyRef: { name: connectionSecretName(names), key: "connectionStringStandardSrv" } },
    });
  });

  it("has no type fault", async () => {
    expect(await typeFaults("app")).toBe("");
  });
});

describe("the service of examples/app", () => {
  it("answers, and shows neither user nor password", async () => {
    const env = { ...process.env, PORT: "0", MONGODB_URI: "mongodb+srv://ann:hidden@db.example/shop" };
    const child = spawn(process.execPath, [service], { env, stdio: ["ignore", "pipe", "inherit"] });
    try {
      const [line] = await once(child.stdout, "data");
      const said = String(line);
      const port = /port (\d+)/.exec(said)?.[1];
      const answer = await fetch(`http://127.0.0.1:${port}/`);
      expect(await answer.json()).toEqual({ hello: "world", database: "db.example" });
      expect((await fetch(`http://127.0.0.1:${port}/healthz`)).status).toBe(200);
      expect((await fetch(`http://127.0.0.1:${port}/else`)).status).toBe(404);
      expect(said).not.toMatch(/ann|hidden/);
    } finally {
      child.kill("SIGTERM");
      await once(child, "exit");
    }
  });

  it.each([
    { because: "it is missing", uri: undefined, says: "MONGODB_URI is not set" },
    { because: "it is none", uri: "mongodb://ann:hidden@a:b", says: "MONGODB_URI is no mongodb:// address" },
    { because: "it is of another kind", uri: "postgres://ann:hidden@a/b", says: "MONGODB_URI is no mongodb://" },
  ])("refuses a connection string without showing it: $because", async ({ uri, says }) => {
    const { MONGODB_URI: _ours, ...rest } = process.env;
    const env = uri === undefined ? rest : { ...rest, MONGODB_URI: uri };
    const { exitCode, stderr } = await runCommand(process.execPath, [service], { env });
    expect(exitCode).not.toBe(0);
    expect(stderr).toContain(says);
    expect(stderr).not.toContain("hidden");
  });
});
