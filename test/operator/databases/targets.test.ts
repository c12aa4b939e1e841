import { setImmediate } from "node:timers/promises";
import { expect, it } from "vitest";
import { onTarget, TargetBusyError } from "../../../provider/operator/databases/worker/targets";

const signal = new AbortController().signal;

/** Runs two pieces of work and tells whether the second waited for the first. */
async function waits(first: string, second: string): Promise<boolean> {
  let finish: () => void = () => undefined;
  const held = new Promise<void>((resolve) => {
    finish = resolve;
  });
  let began = false;
  const one = onTarget({ url: first }, {}, signal, () => held);
  const two = onTarget({ url: second }, {}, signal, async () => {
    began = true;
  });
  for (let turn = 0; turn < 50; turn++) await Promise.resolve();
  const waited = !began;
  finish();
  await Promise.all([one, two]);
  return waited;
}

it.each([
  ["postgres://a:1@h/app", "postgres://b:2@h:5432/app?search_path=x", true, "it is one database, whoever logs in"],
  ["postgres://h/app", "postgres://h/other", false, "these are two databases"],
  ["postgres://h/app", "postgres://h:5433/app", false, "these are two servers"],
  ["mysql://h/app", "mysql://h:3306/other", true, "locks of MySQL are the server's"],
  ["sqlite://a.db", "sqlite://b.db", false, "these are two files"],
])("work on %s and %s: waits? %s, as %s", async (first, second, expected, _because) => {
  expect(await waits(first, second)).toBe(expected);
});

it("a failure lets the next one in, and what was called off does not begin", async () => {
  const url = "postgres://h/failing";
  const cancel = new AbortController();
  const fails = onTarget({ url }, {}, signal, () => Promise.reject(new Error("broken")));
  const calledOff = onTarget({ url }, {}, cancel.signal, async () => "began");
  const next = onTarget({ url }, {}, signal, async () => "done");
  cancel.abort(new Error("called off"));
  await expect(fails).rejects.toThrow("broken");
  await expect(calledOff).rejects.toThrow("called off");
  expect(await next).toBe("done");
});

it("who has waited long enough gives up, and whoever stands in line behind still waits for what is running", async () => {
  const url = "postgres://h/busy";
  const done: string[] = [];
  let finish: () => void = () => undefined;
  const running = onTarget({ url }, {}, signal, async () => {
    await new Promise<void>((resolve) => {
      finish = resolve;
    });
    done.push("long");
  });
  const impatient = onTarget({ url }, {}, signal, async () => done.push("never"), { waitMs: 1 });
  const next = onTarget({ url }, {}, signal, async () => done.push("next"), { waitMs: 60_000 });
  await expect(impatient).rejects.toThrow(TargetBusyError);
  finish();
  await Promise.all([running, next]);
  expect(done).toEqual(["long", "next"]);
});

it("nobody waits for what somebody has waited for in vain, until that is over", async () => {
  const url = "postgres://h/lasting";
  let finish: () => void = () => undefined;
  const running = onTarget({ url }, {}, signal, () => {
    return new Promise<void>((resolve) => {
      finish = resolve;
    });
  });
  const come = (waitMs: number) => onTarget({ url }, {}, signal, async () => "done", { waitMs });
  await expect(come(1)).rejects.toThrow(TargetBusyError);
  const turnedAway = come(60_000).catch((error: unknown) => error);
  expect(await Promise.race([turnedAway, setImmediate("waits")])).toBeInstanceOf(TargetBusyError);
  finish();
  await running;
  const [one, two] = [come(60_000), come(60_000)];
  expect(await Promise.all([one, two])).toEqual(["done", "done"]);
});

it("what another process works on is not begun here, and what is begun is told", async () => {
  const begun: string[] = [];
  const line = { taken: ["postgres://h/taken"], onTurn: (target: string) => void begun.push(target) };
  const come = (url: string) => onTarget({ url }, {}, signal, async () => "done", line);
  await expect(come("postgres://u:p@h:5432/taken?search_path=x")).rejects.toThrow(TargetBusyError);
  expect(await come("postgres://h/free")).toBe("done");
  expect(begun).toEqual(["postgres://h/free"]);
});
