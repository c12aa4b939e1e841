import type { ParsedFile } from "../../provider/schema/engine/protocol";
import { excerptOf } from "../../provider/schema/excerpt";
import type { MigrationPlan } from "../../provider/schema/versioned/apply";
import { calledVersion, isVersioned } from "../../provider/schema/versioned/pending";

/** A number of things, in words. */
export const count = (n: number, what: string): string => `${n} ${what}${n === 1 ? "" : "s"}`;

/** A time as it is printed. */
export const elapsed = (ms: number): string => (ms < 1000 ? `${ms.toFixed(3)}ms` : `${(ms / 1000).toFixed(3)}s`);

/** The last version before a run, and the one that it leads to; where all that runs is repeatable, that is the same. */
export function stretchOf({ baseline, revisions, files }: MigrationPlan): { from?: string; to?: string } {
  const from = baseline?.version ?? revisions.findLast(isVersioned)?.version;
  const last = files.at(-1);
  return { from, to: files.findLast(isVersioned)?.version ?? from ?? (last && calledVersion(last)) };
}

/** What ran of one file. */
export interface FileRun {
  file: ParsedFile;
  start: Date;
  end?: Date;
  /** Statements that an earlier run had done. */
  skipped: number;
  statements: string[];
  error?: { Stmt: string; Text: string };
}

/** Prints a run as it goes, a heading for each file and a line for each statement, and notes it for the report. */
export class Progress {
  readonly start = new Date();
  readonly runs: FileRun[] = [];
  readonly #begun = performance.now();
  #fileBegun = 0;
  /** Indices in their file of the statements of the last run. */
  #indices: number[] = [];
  #told = false;

  constructor(
    readonly plan: MigrationPlan,
    readonly out: (text: string) => void,
    /** How statements are shown. A long one is cut short while it runs; who only wants to see them wants all of them. */
    readonly shown: (statement: string) => string = excerptOf,
  ) {}

  /** Before the first thing that is told: until then, another run may do what this one was about to. */
  #head(): void {
    if (this.#told) return;
    this.#told = true;
    const { from, to } = stretchOf(this.plan);
    const { files } = this.plan;
    this.out(`Migrating to version ${to}${from ? ` from ${from}` : ""} (${files.length} migrations in total):\n`);
  }

  /** Turns to a file; files before it in which there was nothing to run are told as done. */
  file(file: ParsedFile): void {
    if (this.#current?.file === file) return;
    this.endFile();
    const empty = this.#untold().slice(
      0,
      this.#untold().findIndex((one) => one.name === file.name),
    );
    for (const one of empty) this.#tell(one);
    this.#tell(file, true);
  }

  #untold(): readonly ParsedFile[] {
    return this.plan.files.slice(this.runs.length);
  }

  #tell(file: ParsedFile, open = false): void {
    this.#head();
    this.#fileBegun = performance.now();
    this.#indices = [];
    const done = this.plan.revisions.find((row) => row.version === file.version && row.version !== "")?.applied ?? 0;
    this.runs.push({ file, start: new Date(), skipped: done, statements: [] });
    this.out(`\n  -- migrating version ${calledVersion(file)}\n`);
    if (!open) this.endFile();
  }

  /** A statement begins. @param index in its file, from 0: one that is told once more is tried again, with what follows it */
  statement(file: ParsedFile, index: number): void {
    const text = file.statements[index]?.text ?? "";
    this.file(file);
    const kept = this.#indices.filter((told) => told < index).length;
    if (kept < this.#indices.length) {
      this.#indices.length = kept;
      this.#current?.statements.splice(kept);
      this.out("    -- again, as others were in the way\n");
    }
    this.#indices.push(index);
    this.#current?.statements.push(text);
    this.out(`    -> ${this.shown(text).replaceAll("\n", "\n       ")}\n`);
  }

  endFile(): void {
    const run = this.#current;
    if (!run) return;
    run.end = new Date();
    this.out(`  -- ok (${elapsed(performance.now() - this.#fileBegun)})\n`);
  }

  failed(message: string): void {
    this.#head();
    const run = this.#current;
    if (run) {
      run.end = new Date();
      run.error = { Stmt: run.statements.at(-1) ?? "", Text: message };
    }
    this.out(`${run ? "" : "\n"}    ${message}\n`);
    this.#summary(1);
  }

  end(): void {
    this.#head();
    this.endFile();
    for (const file of this.#untold()) this.#tell(file);
    this.#summary(0);
  }

  get #current(): FileRun | undefined {
    const last = this.runs.at(-1);
    return last?.end ? undefined : last;
  }

  #summary(errors: number): void {
    const line = "-".repeat(25);
    const said = (n: number, what: string) => {
      const ok = n - errors;
      if (errors === 0) return count(n, what);
      return ok > 0 ? `${count(ok, what)} ok, ${errors} with errors` : `${count(errors, what)} with errors`;
    };
    const statements = this.runs.reduce((sum, run) => sum + run.statements.length, 0);
    this.out(`\n  ${line}\n  -- ${elapsed(performance.now() - this.#begun)}\n`);
    if (this.runs.length > 0)
      this.out(`  -- ${said(this.runs.length, "migration")}\n  -- ${said(statements, "sql statement")}\n`);
  }
}
