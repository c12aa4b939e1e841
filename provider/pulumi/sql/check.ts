import { type Fault, isAtlasIacError } from "../../../sdk/model/errors";
import { validateSpec } from "../../../sdk/model/validate";
import type { Run } from "../../kinds/sql/contract";
import { ConnectionError } from "../../schema";
import { type CheckFailure, failureOf } from "../check";
import { describe, OperationError } from "../failures";
import type { Json } from "../json";
import type { ConfigReader } from "../stack-config";
import { dependsOn, isUnknown, unknownPaths } from "../unknowns";
import { type DatabaseContext, databaseContext, declaredDatabase } from "./context";
import { printOutlook } from "./print";

/**
 * Says what is wrong with the inputs of a database object. In a preview it also looks at the database, reads only, and shows what
 * would run: the engine calls nothing else before an object is created.
 */
export async function check(
  config: ConfigReader,
  olds: unknown,
  news: Json,
): Promise<{ inputs: Json; failures: CheckFailure[] }> {
  try {
    const context = databaseContext(config, news);
    const unknown = unknownPaths(context.spec);
    const faults = [...declarationFaults(context, unknown), ...optionFaults(context)];
    if (faults.length > 0 || !context.hidden.preview) return { inputs: news, failures: faults.map(failureOf) };
    const firstRun = Object.keys(olds ?? {}).length === 0;
    const old = firstRun ? undefined : databaseContext(config, olds);
    const appliedTo = old && (await databaseBefore(old));
    return { inputs: news, failures: await lookAhead(context, { firstRun, appliedTo, before: old?.spec }, unknown) };
  } catch (error) {
    throw new OperationError(error);
  }
}

/** The database that the object was about: in another one it is a first run, and previewed as one. */
async function databaseBefore(context: DatabaseContext): Promise<string | undefined> {
  try {
    return await declaredDatabase(context);
  } catch (error) {
    if (!isAtlasIacError(error)) throw error;
    // What an old project file names may be gone; that keeps nobody from declaring something else.
    return undefined;
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

async function lookAhead(
  context: DatabaseContext,
  known: Pick<Run, "firstRun" | "appliedTo" | "before">,
  unknown: readonly string[],
): Promise<CheckFailure[]> {
  const { kind, spec, log, surroundings } = context;
  if (unknown.length > 0) {
    log.info("What would run is known after apply.");
    return [];
  }
  try {
    const outlook = await kind.foresee(spec, { ...surroundings, ...known });
    printOutlook(log, outlook);
    return outlook.refusal ? [{ property: "", reason: outlook.refusal.describe() }] : [];
  } catch (error) {
    if (known.firstRun && error instanceof ConnectionError) {
      // The database may be made by the very same `pulumi up`.
      log.warn(`What would run cannot be told yet: ${error.describe()}`);
      return [];
    }
    return [{ property: "", reason: describe(error) }];
  }
}
