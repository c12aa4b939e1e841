import type { Fault } from "../../../sdk/model/errors";
import { validateSpec } from "../../../sdk/model/validate";
import { type CheckFailure, failureOf } from "../check";
import { describe, OperationError } from "../failures";
import type { Json } from "../json";
import type { ConfigReader } from "../stack-config";
import { dependsOn, isUnknown, unknownPaths } from "../unknowns";
import { type DatabaseContext, databaseContext } from "./context";
import type { DeclaredDatabases } from "./declared";
import { lookAhead } from "./look-ahead";

/**
 * Says what is wrong with the inputs of a database object. In a preview of one that would be created, replacements too, it also looks
 * at the database and shows what would run: the engine calls nothing else then. For any other one `diff` does, which decides whether
 * anything would.
 */
export async function check(
  config: ConfigReader,
  olds: unknown,
  news: Json,
  declared: DeclaredDatabases,
): Promise<{ inputs: Json; failures: CheckFailure[] }> {
  try {
    const context = databaseContext(config, news);
    const firstRun = Object.keys(olds ?? {}).length === 0;
    declared.note(context, firstRun);
    const unknown = unknownPaths(context.spec);
    const faults = [...declarationFaults(context, unknown), ...optionFaults(context)];
    if (faults.length > 0 || !firstRun || !context.hidden.preview) {
      return { inputs: news, failures: faults.map(failureOf) };
    }
    return { inputs: news, failures: await refusals(context) };
  } catch (error) {
    throw new OperationError(error);
  }
}

function declarationFaults({ hidden, kind, spec }: DatabaseContext, unknown: readonly string[]): Fault[] {
  const faults = validateSpec(hidden.kind, spec, "resolved", { isUnknown });
  if (faults.length > 0) return faults;
  return kind.check(spec).filter(({ path }) => !dependsOn(path, unknown));
}

function optionFaults({ hidden, kind, onDelete }: DatabaseContext): Fault[] {
  return [
    ...(hidden.adopt === undefined
      ? []
      : [
          {
            path: "import",
            message: "is not needed: what the database holds is taken over when the resource is created",
          },
        ]),
    ...(onDelete === "drop" && kind.drop === undefined
      ? [
          {
            path: "onDelete",
            message: `must be keep: an ${kind.kind} cannot be taken back; write a migration that drops`,
          },
        ]
      : []),
  ];
}

async function refusals(context: DatabaseContext): Promise<CheckFailure[]> {
  try {
    await lookAhead(context, { firstRun: true });
    return [];
  } catch (error) {
    return [{ property: "", reason: describe(error) }];
  }
}
