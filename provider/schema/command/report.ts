/** One report of the command line, as it was printed. */
export type Report = Readonly<Record<string, unknown>>;

export function isReport(value: unknown): value is Report {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The objects in a list, or under a field; none where there is no list. */
export function listOf(value: unknown): Report[] {
  return Array.isArray(value) ? value.filter(isReport) : [];
}

/** The texts in a list. */
export function textsOf(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((item) => typeof item === "string") : [];
}

/** A text; nothing for anything else. */
export function textOf(value: unknown): string | undefined {
  return typeof value === "string" && value !== "" ? value : undefined;
}

/** Reads what `{{ json . }}` printed: documents one after the other, or a list. Nothing where it is no JSON. */
export function readReports(stdout: string): Report[] | undefined {
  const text = stdout.trim();
  if (text === "" || text === "null") return [];
  const whole = parsed(text);
  if (whole !== undefined) return Array.isArray(whole) ? listOf(whole) : isReport(whole) ? [whole] : undefined;
  const lines = text.split("\n").map(parsed);
  return lines.every(isReport) ? lines : undefined;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Why a run failed, and what ran before that, where a report tells of it. */
export function whatFailed(reports: readonly Report[]): { text: string; applied: string[] } | undefined {
  for (const report of reports) {
    const changes = isReport(report.Changes) ? report.Changes : {};
    const files = [...listOf(report.Applied), ...(isReport(report.Applied) ? [report.Applied] : [])];
    const faults = [changes.Error, ...files.map((file) => file.Error), report.Error];
    const texts = faults.flatMap((fault) => textOf(isReport(fault) ? explain(fault) : fault) ?? []);
    const applied = [...textsOf(changes.Applied), ...files.flatMap((file) => textsOf(file.Applied))];
    const [text] = texts;
    if (text !== undefined) return { text, applied };
  }
  return undefined;
}

function explain({ Stmt, Text }: Report): string {
  return Stmt === undefined || Stmt === "" ? String(Text) : `${Text} (in ${JSON.stringify(Stmt)})`;
}
