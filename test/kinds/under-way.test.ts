import { expect, it } from "vitest";
import type { ObservedProject } from "../../provider/kinds/project/handler";
import { projectNetwork } from "./conformance/fixtures/project-network";
import { Subject } from "./conformance/subject";
import { startWorld } from "./conformance/world";

const entries = [{ cidrBlock: "192.0.2.0/24" }];

it("a pass looks at every part that Atlas was still busy with when the last one ended, not just the first", async () => {
  const world = await startWorld({ still: true });
  const { clock, state } = world.simulator;
  const subject = await Subject.fresh(world, projectNetwork);
  const spec = (more = {}) => subject.spec({ networkPeers: undefined, ...more });
  const pass = async (desired: Record<string, unknown>) => {
    const { observed, pending } = await subject.once(desired);
    const { group, parts } = observed as Pick<ObservedProject, keyof ObservedProject>;
    const [service] = state.endpointServices(group.projectId);
    return {
      pending: pending?.condition,
      known: parts.privateEndpoints?.[0]?.endpoints[0]?.state,
      real: service?.endpoints[0]?.status,
    };
  };
  try {
    // Until the endpoint is connected, which takes Atlas a while.
    let last = await pass(spec());
    while (last.real === undefined) {
      clock.advance(20_000);
      last = await pass(spec());
    }
    expect(last).toMatchObject({ pending: "PrivateEndpointReady", real: "PENDING_ACCEPTANCE" });
    // An entry beside it, which is under way as well, and told first.
    const both = spec({ projectIpAccessList: entries });
    expect(await pass(both)).toMatchObject({ pending: "IPAccessListReady", known: "PENDING_ACCEPTANCE" });
    expect(subject.saved.owned?.underWay).toEqual(["IPAccessListReady", "PrivateEndpointReady"]);
    const next = await pass(both);
    expect(next.known).toBe(next.real);
    expect(next.real).toBe("PENDING_ACCEPTANCE");
  } finally {
    await world.stop();
  }
});

it("a project's status tells of a new project what it tells at the next look", async () => {
  const world = await startWorld();
  const subject = await Subject.fresh(world, projectNetwork);
  const desired = subject.spec({
    privateEndpoints: undefined,
    regionalizedPrivateEndpoint: undefined,
    networkPeers: undefined,
  });
  const told = { desired, now: new Date() };
  try {
    const made = await subject.up(desired);
    const seen = await subject.up(desired);
    expect(subject.handler.status(made.observed, told)).toEqual(subject.handler.status(seen.observed, told));
  } finally {
    await world.stop();
  }
});
