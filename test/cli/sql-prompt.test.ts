import { PassThrough } from "node:stream";
import { describe, expect, it } from "vitest";
import { action, ask, type Io } from "../../cli/schema/io";

/** Asks on a terminal at which `keys` are pressed. */
async function answered(keys: string): Promise<{ code: number; err: string; yes?: boolean; shown: string }> {
  const [input, output] = [new PassThrough(), new PassThrough()];
  const seen = { code: 0, err: "", shown: "" } as Awaited<ReturnType<typeof answered>>;
  output.on("data", (text: Buffer) => {
    seen.shown += text.toString();
  });
  const confirm = () => ask("Apply these changes?", input, output);
  const io: Io = {
    ...{ out: () => undefined, freshLine: () => undefined, progress: () => undefined, confirm },
    err: (text) => {
      seen.err += text;
    },
    exit: (code) => {
      seen.code = code;
    },
  };
  const asked = action(io, async () => {
    seen.yes = await io.confirm("Apply these changes?");
  })();
  input.write(keys);
  await asked;
  return seen;
}

describe("the question whether to go on", () => {
  it.each([
    { keys: "y\r", yes: true },
    { keys: "YES\r", yes: true },
    { keys: "n\r", yes: false },
    { keys: "\r", yes: false },
    { keys: "\u0004", yes: false },
  ])("takes $keys for $yes", async ({ keys, yes }) => {
    expect(await answered(keys)).toMatchObject({ yes, code: 0, shown: expect.stringContaining("[y/N]") });
  });

  it("is left with Ctrl-C, which changes nothing and is no defect", async () => {
    const { code, err, yes } = await answered("\u0003");
    expect({ code, err, yes }).toEqual({ code: 130, err: "Error: interrupted; nothing was changed\n", yes: undefined });
  });
});
