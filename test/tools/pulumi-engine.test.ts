import { existsSync } from "node:fs";
import { truncate } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { descendants } from "../../tools/engines/process-tree";
import { type ProgramDirectory, programDirectory } from "../../tools/engines/program-directory";
import { PulumiStack } from "../../tools/engines/pulumi-stack";
import { describeWithEngine } from "../../tools/engines/require-engine";

const PROGRAM = `
import * as pulumi from "@pulumi/pulumi";

interface NoteInputs { text: string; token: string }

const provider: pulumi.dynamic.ResourceProvider<NoteInputs, NoteInputs> = {
  async create(inputs) {
    if (inputs.text === "slow") {
      require("node:fs").writeFileSync(process.env.CREATING!, "");
      await new Promise((resolve) => setTimeout(resolve, 60_000));
    }
    return { id: "note-" + inputs.text, outs: inputs };
  },
  async diff(_id, olds, news) {
    return { changes: olds.text !== news.text, replaces: [] };
  },
  async update(_id, _olds, news) {
    return { outs: news };
  },
};

class Note extends pulumi.dynamic.Resource {
  declare readonly text: pulumi.Output<string>;
  constructor(name: string, args: { text: pulumi.Input<string>; token: pulumi.Input<string> }) {
    super(provider, name, args, { additionalSecretOutputs: ["token"] });
  }
}

const config = new pulumi.Config("notes");
const first = new Note("first", { text: config.require("text"), token: config.requireSecret("token") });
new Note("second", { text: first.id, token: "plain" });
export const id = first.id;
`;

describeWithEngine("pulumi", "a real Pulumi engine", () => {
  let program: ProgramDirectory;
  let stack: PulumiStack;

  beforeAll(async () => {
    program = await programDirectory({ "index.ts": PROGRAM });
    stack = await PulumiStack.create({
      program: program.path,
      config: { "notes:text": "one", "notes:token": { secret: "s3cret-value" } },
    });
  });

  afterAll(async () => {
    await stack?.dispose();
    await program?.remove();
  });

  it("previews a TypeScript program without creating anything", async () => {
    const preview = await stack.preview({ json: true });
    expect(preview.stderr).toBe("");
    expect(preview.exitCode).toBe(0);
    expect(JSON.parse(preview.stdout).changeSummary).toEqual({ create: 3 });
    expect((await stack.exportState()).deployment.resources ?? []).toEqual([]);
  });

  it("creates dynamic resources, tells its events as they happen and keeps secrets encrypted", async () => {
    const created = new Set<string | undefined>();
    const up = await stack.up({
      onEvent: ({ resOutputsEvent }) => {
        if (resOutputsEvent?.metadata.op === "create") created.add(resOutputsEvent.metadata.urn.split("::").at(-1));
      },
    });
    expect(up.stdout + up.stderr).not.toContain("s3cret-value");
    expect(up.exitCode).toBe(0);
    expect(up.changes).toEqual({ create: 3 });
    expect([...created]).toEqual(expect.arrayContaining(["first", "second"]));
    expect(await stack.output()).toEqual({ id: "note-one" });
    expect(JSON.stringify(await stack.exportState())).not.toContain("s3cret-value");
    expect(JSON.stringify(await stack.exportState({ showSecrets: true }))).toContain("s3cret-value");
  });

  it("reports a change of the configuration as an update of the resource it reaches", async () => {
    await stack.setConfig("notes:text", "two");
    const preview = await stack.preview();
    expect(preview.changes).toMatchObject({ update: 1 });
  });

  it("answers a program that throws with its message and a non-zero exit code", async () => {
    await program.write({ "index.ts": "throw new Error('the program says no');" });
    const up = await stack.up();
    expect(up.exitCode).not.toBe(0);
    expect(up.stdout + up.stderr).toContain("the program says no");
    await program.write({ "index.ts": PROGRAM });
  });

  it.each([
    { what: "everything", because: "machines die" },
    { what: "engine", because: "engines crash while a provider is at work" },
  ] as const)("can be killed ($what) in a create, cancelled and taken up again: $because", async ({ what }) => {
    const creating = join(program.path, `creating-${what}`);
    const other = await PulumiStack.create({
      program: program.path,
      config: { "notes:text": "slow", "notes:token": { secret: "t" } },
      env: { CREATING: creating },
    });
    const run = other.up();
    await vi.waitFor(() => expect(existsSync(creating)).toBe(true), { timeout: 60_000 });
    const killed = await run.kill(what);
    expect(killed.exitCode).toBeNull();
    expect((await other.exportState()).deployment.pending_operations).toHaveLength(1);
    // The worst instant of a kill in a save: the attributes of the checkpoint are truncated and not yet written.
    await truncate(join(other.home, "backend", ".pulumi", "stacks", "test", `${other.stackName}.json.attrs`));
    await other.cancel();
    await other.setConfig("notes:text", "quick");
    const again = await other.up();
    expect(again.exitCode).toBe(0);
    expect((await other.destroy()).exitCode).toBe(0);
    await other.dispose();
    expect(await descendants(process.pid)).toEqual([]);
  });

  it("destroys what it created", async () => {
    const destroy = await stack.destroy();
    expect(destroy.exitCode).toBe(0);
    expect(destroy.changes).toEqual({ delete: 3 });
    expect((await stack.exportState()).deployment.resources ?? []).toEqual([]);
  });
});
