import { AtlasIacError } from "../../sdk/model/errors";
import type { AtlasApi } from "../atlas/api";
import { converge } from "../kinds/converge";
import { ConvergeError } from "../kinds/errors";
import type { Clients } from "./clients";
import { type Context, contextOf, passOptions, subjectOf } from "./context";
import { OperationError, PartialFailure } from "./failures";
import type { Json } from "./json";
import { awaitRollout } from "./rollout";
import { outputsOf, readState, writeState } from "./state";

/**
 * The object is not there any more. It is not made again by an update, which cannot give the engine a new id: what refers to the
 * object would go on with the old one.
 */
export class GoneError extends AtlasIacError {
  readonly code = "Gone";
}

/**
 * Makes an object as declared. Looks at it again before it writes: the plan of `diff` was made from state.
 * @throws PartialFailure with what was reached when not everything went through; OperationError when nothing was changed
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
  const { hidden, handler, spec, log } = context;
  const { identity: known = {}, owned: before } = readState(olds, hidden) ?? {};
  const there = await handler.observe(api, known, { desired: spec, owned: before });
  if (there === undefined) {
    throw new GoneError(`${subjectOf(hidden)} (${id}) is not in Atlas any more.`, {
      hint: "Run pulumi refresh, or pulumi up --refresh: it is planned anew then, and with it what refers to it.",
    });
  }
  const outputs = outputsOf(hidden.kind, spec);
  try {
    const options = passOptions(context, api, "update");
    const result = await converge({
      ...options,
      desired: spec,
      existing: "adopt",
      id: known,
      owned: before,
      observed: there,
    });
    const { id: identity, observed, owned, pending } = result;
    if (handler.atlasId(observed) !== id) {
      log.warn(
        "It has another id in Atlas now: it was upgraded, or deleted and made again. Run pulumi refresh, which learns it.",
      );
    }
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
