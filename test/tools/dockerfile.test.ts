import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { deployment } from "../../sdk/cdk8s/operator/deployment";
import { settled } from "../../sdk/cdk8s/operator/install";

const root = join(__dirname, "../..");
const read = (file: string): string => readFileSync(join(root, file), "utf8");
/** Instructions, with continued lines joined. */
const instructions = read("Dockerfile")
  .replace(/\\\n/g, " ")
  .split("\n")
  .filter((line) => line !== "" && !line.startsWith("#"))
  .map((line) => /^(\w+)\s+(.*)$/.exec(line)?.slice(1) ?? ["", line]);
const argumentsOf = (name: string): string[] =>
  instructions.flatMap(([word, rest = ""]) => (word === name ? [rest] : []));

describe("the Dockerfile", () => {
  it("pins every base image by a full version", () => {
    const images = argumentsOf("FROM").map((rest) => rest.split(" ")[0] ?? "");
    expect(images.length).toBeGreaterThan(1);
    for (const image of images) expect(image).toMatch(/^[a-z/]+:\d+\.\d+\.\d+-/);
  });

  it("has the Go that the schema engine is written for, and a Node.js that the package takes", () => {
    const go = /^go (\S+)$/m.exec(read("provider/schema/engine/go.mod"))?.[1];
    expect(argumentsOf("FROM").some((image) => image.startsWith(`golang:${go}-`))).toBe(true);
    expect(argumentsOf("FROM").at(-1)).toMatch(/^node:24\./);
  });

  it("runs as the user of the Deployment, by number, so that Kubernetes can tell that it is not root", () => {
    const user = argumentsOf("USER").at(-1);
    expect(user).toMatch(/^[1-9]\d*:[1-9]\d*$/);
    const last = instructions.map(([word]) => word).lastIndexOf("FROM");
    expect(instructions.slice(last).map(([word]) => word)).toContain("USER");
    expect(JSON.stringify(deployment(settled({})))).toContain(`"runAsUser":${user?.split(":")[0]}`);
  });

  it("takes no secrets: no build arguments, and none in its environment", () => {
    expect(argumentsOf("ARG")).toEqual([]);
    expect(argumentsOf("ADD")).toEqual([]);
    expect(argumentsOf("ENV").join(" ")).not.toMatch(/key|secret|token|password/i);
  });

  it("starts the operator from where the package puts its command", () => {
    const [entry = ""] = argumentsOf("ENTRYPOINT");
    const { bin } = JSON.parse(read("package.json"));
    const command = `/app/node_modules/atlas-iac/${bin["atlas-iac"].replace(/^\.\//, "")}`;
    expect(JSON.parse(entry)).toEqual(["node", command, "operator"]);
  });

  it("is sent what it copies, and neither history nor what was built here", () => {
    const sent = read(".dockerignore").split("\n");
    const [first] = sent.filter((line) => line !== "" && !line.startsWith("#"));
    expect(first).toBe("*");
    const taken = sent.flatMap((line) => (line.startsWith("!") ? [line.slice(1)] : []));
    for (const path of taken) expect(existsSync(join(root, path)), path).toBe(true);
    for (const path of ["package.json", "package-lock.json", ".npmrc", "sdk", "provider", "cli", "crds"]) {
      expect(taken).toContain(path);
    }
    for (const path of [".git", "test", ".cache", "dist"]) expect(taken).not.toContain(path);
    expect(sent).toEqual(expect.arrayContaining(["**/node_modules", "**/dist", "**/.env", "**/*.pem", "**/*.key"]));
  });
});
