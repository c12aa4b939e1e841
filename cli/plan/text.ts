import type { Change, Difference } from "../../provider/kinds/contract";
import { AtlasIacError } from "../../sdk/model/errors";
import type { Colours } from "../colours";
import { causesOf } from "../print-error";
import { counted } from "../words";
import { type DeclaredObject, titleOf } from "./manifest-set";
import { type ObjectPlan, type PlanSummary, summarise } from "./outcome";

const signs = { create: "+", update: "~", delete: "-" } as const;

/**
 * A plan for people: what is as declared in a line each, then what is not, then what went wrong, and a summary.
 * @param verbose Whether to say what is behind errors.
 */
export function describePlans(plans: readonly ObjectPlan[], colours: Colours, verbose: boolean): string {
  const writer = new PlanWriter(colours);
  const quiet = plans.filter(({ outcome }) => ["in-sync", "skipped", "embedded", "unplanned"].includes(outcome));
  const differing = plans.filter(({ outcome }) => ["changes", "replace", "impossible", "blocked"].includes(outcome));
  const failed = plans.filter(({ outcome }) => outcome === "failed");
  const blocks = [
    quiet.map((plan) => writer.quiet(plan)).join("\n"),
    ...differing.map((plan) => writer.differing(plan)),
    ...groupFailures(failed, verbose).map(([message, together]) => writer.failed(message, together)),
    describeSummary(summarise(plans)),
  ];
  return `${blocks.filter((block) => block !== "").join("\n\n")}\n`;
}

/** `3 to create, 1 to update, 0 to replace, 2 to delete, 5 in sync`, and what else there is. */
export function describeSummary(summary: PlanSummary): string {
  const { create, update, replace, inSync, impossible, blocked, skipped, embedded, unplanned, failed } = summary;
  const always = [
    ...[`${create} to create`, `${update} to update`, `${replace} to replace`],
    ...[`${summary.delete} to delete`, `${inSync} in sync`],
  ];
  const sometimes: [number, string][] = [
    [impossible, "impossible"],
    [blocked, "blocked"],
    [skipped, "skipped"],
    [embedded, "as part of others"],
    [unplanned, "not planned"],
    [failed, "failed"],
  ];
  const more = sometimes.filter(([number]) => number > 0).map(([number, what]) => `${number} ${what}`);
  return `Plan: ${[...always, ...more].join(", ")}.`;
}

class PlanWriter {
  constructor(readonly colours: Colours) {}

  quiet({ object, outcome, pending, notes, writers = [] }: ObjectPlan): string {
    const title = titleOf(object);
    const said: Partial<Record<ObjectPlan["outcome"], string>> = {
      embedded:
        writers.length > 0 ? `part of ${writers.map(titleOf).join(", ")}` : "no part of anything: nothing names it",
      skipped: "skipped, as its annotation asks",
      unplanned: "not planned: it is about a database, not about MongoDB Atlas",
    };
    const what = said[outcome] ?? "in sync";
    const line = this.colours.dim(`= ${title}: ${what}`);
    return [line, ...this.#asides(pending?.message, notes)].join("\n");
  }

  differing({ object, outcome, changes, fixed, obstacles, pending, notes }: ObjectPlan): string {
    const head =
      outcome === "replace"
        ? [this.colours.magenta(`  -/+ replace ${titleOf(object)}: Atlas changes none in this way`)]
        : [this.colours.red("  ! cannot be made true: Atlas lets nobody change this")];
    return [
      this.#title(object),
      ...(fixed.length > 0 ? [...head, ...fixed.map(describe)] : []),
      ...obstacles.map(({ message, hint }) => this.#wrong([message, ...(hint ? [`  ${hint}`] : [])].join("\n"))),
      ...changes.flatMap((change) => this.#change(change)),
      ...this.#asides(pending && `${pending.message}; the changes wait for it`, notes),
    ].join("\n");
  }

  failed(message: string, [first, ...more]: readonly ObjectPlan[]): string {
    if (!first) return "";
    const title = more.length > 0 ? `${titleOf(first.object)} and ${counted(more.length, "more object")}` : undefined;
    const heading = title === undefined ? this.#title(first.object) : this.colours.bold(title);
    return [heading, this.#wrong(message)].join("\n");
  }

  #wrong(message: string): string {
    return this.colours.red(`  ! ${message.replaceAll("\n", "\n    ")}`);
  }

  #title(object: DeclaredObject): string {
    return `${this.colours.bold(titleOf(object))} ${this.colours.dim(`(${object.file}:${object.line})`)}`;
  }

  #change({ action, description, differences = [] }: Change): string[] {
    const colour = { create: this.colours.green, update: this.colours.yellow, delete: this.colours.red }[action];
    const line = colour(`  ${signs[action]} ${description}`);
    return action === "update" ? [line, ...differences.map(describe)] : [line];
  }

  #asides(waiting: string | undefined, notes: readonly string[]): string[] {
    const all = [...(waiting === undefined ? [] : [waiting]), ...notes];
    return all.map((note) => this.colours.dim(`  (${note})`));
  }
}

function describe({ path, from, to }: Difference): string {
  if (from === undefined) return `      ${path}: + ${show(to)}`;
  return to === undefined ? `      ${path}: - ${show(from)}` : `      ${path}: ${show(from)} -> ${show(to)}`;
}

const show = (value: unknown): string => (value === "(secret)" ? "(secret)" : JSON.stringify(value));

/** What went wrong for the same reason is told once. */
function groupFailures(failed: readonly ObjectPlan[], verbose: boolean): [string, ObjectPlan[]][] {
  const groups = new Map<string, ObjectPlan[]>();
  for (const plan of failed) {
    const { error } = plan;
    const said = error instanceof AtlasIacError ? error.describe() : String(error);
    const message = [said, ...(verbose ? causesOf(error) : [])].join("\n");
    groups.set(message, [...(groups.get(message) ?? []), plan]);
  }
  return [...groups];
}
