import { isIP } from "node:net";
import type { Call } from "../call";
import { objectsAt, stringAt } from "../json";
import { problem } from "../problem";
import type { EndpointDoc, EndpointServiceDoc } from "./docs";
import { attachmentsOf } from "./endpoint-views";
import { DURATION, going } from "./phases";

/** The endpoint that a request asks to be connected. */
export function endpointFrom(call: Call, service: EndpointServiceDoc): EndpointDoc {
  const now = call.clock.now();
  if (service.providerName === "AWS") {
    const id = required(call, "id");
    if (!/^vpce-[0-9a-f]{17}$/.test(id)) throw problem("INVALID_ATTRIBUTE", "id");
    return { id, ...going(now, "PENDING_ACCEPTANCE", ["AVAILABLE", DURATION.connectEndpoint]) };
  }
  const connecting = going(now, "INITIATING", ["AVAILABLE", DURATION.connectEndpoint]);
  if (service.providerName === "AZURE") {
    return { id: required(call, "id"), ipAddress: address(call.body, "privateEndpointIPAddress"), ...connecting };
  }
  const rules = objectsAt(call.body, "endpoints").map((rule) => ({
    endpointName: stringAt(rule, "endpointName") ?? "",
    ipAddress: address(rule, "ipAddress"),
  }));
  if (rules.length !== attachmentsOf(service).length) throw problem("INVALID_ATTRIBUTE", "endpoints");
  const gcpProjectId = required(call, "gcpProjectId");
  return { id: required(call, "endpointGroupName"), gcpProjectId, rules, ...connecting };
}

function required(call: Call, name: string): string {
  const value = stringAt(call.body, name);
  if (!value) throw problem("MISSING_ATTRIBUTE", name);
  return value;
}

function address(body: Parameters<typeof stringAt>[0], name: string): string {
  const value = stringAt(body, name);
  if (!value) throw problem("MISSING_ATTRIBUTE", name);
  if (isIP(value) === 0) throw problem("INVALID_ATTRIBUTE", name);
  return value;
}
