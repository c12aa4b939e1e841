import type { State } from "../state";
import type { EndpointServiceDoc } from "./docs";
import { advanced } from "./phases";

/** Lets peerings, endpoint services and endpoints reach the states that are due. */
export function settleNetwork(state: State, now: number): void {
  for (const peer of state.peers.values()) {
    const after = advanced(peer, now);
    if (!after) state.peers.delete(peer.id);
    else if (after !== peer) state.peers.put(peer.id, after);
  }
  for (const service of state.endpointServices.values()) {
    const after = settled(service, now);
    if (!after) state.endpointServices.delete(service.id);
    else if (after !== service) state.endpointServices.put(service.id, after);
  }
}

function settled(service: EndpointServiceDoc, now: number): EndpointServiceDoc | undefined {
  const after = advanced(service, now);
  if (!after) return undefined;
  const endpoints = after.endpoints.map((endpoint) => advanced(endpoint, now));
  if (endpoints.every((endpoint, index) => endpoint === after.endpoints[index])) return after;
  return { ...after, endpoints: endpoints.filter((endpoint) => endpoint !== undefined) };
}
