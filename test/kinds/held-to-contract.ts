import { requestFaults } from "../../provider/atlas/contract/load";
import { type OperationId, operations } from "../../provider/atlas/contract/operations.gen";
import type { Simulator } from "../../provider/simulator";

/** What is wrong, by the contract, with the bodies that the simulator was sent. */
export function contractFaults(simulator: Simulator): string[] {
  return simulator
    .writes()
    .flatMap(({ operation, body }) =>
      operation && isOperation(operation) && body !== null
        ? requestFaults(operation, body).map((fault) => `${operation}: ${fault}`)
        : [],
    );
}

const isOperation = (name: string): name is OperationId => Object.hasOwn(operations, name);

/** Every value in JSON with the field that holds it, as `region="EU_WEST_1"`; items of lists have their list's name. */
export function leavesOf(value: unknown, field = ""): string[] {
  if (Array.isArray(value)) return value.flatMap((item) => leavesOf(item, field));
  if (typeof value !== "object" || value === null) return [`${field}=${JSON.stringify(value)}`];
  return Object.entries(value).flatMap(([name, inner]) => leavesOf(inner, name));
}
