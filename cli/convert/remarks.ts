import type { Remark } from "./source";

const headings: Readonly<Record<Remark["about"], string>> = {
  set: "To be set before the first run:",
  "may-set": "May be set; stays as it is in Atlas until then:",
  lost: "Left out:",
  know: "To know:",
};

/** What goes without saying in a program, under a heading for each sort; empty when there is nothing. */
export function describeRemarks(remarks: readonly Remark[]): string {
  const sorts = (["set", "may-set", "lost", "know"] as const).map((about) => {
    const lines = remarks.filter((one) => one.about === about).map(({ text }) => `  ${text}`);
    return lines.length === 0 ? "" : `\n${headings[about]}\n${lines.join("\n")}\n`;
  });
  return sorts.join("");
}
