import { type Simulator, type SimulatorOptions, startSimulator } from "../../../provider/simulator";
import type { KindName } from "../../../sdk/model";
import { type ProgramDirectory, programDirectory } from "../../../tools/engines/program-directory";
import { type ConfigValue, PulumiStack } from "../../../tools/engines/pulumi-stack";

/** One resource of a test's program. In `args`, `{ $ref: name }` is another resource and `{ $secret: key }` a secret of the stack. */
export interface Declared {
  kind: KindName;
  name: string;
  args: object;
  options?: object;
}

/** Declares what `declared.json` lists: tests change that file, and with it what the program says. */
const PROGRAM = `
const pulumi = require("@pulumi/pulumi");
const atlas = require("atlas-iac/pulumi");
const made = {};
function real(value) {
  if (Array.isArray(value)) return value.map(real);
  if (typeof value !== "object" || value === null) return value;
  if ("$ref" in value) return made[value.$ref];
  if ("$secret" in value) return new pulumi.Config("test").requireSecret(value.$secret);
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, real(inner)]));
}
for (const { kind, name, args, options } of require("./declared.json")) {
  made[name] = new atlas[kind](name, real(args), real(options));
  exports[name] = made[name].id;
}
`;

/** A simulated Atlas and a real Pulumi stack on it. */
export interface AtlasStack {
  readonly simulator: Simulator;
  readonly stack: PulumiStack;
  readonly program: ProgramDirectory;
  /** Makes the program declare these resources from now on. */
  declare(...resources: Declared[]): Promise<void>;
  /** Operations, not reads, that the simulator has been asked for since the last call of this. */
  writes(): string[];
  /** Another stack of the same program on the same simulator. */
  another(config?: Record<string, ConfigValue>): Promise<PulumiStack>;
  close(): Promise<void>;
}

export interface AtlasStackOptions {
  simulator?: SimulatorOptions;
  /** Beside the simulator's address and its owner's key, or in their place. */
  config?: Record<string, ConfigValue>;
  /** In place of the program that declares `declared.json`. */
  program?: Record<string, string>;
  env?: Record<string, string>;
}

/** Simulated seconds a real second: a cluster is made within a second. */
const TIME_SCALE = 1000;

export async function atlasStack(options: AtlasStackOptions = {}): Promise<AtlasStack> {
  const timeScale = options.simulator?.timeScale ?? TIME_SCALE;
  const simulator = await startSimulator({ timeScale, ...options.simulator });
  const program = await programDirectory({
    "package.json": JSON.stringify({ name: "test-program", private: true, main: "index.js" }),
    "index.js": PROGRAM,
    "declared.json": "[]",
    ...options.program,
  });
  const config = {
    "atlas:orgId": simulator.orgId,
    "atlas:publicKey": simulator.apiKey.publicKey,
    "atlas:privateKey": { secret: simulator.apiKey.privateKey },
    "atlas:baseUrl": simulator.url,
    "atlas:protect": "false",
    ...options.config,
  };
  const env = { ATLAS_IAC_TIME_SCALE: String(timeScale), ...options.env };
  const create = (more: Record<string, ConfigValue> = {}) =>
    PulumiStack.create({ program: program.path, config: { ...config, ...more }, env });
  const stacks = [await create()];
  const [stack] = stacks;
  if (stack === undefined) throw new Error("no stack was made");
  let seen = 0;
  return {
    simulator,
    stack,
    program,
    declare: (...resources) => program.write({ "declared.json": JSON.stringify(resources) }),
    writes() {
      const all = simulator.writes();
      const fresh = all.slice(seen).map(({ operation = "?" }) => operation);
      seen = all.length;
      return fresh;
    },
    async another(more) {
      const made = await create(more);
      stacks.push(made);
      return made;
    },
    async close() {
      for (const one of stacks) await one.dispose();
      await program.remove();
      await simulator.stop();
    },
  };
}
