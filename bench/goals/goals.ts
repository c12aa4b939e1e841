/** What a benchmark is to stay below, or not to exceed. */
export type Goal = { what: string; unit: string } & ({ below: number } | { atMost: number });

/** What the benchmarks are held to. The figures are medians where a benchmark repeats. */
export const goals = {
  schemaPlan: { what: "plan in sync of 100 tables of 10 columns on PostgreSQL", below: 500, unit: "ms" },
  schemaInspect: { what: "inspect of 100 tables of 10 columns on PostgreSQL", below: 100, unit: "ms" },
  version: { what: "atlas-iac version", below: 150, unit: "ms" },
  synth: { what: "time of synthesis, in terms of the constructs of cdk8s import", atMost: 1.2, unit: "times" },
  up: { what: "pulumi up of users, in terms of resources that do nothing", atMost: 1.5, unit: "times" },
  operatorCalls: { what: "calls to Atlas until 1,000 users in 10 projects are ready", atMost: 1030, unit: "calls" },
  operatorMemory: { what: "peak memory at 1,000 users in 10 projects", below: 250, unit: "MiB" },
  operatorLookReads: { what: "a look at everything, reads from Atlas", atMost: 4, unit: "a project" },
  operatorLookWrites: { what: "a look at everything, writes to Atlas", atMost: 0, unit: "writes" },
  operatorSeconds: {
    what: "time until all are ready, in terms of what the rate limit leaves",
    atMost: 1.1,
    unit: "times",
  },
} as const satisfies Record<string, Goal>;

/** Says of each goal that something was measured for whether it is met, a line each. */
export function verdicts(measured: Partial<Record<keyof typeof goals, number>>): string {
  return Object.entries(goals)
    .map(([name, goal]): string => {
      const figure = measured[name as keyof typeof goals];
      return figure === undefined ? "" : `${verdict(goal, figure)}\n`;
    })
    .join("");
}

function verdict(goal: Goal, figure: number): string {
  const [met, bound] =
    "below" in goal
      ? [figure < goal.below, `below ${goal.below.toLocaleString("en")}`]
      : [figure <= goal.atMost, `at most ${goal.atMost.toLocaleString("en")}`];
  return `goal ${met ? "met" : "missed"}: ${goal.what}: ${figure.toLocaleString("en")} ${goal.unit} (${bound})`;
}
