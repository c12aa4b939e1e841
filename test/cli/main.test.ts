import { once } from "node:events";
import { describe, expect, it } from "vitest";
import { coloursFor } from "../../cli/colours";
import { commands } from "../../cli/commands";
import { FileError } from "../../cli/errors";
import { refuseOldNode } from "../../cli/node-version";
import { describeError } from "../../cli/print-error";
import { createProgram } from "../../cli/program";
import { atlasIac, root, start } from "./atlas-iac";

const { version }: { version: string } = require(`${root}/package.json`);

describe("atlas-iac", () => {
  it.each<{ args: string[]; code: number; out?: string; err?: string; because: string }>([
    { args: ["--version"], code: 0, out: `${version}\n`, because: "the version was asked for" },
    {
      args: ["version"],
      code: 0,
      out: `atlas-iac version v${version}\n`,
      because: "it was asked for as of the official one",
    },
    { args: ["help", "crds"], code: 0, out: "--write <directory>", because: "help was asked for" },
    { args: [], code: 1, err: "Commands:", because: "a command is needed" },
    { args: ["plna"], code: 1, err: "(Did you mean plan?)", because: "there is no such command" },
    { args: ["plan", "--jsn", "x"], code: 1, err: "(Did you mean --json?)", because: "there is no such option" },
    { args: ["plan"], code: 1, err: "missing required argument 'path'", because: "a path is needed" },
  ])("ends with $code, as $because", async ({ args, code, out = "", err = "" }) => {
    const run = await atlasIac(args);
    expect(run.code).toBe(code);
    expect(run.out).toContain(out);
    expect(run.err).toContain(err);
  });

  it("ends as others do when nobody reads any more", async () => {
    const child = start(["crds"]);
    child.stdout?.once("data", () => child.stdout?.destroy());
    let err = "";
    child.stderr?.on("data", (text) => {
      err += text;
    });
    const [code]: unknown[] = await once(child, "close");
    expect({ code, err }).toEqual({ code: 141, err: "" });
  });

  it("describes commands in its list as they describe themselves", async () => {
    const program = await createProgram(() => true);
    const described = program.commands.map((command) => [command.name(), command.description()]);
    expect(described).toEqual(commands.map(({ name, description }) => [name, description]));
  });
});

describe("a Node.js that is too old", () => {
  it.each(["20.20.2", "22.18.0", "8.17.0"])("is told so: %s", (running) => {
    expect(() => refuseOldNode(running)).toThrow(`atlas-iac needs Node 22.19 or newer, and this is Node ${running}`);
  });

  it.each(["22.19.0", "22.20.1", "24.0.0", "24.0.0-nightly", process.versions.node])(
    "is none of these: %s",
    (running) => {
      expect(() => refuseOldNode(running)).not.toThrow();
    },
  );
});

describe("an error", () => {
  const cause = new Error("ENOENT: no such file");
  const error = new FileError("Cannot read a.yaml", { hint: "Name another file.", cause });

  it("is told with what to do about it", () => {
    expect(describeError(error, false)).toBe("Error: Cannot read a.yaml\n  Name another file.\n");
  });

  it("is told with what is behind it when asked", () => {
    expect(describeError(error, true)).toContain("caused by: Error: ENOENT: no such file");
  });

  it("is called a defect when it was not thrown on purpose", () => {
    expect(describeError(new TypeError("x is undefined"), false)).toContain("This is a defect of atlas-iac");
  });
});

describe("colours", () => {
  it.each<{ stream: { isTTY?: boolean }; env: NodeJS.ProcessEnv; coloured: boolean; because: string }>([
    { stream: { isTTY: true }, env: {}, coloured: true, because: "somebody looks" },
    { stream: {}, env: {}, coloured: false, because: "a file keeps what is printed" },
    { stream: { isTTY: true }, env: { NO_COLOR: "1" }, coloured: false, because: "none were asked for" },
    { stream: { isTTY: true }, env: { TERM: "dumb" }, coloured: false, because: "the terminal has none" },
    { stream: {}, env: { FORCE_COLOR: "1" }, coloured: true, because: "a CI system shows them" },
    { stream: {}, env: { FORCE_COLOR: "1", NO_COLOR: "1" }, coloured: false, because: "none wins" },
  ])("are there or not, as $because", ({ stream, env, coloured }) => {
    expect(coloursFor(stream, env).red("x") !== "x").toBe(coloured);
  });
});
