import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { describeWithEngine } from "../../tools/engines/require-engine";
import { writesOf } from "./pulumi/api-calls";
import { type AtlasStack, atlasStack } from "./pulumi/atlas-stack";
import { clusterLife, flexLife } from "./pulumi/deployment-life";
import type { Lifecycle } from "./pulumi/lifecycle";
import { projectLife } from "./pulumi/project-life";
import { teamLife } from "./pulumi/team-life";
import { userLife } from "./pulumi/user-life";

const lives = [projectLife, teamLife, userLife, clusterLife, flexLife];

describeWithEngine("pulumi", "the life of each kind through the real Pulumi engine", () => {
  for (const life of lives) describe(life.title ?? life.kind, () => live(life));
});

function live(life: Lifecycle): void {
  let bench: AtlasStack;
  let facts: Record<string, string>;
  let args: Record<string, unknown>;

  beforeAll(async () => {
    bench = await atlasStack({
      config: { "test:password": { secret: "first-pass-word" }, "test:rotated": { secret: "second-pass-word" } },
    });
    facts = life.prepare(bench.simulator);
    args = life.args(facts);
  });
  afterAll(() => bench?.close());

  const declare = () => bench.declare({ kind: life.kind, name: "it", args });

  it("is announced by a preview that writes nothing", async () => {
    await declare();
    const preview = await bench.stack.preview();
    expect(preview.stdout + preview.stderr).not.toContain("error");
    expect(preview.changes).toEqual({ create: 2 });
    expect(bench.writes()).toEqual([]);
  });

  it("is created", async () => {
    const up = await bench.stack.up();
    expect(up.stdout + up.stderr).not.toContain("error");
    expect(up.changes).toEqual({ create: 2 });
    expect(bench.writes()).toEqual(life.create);
  });

  it("is left alone when nothing changed", async () => {
    const up = await bench.stack.up();
    expect(up.changes).toEqual({ same: 2 });
    expect(bench.writes()).toEqual([]);
  });

  it("shows no drift to a refresh", async () => {
    const refresh = await bench.stack.refresh({ args: ["--expect-no-changes"] });
    expect(refresh.exitCode, refresh.stdout + refresh.stderr).toBe(0);
    expect(bench.writes()).toEqual([]);
  });

  it.each(life.changes)("is changed in place: $title", async (change) => {
    args = { ...args, ...filled(change.args, facts) };
    await declare();
    const up = await bench.stack.up();
    expect(up.changes, up.stdout + up.stderr).toEqual({ same: 1, update: 1 });
    expect(bench.writes()).toEqual(change.calls);
    if (change.listed) expect(writesOf(...change.listed)).toEqual(change.calls);
  });

  it("is in sync after all its changes", async () => {
    const again = await bench.stack.preview({ args: ["--refresh", "--expect-no-changes"] });
    expect(again.exitCode, again.stdout + again.stderr).toBe(0);
    expect(bench.writes()).toEqual([]);
  });

  it(`is mended after ${life.drift.title}, once a refresh has found it`, async () => {
    const { operation, call } = life.drift.by(facts, bench.simulator);
    bench.simulator.behindTheBack(operation, call);
    const refresh = await bench.stack.refresh();
    expect(refresh.changes, refresh.stdout + refresh.stderr).toMatchObject({ update: 1 });
    expect(bench.writes()).toEqual([]);
    const up = await bench.stack.up();
    expect(up.changes, up.stdout + up.stderr).toEqual({ same: 1, update: 1 });
    expect(bench.writes()).toEqual(life.drift.calls);
    const clean = await bench.stack.refresh({ args: ["--expect-no-changes"] });
    expect(clean.exitCode, clean.stdout).toBe(0);
  });

  const { replace } = life;
  if (replace !== undefined) {
    it("is replaced where it cannot be changed", async () => {
      args = { ...args, ...replace.args };
      await declare();
      const up = await bench.stack.up();
      expect(up.changes, up.stdout + up.stderr).toMatchObject({ replace: 1 });
      expect(bench.writes()).toEqual(replace.calls);
    });
  }

  it("is taken over by the import option without a write, or says what differs", async () => {
    const existing = life.existing(facts, bench.simulator);
    const options = { import: existing.id };
    const importer = await bench.another();
    await bench.declare({ kind: life.kind, name: "it", args: { ...existing.args, ...existing.different }, options });
    const refused = await importer.preview();
    expect(refused.exitCode).not.toBe(0);
    expect(refused.stdout + refused.stderr).toContain("cannot be imported: it differs from the declaration");
    expect(refused.stdout + refused.stderr).toContain(existing.says);
    await bench.declare({ kind: life.kind, name: "it", args: existing.args, options });
    const up = await importer.up();
    expect(up.exitCode, up.stdout + up.stderr).toBe(0);
    expect(bench.writes()).toEqual([]);
    await bench.declare({ kind: life.kind, name: "it", args: existing.args });
    expect((await importer.up()).changes).toEqual({ same: 2 });
    expect((await importer.destroy()).exitCode).toBe(0);
    expect(bench.writes()).toEqual(life.remove);
  });

  it("is gone after a destroy", async () => {
    const destroy = await bench.stack.destroy();
    expect(destroy.exitCode, destroy.stdout + destroy.stderr).toBe(0);
    expect(bench.writes()).toEqual(life.remove);
    expect(life.gone(facts, bench.simulator)).toBe(true);
  });
}

/** `value` with `{ $fact: name }` replaced by what was prepared under that name. */
function filled<Value>(value: Value, facts: Record<string, string>): Value {
  const text = JSON.stringify(value).replaceAll(/\{"\$fact":"(\w+)"\}/g, (_all, name) => JSON.stringify(facts[name]));
  return JSON.parse(text) as Value;
}
