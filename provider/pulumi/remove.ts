import { removeAll } from "../kinds/remove";
import type { Clients } from "./clients";
import { contextOf, passOptions } from "./context";
import { OperationError } from "./failures";
import { readState } from "./state";

/** Removes what the resource owns, and waits until it is gone. What is gone already is no error. */
export async function remove(clients: Clients, properties: unknown): Promise<void> {
  try {
    const context = contextOf(properties);
    const recorded = readState(properties, context.hidden);
    if (recorded === undefined) return;
    const { identity: id, owned } = recorded;
    await clients.withCurrent(context.hidden, (api) =>
      removeAll({ ...passOptions(context, api, "delete"), id, owned }),
    );
  } catch (error) {
    throw new OperationError(error);
  }
}
