import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { PulumiStack } from "../../tools/engines/pulumi-stack";
import { describeWithEngine } from "../../tools/engines/require-engine";
import { writesOf } from "./pulumi/api-calls";
import { clusterLife, flexLife } from "./pulumi/deployment-life";
import type { Lifecycle } from "./pulumi/lifecycle";
import { Lives, type Outcome, resourceOf } from "./pulumi/lives";
import { projectLife } from "./pulumi/project-life";
import { teamLife } from "./pulumi/team-life";
import { userLife } from "./pulumi/user-life";

const lives = [projectLife, teamLife, userLife, clusterLife, flexLife];
const rounds = Array.from({ length: Math.max(...lives.map(({ changes }) => changes.length)) }, (_, index) => index);

describeWithEngine("pulumi", "the life of each kind through the real Pulumi engine", () => {
  let world: Lives;

  beforeAll(async () => {
    world = await Lives.begin(lives);
  });
  afterAll(() => world?.bench.close());

  /** One run of the engine, at which each life's part is looked at by itself. */
  function step(title: string, act: () => Promise<Outcome>, look: (outcome: Outcome, life: Lifecycle) => void): void {
    describe(title, () => {
      let outcome: Outcome;
      beforeAll(async () => {
        outcome = await act();
      });
      it.each(lives)("$title", (life) => look(outcome, life));
    });
  }

  const up = () => world.outcome(world.bench.stack.up());
  const refresh = (...args: string[]) => world.outcome(world.bench.stack.refresh({ args }));

  /** Each life's step and writes; one without them has been left alone. */
  function expectOf(outcome: Outcome, life: Lifecycle, steps: string[], writes: readonly string[] = []): void {
    const living = world.of(life);
    expect(outcome.steps(living), outcome.said).toEqual(steps);
    expect(outcome.writes(living)).toEqual(writes);
  }

  step(
    "is announced by a preview that writes nothing",
    () => world.outcome(world.bench.stack.preview()),
    (preview, life) => {
      expect(preview.said).not.toContain("error");
      expectOf(preview, life, ["create"]);
    },
  );

  step("is created", up, (outcome, life) => {
    expect(outcome.said).not.toContain("error");
    expectOf(outcome, life, ["create"], life.create);
  });

  step("is left alone when nothing changed", up, (outcome, life) => {
    expect(outcome.run.changes).toEqual({ same: lives.length + 1 });
    expectOf(outcome, life, ["same"]);
  });

  step(
    "shows no drift to a refresh",
    () => refresh("--expect-no-changes"),
    ({ run, said, writes }, life) => {
      expect(run.exitCode, said).toBe(0);
      expect(writes(world.of(life))).toEqual([]);
    },
  );

  describe.each(rounds)("change %#", (round) => {
    let outcome: Outcome;
    beforeAll(async () => {
      await world.declare(({ changes }) => changes[round]?.args);
      outcome = await up();
    });

    const changing = lives.filter(({ changes }) => changes[round]);
    it.each(changing.map((life) => ({ life, title: life.title, change: life.changes[round] })))(
      "of $title is made in place: $change.title",
      ({ life, change }) => {
        expectOf(outcome, life, ["update"], change?.calls);
        if (change?.listed) expect(writesOf(...change.listed)).toEqual(change.calls);
      },
    );

    it("leaves the others alone", () => {
      for (const life of lives) if (!changing.includes(life)) expectOf(outcome, life, ["same"]);
    });
  });

  step(
    "is in sync after all its changes",
    () => world.outcome(world.bench.stack.preview({ args: ["--refresh", "--expect-no-changes"] })),
    ({ run, said, writes }, life) => {
      expect(run.exitCode, said).toBe(0);
      expect(writes(world.of(life))).toEqual([]);
    },
  );

  describe("what somebody else did", () => {
    let found: Outcome;
    let mended: Outcome;
    let clean: Outcome;
    beforeAll(async () => {
      for (const { life, facts } of world.all) {
        const { operation, call } = life.drift.by(facts, world.bench.simulator);
        world.bench.simulator.behindTheBack(operation, call);
      }
      found = await refresh();
      mended = await up();
      clean = await refresh("--expect-no-changes");
    });

    it.each(lives)("to $title is mended once a refresh has found it: $drift.title", (life) => {
      expectOf(found, life, ["update"]);
      expectOf(mended, life, ["update"], life.drift.calls);
      expect(clean.run.exitCode, clean.said).toBe(0);
    });
  });

  describe("where it cannot be changed", () => {
    let outcome: Outcome;
    beforeAll(async () => {
      await world.declare(({ replace }) => replace?.args);
      outcome = await up();
    });

    it.each(lives.filter(({ replace }) => replace))("$title is replaced", (life) => {
      const living = world.of(life);
      expect(outcome.steps(living), outcome.said).toContain("replace");
      expect(outcome.writes(living)).toEqual(life.replace?.calls);
    });

    it("leaves the others alone", () => {
      for (const life of lives) if (!life.replace) expectOf(outcome, life, ["same"]);
    });
  });

  describe("the import option", () => {
    let importer: PulumiStack;
    let existing: Map<Lifecycle, ReturnType<Lifecycle["existing"]>>;
    let announced: string;
    let taken: Outcome;
    let ordinary: Outcome;
    let gone: Outcome;
    const existingOf = (life: Lifecycle) => existing.get(life) ?? { id: "", args: {}, different: {}, says: "" };

    beforeAll(async () => {
      existing = new Map(world.all.map(({ life, facts }) => [life, life.existing(facts, world.bench.simulator)]));
      importer = await world.bench.another();
    });

    it.each(lives)("says what differs of $title, which is not taken over then", async (life) => {
      const { id, args, different, says } = existingOf(life);
      await world.bench.declare(resourceOf(life, { ...args, ...different }, { import: id }));
      const { run, said, writes } = await world.outcome(importer.preview());
      expect(run.exitCode).not.toBe(0);
      expect(said).toContain("cannot be imported: it differs from the declaration");
      expect(said).toContain(says);
      expect(writes(world.of(life))).toEqual([]);
    });

    describe("with a declaration that agrees", () => {
      const declare = (options: (id: string) => object | undefined) =>
        world.bench.declare(
          ...lives.map((life) => resourceOf(life, existingOf(life).args, options(existingOf(life).id))),
        );

      beforeAll(async () => {
        await declare((id) => ({ import: id }));
        announced = JSON.stringify((await importer.preview()).events);
        taken = await world.outcome(importer.up());
        await declare(() => undefined);
        ordinary = await world.outcome(importer.up());
        gone = await world.outcome(importer.destroy());
      });

      it("is announced as what it is, though the engine calls it a creation", () => {
        expect(announced.split("will be taken over as it is")).toHaveLength(lives.length + 1);
      });

      it.each(lives)("takes $title over without a write, for good", (life) => {
        expect(taken.run.exitCode, taken.said).toBe(0);
        expect(taken.writes(world.of(life))).toEqual([]);
        expectOf(ordinary, life, ["same"]);
        expect(gone.run.exitCode, gone.said).toBe(0);
        expect(gone.writes(world.of(life))).toEqual(life.remove);
      });
    });
  });

  step(
    "is gone after a destroy",
    () => world.outcome(world.bench.stack.destroy()),
    ({ run, said, writes }, life) => {
      expect(run.exitCode, said).toBe(0);
      const living = world.of(life);
      expect(writes(living)).toEqual(life.remove);
      expect(life.gone(living.facts, world.bench.simulator)).toBe(true);
    },
  );
});
