import type { AtlasApi } from "../atlas/api";
import { converge } from "../kinds/converge";
import { ConvergeError } from "../kinds/errors";
import type { Clients } from "./clients";
import { type Context, contextOf, passOptions } from "./context";
import { OperationError, PartialFailure } from "./failures";
import type { Json } from "./json";
import { awaitRollout } from "./rollout";
import { outputsOf, readState, writeState } from "./state";

/**
 * Makes an object as declared. Looks at it again before it writes: the plan of `diff` was made from state.
 * @throws PartialFailure with what was reached when not everything went through
 */
export async function update(clients: Clients, id: string, olds: unknown, news: unknown): Promise<{ outs: Json }> {
  try {
    const context = contextOf(news);
    return await change(context, clients.client(context.hidden.profile), id, olds, news);
  } catch (error) {
    throw error instanceof OperationError ? error : new OperationError(error);
  }
}

async function change(
  context: Context,
  api: AtlasApi,
  id: string,
  olds: unknown,
  news: unknown,
): Promise<{ outs: Json }> {
  const { hidden, handler, spec } = context;
  const recorded = readState(olds, hidden);
  const outputs = outputsOf(hidden.kind, spec);
  try {
    const options = passOptions(context, api, "update");
    const result = await converge({
      ...options,
      desired: spec,
      existing: "adopt",
      id: recorded?.identity,
      owned: recorded?.owned,
    });
    const { id: identity, observed, owned, pending } = result;
    const outs = writeState(handler, news, outputs, { identity, observed, owned, pending });
    await awaitRollout(context, api, identity, options.wait).catch((error: unknown) => {
      throw new PartialFailure(id, outs, error);
    });
    return { outs };
  } catch (error) {
    if (!(error instanceof ConvergeError)) throw error;
    const { id: identity, observed, owned, pending } = error.reached as ConvergeError<Json, Json, Json>["reached"];
    throw new PartialFailure(id, writeState(handler, news, outputs, { identity, observed, owned, pending }), error);
  }
}
