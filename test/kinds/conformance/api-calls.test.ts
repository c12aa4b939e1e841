import { afterAll, beforeAll, it } from "vitest";
import { table } from "../../../tools/markdown-table";
import type { Fixture, Spec } from "./fixture";
import { fixtures } from "./fixtures";
import { wholeProject } from "./fixtures/whole-project";
import { expectFile } from "./page";
import { callsSource, rolesPage } from "./roles";
import { Subject } from "./subject";
import { startWorld, type World } from "./world";

let world: World;
beforeAll(async () => {
  world = await startWorld({ still: true });
});
afterAll(() => world.stop());

const introduction = `# What each change costs

Calls of the Atlas Admin API, by their public operation names, that each change of a declared object makes. _Looks_ are the reads before
anything is written; _writes_ are in the order in which they are sent. Where Atlas works on, its state is read until it is idle: first at
once, then after growing pauses. A declaration that is in sync costs its looks and nothing else; previews cost the same. So a project with
every section filled costs one read a section and one of the project itself: the last table, which \`whole-project.test.ts\` holds.

The rows come from the declarations in \`test/kinds/conformance/fixtures\`, run against the simulator. A test holds this page to them:
\`UPDATE=1 npx vitest run test/kinds/conformance/api-calls.test.ts\` writes it anew.
`;

interface Cost {
  all: readonly string[];
  looks: string[];
  writes: string[];
  waits: boolean;
}

async function costOf(action: (onEvent: (type: string) => void) => Promise<unknown>): Promise<Cost> {
  world.simulator.clearRequests();
  let waits = false;
  await action((type) => {
    waits ||= type === "waiting";
    letTimePass(type);
  });
  const asked = world.simulator.requests.filter(({ principal }) => principal !== undefined);
  const first = asked.findIndex(({ method }) => method !== "GET");
  const names = (requests: typeof asked) => requests.map(({ operation }) => operation ?? "");
  return {
    all: names(asked),
    looks: names(first < 0 ? asked : asked.slice(0, first)).sort(),
    writes: names(asked.filter(({ method }) => method !== "GET")),
    waits,
  };
}

/** Ten minutes, whenever somebody waits for Atlas. */
function letTimePass(type: string): void {
  if (type === "waiting") world.simulator.clock.advance(600_000);
}

const list = (operations: readonly string[]): string => {
  const counts = new Map<string, number>();
  for (const operation of operations) counts.set(operation, (counts.get(operation) ?? 0) + 1);
  const shown = [...counts].map(([operation, count]) => (count > 1 ? `${operation} × ${count}` : operation));
  return shown.length === 0 ? "none" : shown.join(", ");
};

const row = (change: string, { looks, writes, waits }: Cost): string[] => [
  change,
  list(looks),
  list(writes),
  waits ? "until idle" : "no",
];

/** Every call that was made for an object of each kind. */
const callsMade = new Map<string, Set<string>>();

function note(kind: string, cost: Cost): Cost {
  const known = callsMade.get(kind) ?? new Set();
  for (const operation of cost.all) known.add(operation);
  callsMade.set(kind, known);
  return cost;
}

async function tableOf(fixture: Fixture): Promise<string> {
  const run = async (subject: Subject, set?: Spec) =>
    note(fixture.kind, await costOf((onEvent) => subject.up(subject.spec(set), "conflict", onEvent)));
  const subject = await Subject.fresh(world, fixture);
  const rows = [row("create", await run(subject)), row("nothing to do", await run(subject))];
  for (const { group, set } of fixture.mutations) {
    const changing = await Subject.fresh(world, fixture);
    await changing.up(changing.spec(), "conflict", letTimePass);
    rows.push(row(group, await run(changing, set)));
  }
  rows.push(row("delete", note(fixture.kind, await costOf((onEvent) => subject.down(onEvent)))));
  return `## ${fixture.title}\n\n${table([["change", "looks", "writes", "waits"], ...rows])}\n`;
}

it("costs what docs/api-calls.md says, and needs the roles that docs/roles.md says", async () => {
  const tables: string[] = [];
  for (const fixture of [...fixtures, wholeProject]) tables.push(await tableOf(fixture));
  await expectFile("docs/api-calls.md", `${introduction}\n${tables.join("\n")}`);
  await expectFile("provider/kinds/calls.gen.ts", callsSource(callsMade));
  await expectFile("docs/roles.md", rolesPage(callsMade));
}, 120_000);
