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

/** Whether everything survived. */
export function survived(tallies: readonly Tally[]): boolean {
  return tallies.every(({ lost, twice, faults }) => lost === 0 && twice === 0 && faults.length === 0);
}

function row(cells: readonly (string | number)[]): string {
  return `| ${cells.join(" | ")} |`;
}

/** docs/soak.md: the last result. `minutes` is what the run took. */
export function soakReport(tallies: readonly Tally[], date: Date, minutes: number): string {
  const total = (key: "kills" | "resumed" | "undecidable" | "lost" | "twice") =>
    tallies.reduce((sum, tally) => sum + tally[key], 0);
  const faults = tallies.flatMap(({ what, faults }) => faults.map((fault) => `- ${what}: ${fault}`));
  const cells = (tally: Omit<Tally, "faults">) =>
    row([tally.what, tally.kills, tally.resumed, tally.undecidable, tally.lost, tally.twice]);
  const all = ["kills", "resumed", "undecidable", "lost", "twice"] as const;
  return [
    "# What survives being killed",
    "",
    `The result of \`npm run soak\`, written by it on ${date.toISOString().slice(0, 10)} after ${minutes} minutes. Processes are killed with SIGKILL: right before and`,
    "right after every statement, at some moments into every statement, and in the midst of a slow one. Then the same command runs again.",
    "",
    "*Resumed*: the next run finished by itself. *Stopped*: no transaction protected the statement, so only a person can know whether it took effect;",
    "the next run said which statement to look at, and finished once it was told. *Lost* and *twice* count effects, and must be 0.",
    "",
    row(["what", "kills", "resumed", "stopped", "lost", "twice"]),
    row(["---", "---:", "---:", "---:", "---:", "---:"]),
    ...tallies.map(cells),
    row(["**all**", ...all.map((key) => `**${total(key)}**`)]),
    "",
    ...(faults.length > 0 ? ["## Faults", "", ...faults, ""] : []),
  ].join("\n");
}
