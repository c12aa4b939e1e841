import { table } from "../markdown-table";

/** What came of killing one thing many times. */
export interface Tally {
  what: string;
  kills: number;
  /** Next runs that finished by themselves. */
  resumed: number;
  /** Next runs that stopped, since nobody but a person could know, and finished once told. */
  undecidable: number;
  /** Effects that are missing although the run counts as done. */
  lost: number;
  /** Effects that happened twice. */
  twice: number;
  /** Next runs that failed otherwise, each with the death before it. */
  faults: string[];
}

/** One tally for each thing that was killed, from those of single runs. */
export function sumUp(tallies: readonly Tally[]): Tally[] {
  const sums = new Map<string, Tally>();
  for (const tally of tallies) {
    const sum = sums.get(tally.what);
    if (!sum) sums.set(tally.what, { ...tally });
    else {
      for (const key of ["kills", "resumed", "undecidable", "lost", "twice"] as const) sum[key] += tally[key];
      sum.faults = [...sum.faults, ...tally.faults];
    }
  }
  return [...sums.values()];
}

/** The rows of a report, without faults: for what is not tried anew. */
export function talliesIn(report: string): Tally[] {
  const rows = report.split("\n").map((line) =>
    line
      .split("|")
      .map((cell) => cell.trim())
      .slice(1, -1),
  );
  return rows.flatMap(([what = "", ...numbers]) => {
    const [kills = 0, resumed = 0, undecidable = 0, lost = 0, twice = 0] = numbers.map(Number);
    return numbers.length === 5 && kills > 0 ? [{ what, kills, resumed, undecidable, lost, twice, faults: [] }] : [];
  });
}

/** Whether everything survived. */
export function survived(tallies: readonly Tally[]): boolean {
  return tallies.every(({ lost, twice, faults }) => lost === 0 && twice === 0 && faults.length === 0);
}

/** docs/soak.md: the last result. `minutes` is what the run took. */
export function soakReport(tallies: readonly Tally[], date: Date, minutes: number): string {
  const total = (key: "kills" | "resumed" | "undecidable" | "lost" | "twice") =>
    tallies.reduce((sum, tally) => sum + tally[key], 0);
  const faults = tallies.flatMap(({ what, faults }) => faults.map((fault) => `- ${what}: ${fault}`));
  const all = ["kills", "resumed", "undecidable", "lost", "twice"] as const;
  const cells = (tally: Omit<Tally, "faults">) => [tally.what, ...all.map((key) => String(tally[key]))];
  return [
    "# What survives being killed",
    "",
    `The result of \`npm run soak\`, written by it on ${date.toISOString().slice(0, 10)} after ${minutes} minutes.`,
    "",
    "Runs of migrations are killed with SIGKILL: right before and right after every statement, at some moments into every statement, and in the",
    "midst of a slow one. Then the same command runs again.",
    "",
    "The operator is cut off at each of its calls, and at each write for every sort of object, while that is made, changed and deleted; right",
    "before and right after the call is heard. And it is killed with SIGKILL at random moments while a hundred objects of every MongoDB kind are",
    "declared, changed and deleted. The next process goes on. In the end Atlas is compared, document by document, with one in which the same was",
    "declared and nothing was ever killed.",
    "",
    "*Resumed*: the next run finished by itself. *Stopped*: no transaction protected the statement, so only a person can know whether it took effect;",
    "the next run said which statement to look at, and finished once it was told. *Lost* and *twice* count effects, and must be 0.",
    "",
    table(
      [
        ["what", "kills", "resumed", "stopped", "lost", "twice"],
        ...tallies.map(cells),
        ["**all**", ...all.map((key) => `**${total(key)}**`)],
      ],
      "numbers",
    ),
    "",
    ...(faults.length > 0 ? ["## Faults", "", ...faults, ""] : []),
  ].join("\n");
}
