import { ImpossibleChangeError } from "../kinds/errors";
import { isInSync } from "../kinds/plan";
import { contextOf, subjectOf } from "./context";
import { OperationError } from "./failures";
import { pulumiNames, splitProperties } from "./inputs";
import { plain } from "./json";
import { collides, replacedFields } from "./replacement";
import { forgetSavedIntent } from "./saved-intent";
import { readState } from "./state";
import { unknownPaths } from "./unknowns";

/** What a change of inputs would do, as the engine asks for it. */
export interface Diff {
  changes: boolean;
  replaces: string[];
  deleteBeforeReplace: boolean;
}

/**
 * Decides from state alone, without a call to Atlas, what would be done. Unfinished work counts as a change, so that the next `pulumi up`
 * goes on with it. Of the hidden inputs only the credential profile counts: state must name the one to use from now on.
 * @throws OperationError also when the declaration asks for what Atlas lets nobody change, so that a preview says so
 */
export async function diff(olds: unknown, news: unknown): Promise<Diff> {
  try {
    const context = contextOf(news);
    const { spec, hidden, handler, clock } = context;
    const recorded = readState(olds, hidden);
    const { identity = {}, observed, owned } = recorded ?? {};
    await forgetSavedIntent(context, identity);
    const unknown = unknownPaths(spec);
    const before = owned?.spec ?? splitProperties(olds).spec;
    const replaces = handler.keeps?.(before, spec) ? [] : replacedFields(hidden.kind, before, spec, unknown);
    if (replaces.length > 0) {
      const names = pulumiNames(hidden.kind);
      const replaced = replaces.map((field) => names[field] ?? field);
      return { changes: true, replaces: replaced, deleteBeforeReplace: collides(hidden.kind, before, spec) };
    }
    const changed = () => {
      const plan = handler.plan({ desired: spec, observed, owned }, identity, new Date(clock.now()));
      const [first, ...more] = plan.impossible ?? [];
      if (first) throw new ImpossibleChangeError(subjectOf(hidden), [first, ...more]);
      const changes = !isInSync(plan);
      // An up tells them as it goes.
      if (changes && hidden.preview) for (const note of plan.notes ?? []) context.log.info(note);
      return changes;
    };
    const moved = plain(olds).__profile !== hidden.profile;
    return { changes: unknown.length > 0 || moved || changed(), replaces: [], deleteBeforeReplace: false };
  } catch (error) {
    throw new OperationError(error);
  }
}
