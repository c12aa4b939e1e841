import { expect, it } from "vitest";
import { type HandledKind, handledKinds } from "../../../provider/kinds/registry";
import { table } from "../../../tools/markdown-table";
import { type Field, fieldName, fieldsOf, settingOf } from "./absence/fields";
import { Bench } from "./absence/measure";
import type { Outcome } from "./absence/outcome";
import { told } from "./absence/values";
import { expectFile } from "./page";
import { startWorld } from "./world";

const introduction = `# What absent and empty mean

What becomes of each field in Atlas when a declaration does not have it, or has it empty. It is decided by the kinds' handlers, so it is
the same in Pulumi, in cdk8s and with manifests in a cluster.

- _Never there_: the object exists, has a value there and is adopted by a declaration without the field.
- _Taken out_: the declaration had the field, and has it no longer.
- _Emptied_: it has \`[]\`, \`{}\` or \`""\` there. A dash: nothing of that type is empty.

| what is said   | what it means                                                                                                 |
| -------------- | ------------------------------------------------------------------------------------------------------------- |
| left as it is  | nothing is written; what Atlas has stays, whoever changes it                                                  |
| cleared        | Atlas has nothing of it afterwards, and a switch is off; what becomes of items that others made is said below |
| becomes \`x\`    | Atlas has this value afterwards                                                                               |
| undone         | taken back by the writes in brackets; in Atlas other fields tell of it                                        |
| changed        | written with what other fields declare, or with Atlas's default                                               |
| required       | a declaration without it, or one of those that may stand in its place, is not valid                           |
| not valid      | nothing is sent: the declaration is at fault                                                                  |
| another object | the field is part of what the object is: another one takes its place                                          |
| refused        | the pass fails and says why                                                                                   |

Items that exist by themselves in Atlas (access list entries, roles, teams, integrations, alerts, private endpoints, peerings, connections,
search indexes, zone mappings, role mappings) stay where others made them, also where their list is cleared. Tags, labels, settings and
lists of plain texts are cleared as a whole.

Writes are in brackets, by their names in the Atlas Admin API. Whole projects and clusters: fields of their larger sections have rows of
their own.

Measured with the declarations in \`test/kinds/conformance\` against the simulator. A test holds this page to it:
\`UPDATE=1 npx vitest run test/kinds/conformance/absent-and-empty.test.ts\` writes it anew.
`;

const wordsOn = ({ kind, path }: Field): string | undefined => {
  const name = path.join(".");
  return told[`${kind} ${name}`] ?? told[name];
};

const namesTheProject = ({ path }: Field): boolean => path[0] === "projectRef" || path[0] === "externalProjectRef";

it("tells of every field: what no fixture sets has a value or a word of its own", () => {
  const holes = handledKinds
    .flatMap(fieldsOf)
    .filter((field) => !wordsOn(field) && !namesTheProject(field) && !settingOf(field));
  expect(holes.map((field) => `${field.kind} ${fieldName(field)}`)).toEqual([]);
});

const cell = (outcome: Outcome | undefined): string => {
  if (!outcome) return "-";
  const counts = new Map<string, number>();
  for (const operation of outcome.writes) counts.set(operation, (counts.get(operation) ?? 0) + 1);
  const writes = [...counts].map(([operation, count]) => (count > 1 ? `${operation} × ${count}` : operation));
  return writes.length > 0 ? `${outcome.effect} (${writes.join(", ")})` : outcome.effect;
};

async function tableOf(kind: HandledKind): Promise<string> {
  const world = await startWorld({ still: true });
  try {
    const bench = new Bench(world, kind);
    const rows: string[][] = [];
    for (const field of fieldsOf(kind)) {
      const words = namesTheProject(field) ? "names the project, one way or the other" : wordsOn(field);
      const setting = settingOf(field);
      if (words || !setting) {
        rows.push([`\`${fieldName(field)}\``, words ?? "", "", ""]);
        continue;
      }
      const { never, removed, emptied } = await bench.measure(field, setting);
      rows.push([`\`${fieldName(field)}\``, cell(never), cell(removed), cell(emptied)]);
    }
    return `## ${kind}\n\n${table([["field", "never there", "taken out", "emptied"], ...rows])}\n`;
  } finally {
    await world.stop();
  }
}

it("does with absent and empty fields what docs/absent-and-empty.md says", async () => {
  const tables: string[] = [];
  for (const kind of handledKinds) tables.push(await tableOf(kind));
  await expectFile("docs/absent-and-empty.md", `${introduction}\n${tables.join("\n")}`);
}, 180_000);
