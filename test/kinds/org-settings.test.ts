import { afterAll, beforeAll, expect, it } from "vitest";
import { orgSettings } from "./conformance/fixtures/org-settings";
import { Subject } from "./conformance/subject";
import { startWorld, type World } from "./conformance/world";
import { fullExample } from "./full-example";
import { contractFaults } from "./held-to-contract";

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.stop());

it("sends every setting as the contract has it, and reads it back", async () => {
  const { connectionSecretRef: _, ...full } = fullExample("AtlasOrgSettings");
  const subject = await Subject.fresh(world, { ...orgSettings, base: { ...full, orgID: "$org" } });
  world.simulator.clearRequests();
  const { observed } = await subject.up(subject.spec());
  expect(contractFaults(world.simulator)).toEqual([]);
  const params = { orgId: subject.names.$org };
  const there = await world.clientFor(subject.names).send({ operation: "getOrgSettings", params });
  const { orgID: _orgId, ...settings } = subject.spec();
  expect(there).toMatchObject(settings);
  expect(subject.handler.toSpec(observed)).toEqual(subject.spec());
});

it("leaves what is not declared as it is, also when it was declared before", async () => {
  const subject = await Subject.fresh(world, { ...orgSettings, base: { orgID: "$org", restrictEmployeeAccess: true } });
  const params = { orgId: subject.names.$org };
  expect(await subject.writesOf(() => subject.up(subject.spec()))).toEqual(["updateOrgSettings"]);
  expect(await subject.writesOf(() => subject.up(subject.spec({ restrictEmployeeAccess: undefined })))).toEqual([]);
  const there = await world.clientFor(subject.names).send({ operation: "getOrgSettings", params });
  expect(there).toMatchObject({ restrictEmployeeAccess: true, securityContact: "old@example.com" });
});

it("says when it goes that the settings stay", async () => {
  const subject = await Subject.fresh(world, orgSettings);
  await subject.up(subject.spec());
  const { applied, notes } = await subject.down();
  expect(applied).toEqual([]);
  expect(notes).toEqual(["the settings of the organisation stay as they are"]);
});
