import { AtlasIacError } from "../../sdk/model/errors";
import type { AtlasApi } from "../atlas/api";
import type { Clients } from "./clients";
import { type Context, contextOf } from "./context";
import { OperationError } from "./failures";
import { type Json, plain } from "./json";
import { forgetSavedIntent } from "./saved-intent";
import { outputsOf, type Recorded, readState, refreshedOutputs, writeState } from "./state";

/** What the engine learns of a resource; no id when it is gone. */
export interface Read {
  id?: string;
  props?: Json;
}

/** Nothing has the id that `get` was given. */
export class NotFoundError extends AtlasIacError {
  readonly code = "NotFound";
}

/** Looks at what exists: for `pulumi refresh` with what was saved, for `get` with nothing but an id. Never writes. */
export async function read(clients: Clients, id: string, properties: unknown): Promise<Read> {
  try {
    const context = contextOf(properties);
    const recorded = readState(properties, context.hidden);
    if (recorded !== undefined) await forgetSavedIntent(context, recorded.identity);
    return await clients.withCurrent(context.hidden, (api) =>
      recorded === undefined || recorded.owned === undefined
        ? get(context, api, id, properties)
        : refresh(context, api, recorded, properties),
    );
  } catch (error) {
    throw new OperationError(error);
  }
}

async function refresh(
  { hidden, spec, handler, clock }: Context,
  api: AtlasApi,
  recorded: Recorded,
  properties: unknown,
): Promise<Read> {
  const { identity, owned } = recorded;
  const observed = await handler.observe(api, identity, { desired: owned?.spec, owned });
  if (observed === undefined) return { id: "" };
  const plan = handler.plan({ desired: owned?.spec ?? spec, observed, owned }, identity, new Date(clock.now()));
  const agrees = plan.changes.length === 0 && !plan.impossible?.length;
  const outputs = agrees ? spec : refreshedOutputs(spec, outputsOf(hidden.kind, plain(handler.toSpec(observed))));
  const pending = plan.pending ?? plan.underWay?.[0];
  const props = writeState(handler, properties, outputs, { identity, observed, owned, pending });
  return { id: handler.atlasId(observed), props };
}

async function get({ hidden, handler }: Context, api: AtlasApi, id: string, properties: unknown): Promise<Read> {
  const recorded = readState(properties, hidden);
  const identity = recorded?.identity ?? handler.parseIdentity(id);
  const observed = await handler.observe(api, identity, { everything: true });
  if (observed === undefined && recorded !== undefined) return { id: "" };
  if (observed === undefined) {
    throw new NotFoundError(`There is no ${hidden.kind} ${id}.`, { hint: `It is written ${handler.identityGrammar}.` });
  }
  const outputs = outputsOf(hidden.kind, plain(handler.toSpec(observed)));
  return { id: handler.atlasId(observed), props: writeState(handler, properties, outputs, { identity, observed }) };
}
