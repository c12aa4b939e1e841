import { spawnSync } from "node:child_process";
import { resolve } from "node:path";
import { startSimulator } from "../provider/simulator";
import { programDirectory } from "../tools/engines/program-directory";
import { PulumiStack } from "../tools/engines/pulumi-stack";
import { goals, verdicts } from "./goals/goals";

/** Resources of each sort, and how often each is made; the best time of each counts, as the rest is the machine's noise. */
const RESOURCES = 20;
const ROUNDS = 3;

const manifest = { "package.json": JSON.stringify({ name: "bench", private: true, main: "index.js" }) };

const users = `
const { AtlasDatabaseUser } = require("atlas-iac/pulumi");
const projectRef = new (require("@pulumi/pulumi").Config)("bench").require("projectId");
for (let i = 0; i < ${RESOURCES}; i++) {
  const roles = [{ roleName: "read", databaseName: "shop" }];
  new AtlasDatabaseUser("user-" + i, { projectRef, username: "user-" + i, passwordSecretRef: "pass-word-" + i, roles });
}
`;

const trivial = `
const pulumi = require("@pulumi/pulumi");
const provider = { create: async (inputs) => ({ id: inputs.text, outs: inputs }) };
class Note extends pulumi.dynamic.Resource {
  constructor(name, text) { super(provider, name, { text }); }
}
for (let i = 0; i < ${RESOURCES}; i++) new Note("note-" + i, "note-" + i);
`;

/** `npm run bench -- up`: how long the real Pulumi engine takes for users, beside dynamic resources that do nothing. */
async function main(): Promise<void> {
  // What is measured is the package as people get it.
  const { status } = spawnSync("npm", ["run", "--silent", "build"], {
    cwd: resolve(__dirname, ".."),
    stdio: "inherit",
  });
  if (status !== 0) throw new Error("the package cannot be built");
  const simulator = await startSimulator();
  const home = simulator.behindTheBack("createGroup", { body: { name: "bench", orgId: simulator.orgId } });
  const config = {
    "atlas:orgId": simulator.orgId,
    "atlas:publicKey": simulator.apiKey.publicKey,
    "atlas:privateKey": { secret: simulator.apiKey.privateKey },
    "atlas:baseUrl": simulator.url,
    "bench:projectId": typeof home === "object" && home !== null && "id" in home ? String(home.id) : "",
  };
  try {
    // Taken in turns, so that a slow moment of the machine meets both.
    const times: { users: number[]; trivial: number[] } = { users: [], trivial: [] };
    for (let round = 0; round < ROUNDS; round++) {
      times.trivial.push(await secondsOfUp(trivial, {}));
      times.users.push(await secondsOfUp(users, config));
    }
    report(Math.min(...times.users), Math.min(...times.trivial));
  } finally {
    await simulator.stop();
  }
}

async function secondsOfUp(
  source: string,
  config: Parameters<typeof PulumiStack.create>[0]["config"],
): Promise<number> {
  const program = await programDirectory({ ...manifest, "index.js": source });
  const stack = await PulumiStack.create({ program: program.path, config });
  try {
    const started = performance.now();
    const up = await stack.up();
    const seconds = (performance.now() - started) / 1000;
    if (up.exitCode !== 0) throw new Error(`pulumi up failed:\n${up.stdout}${up.stderr}`);
    await stack.destroy();
    return seconds;
  } finally {
    await stack.dispose();
    await program.remove();
  }
}

function report(usersSeconds: number, trivialSeconds: number): void {
  const round = (value: number) => Math.round(value * 100) / 100;
  const ratio = round(usersSeconds / trivialSeconds);
  console.table([
    { what: `${RESOURCES} trivial dynamic resources`, seconds: round(trivialSeconds), ratio: 1 },
    { what: `${RESOURCES} database users`, seconds: round(usersSeconds), ratio },
  ]);
  process.stdout.write(verdicts({ up: ratio }));
  const result = {
    benchmark: "up",
    resources: RESOURCES,
    users: round(usersSeconds),
    trivial: round(trivialSeconds),
    ratio,
  };
  console.log(JSON.stringify({ ...result, goal: goals.up.atMost }));
}

void main();
