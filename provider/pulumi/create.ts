import { AtlasIacError, type ErrorFacts } from "../../sdk/model/errors";
import type { AtlasApi } from "../atlas/api";
import { converge } from "../kinds/converge";
import { ConvergeError, StillPendingError } from "../kinds/errors";
import { removeAll } from "../kinds/remove";
import { adoption } from "./adopt";
import type { Clients } from "./clients";
import { type Context, contextOf, passOptions } from "./context";
import { OperationError, PartialFailure } from "./failures";
import type { Json } from "./json";
import { awaitRollout } from "./rollout";
import { outputsOf, writeState } from "./state";

/** The creation took too long, and what there was of it was removed, as the program asked. */
export class TakenAwayError extends AtlasIacError {
  readonly code = "TakenAway";

  constructor(message: string, facts: ErrorFacts) {
    super(`${message} It was deleted again, as onCreateTimeout says.`, facts);
  }
}

/** What the engine saves of a new resource. */
export interface Created {
  id: string;
  outs: Json;
}

/**
 * Makes an object, or takes over the one that the `import` option names.
 * @throws PartialFailure when it exists but is not as declared yet; OperationError when there is nothing of it
 */
export async function create(clients: Clients, inputs: unknown): Promise<Created> {
  try {
    const context = contextOf(inputs);
    return await make(context, clients.client(context.hidden.profile), inputs);
  } catch (error) {
    throw error instanceof OperationError ? error : new OperationError(error);
  }
}

async function make(context: Context, api: AtlasApi, inputs: unknown): Promise<Created> {
  const { hidden, handler, spec } = context;
  const options = {
    ...passOptions(context, api, "create"),
    desired: spec,
    existing: hidden.adopt === undefined ? ("conflict" as const) : ("import" as const),
    ...(hidden.adopt === undefined ? {} : await adoption(context, api, hidden.adopt)),
  };
  try {
    const { id: identity, observed, owned, pending } = await converge(options);
    const id = handler.atlasId(observed);
    const outs = writeState(handler, inputs, outputsOf(hidden.kind, spec), { identity, observed, owned, pending });
    await awaitRollout(context, api, identity, options.wait).catch((error: unknown) => {
      throw new PartialFailure(id, outs, error);
    });
    return { id, outs };
  } catch (error) {
    if (!(error instanceof ConvergeError) || error.reached.observed === undefined) throw error;
    const reached = error.reached as ConvergeError<Json, Json, Json>["reached"];
    const { id: identity, observed = {}, owned, pending } = reached;
    if (
      hidden.onCreateTimeout === "delete" &&
      hidden.adopt === undefined &&
      error.failures.some((failure) => failure.error instanceof StillPendingError)
    ) {
      await removeAll({ ...passOptions(context, api, "delete"), id: identity, observed, owned });
      throw new TakenAwayError(error.message, { hint: error.hint, cause: error });
    }
    const outs = writeState(handler, inputs, outputsOf(hidden.kind, spec), { identity, observed, owned, pending });
    throw new PartialFailure(handler.atlasId(observed), outs, error);
  }
}
