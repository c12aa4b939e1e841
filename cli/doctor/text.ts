import type { Colours } from "../colours";
import { counted } from "../words";
import type { Examination, Finding } from "./finding";

const signs = { ok: "✓", warning: "!", failed: "✗" } as const;

/** What was found, for people: a line a finding, what to do beneath it, and a summary. */
export function describeExaminations(examinations: readonly Examination[], colours: Colours): string {
  const blocks = examinations.map(({ credentials, findings }) =>
    [`With the credentials from ${credentials}:`, ...findings.map((one) => describe(one, colours))].join("\n"),
  );
  return `${[
    ...blocks,
    summary(
      examinations.flatMap(({ findings }) => findings),
      colours,
    ),
  ].join("\n\n")}\n`;
}

function describe({ what, state, says, hint }: Finding, colours: Colours): string {
  const colour = { ok: colours.green, warning: colours.yellow, failed: colours.red }[state];
  const line = `  ${colour(signs[state])} ${what}: ${says}`;
  return hint === undefined || state === "ok" ? line : `${line}\n      ${hint}`;
}

function summary(findings: readonly Finding[], colours: Colours): string {
  const number = (state: Finding["state"]): number => findings.filter((one) => one.state === state).length;
  if (number("failed") > 0) return colours.red(`${counted(number("failed"), "fault")}.`);
  return number("warning") > 0 ? `${counted(number("warning"), "warning")}, no fault.` : "All is well.";
}
