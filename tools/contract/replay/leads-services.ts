import { isObject, type Json, type JsonObject, objectsAt, stringAt } from "../../../provider/simulator/json";
import type { Recording } from "./corpus";
import type { Lead } from "./lead";
import type { ReplayRequest, World } from "./world";

const ALERT: JsonObject = {
  eventTypeName: "NO_PRIMARY",
  enabled: true,
  notifications: [{ typeName: "GROUP", intervalMin: 5, delayMin: 0, emailEnabled: true, smsEnabled: false }],
};

/** Ways to the recorded answers about alerts, integrations, accesses to cloud providers, auditing and log-in. */
export const serviceLeads: Readonly<Record<string, Lead>> = {
  listAlertConfigMatcherFieldNames: { request: async () => ({ operation: "listAlertConfigMatcherFieldNames" }) },
  createGroupAlertConfig: {
    request: async (world, recording) => ({
      operation: "createGroupAlertConfig",
      params: { groupId: await world.project() },
      body: alertIn(recording.body),
    }),
  },
  getGroupAlertConfig: { request: (world, recording) => ofAlert(world, "getGroupAlertConfig", recording.body) },
  updateGroupAlertConfig: {
    request: async (world, recording) => ({
      ...(await ofAlert(world, "updateGroupAlertConfig", ALERT)),
      body: alertIn(recording.body),
    }),
  },
  deleteGroupAlertConfig: { request: (world) => ofAlert(world, "deleteGroupAlertConfig", ALERT) },
  createGroupIntegration: {
    request: async (world, recording) => {
      const type = recording.scenario.replace(/^.*Create_/, "");
      const groupId = await world.project();
      const all = objectsAt(recording.body, "results");
      await addIntegrations(
        world,
        groupId,
        all.filter((one) => one.type !== type),
      );
      const body = sent(all.find((one) => one.type === type) ?? {});
      // The service lists them in an order of its own: the one that was made is not the last.
      return { operation: "createGroupIntegration", params: { groupId, integrationType: type }, body };
    },
  },
  listGroupIntegrations: {
    request: async (world, recording) => {
      const groupId = await world.project();
      await addIntegrations(world, groupId, objectsAt(recording.body, "results"));
      return { operation: "listGroupIntegrations", params: { groupId } };
    },
  },
  getGroupIntegration: {
    request: (world, recording) => ofIntegration(world, "getGroupIntegration", bodyOf(recording)),
  },
  deleteGroupIntegration: {
    request: (world) =>
      ofIntegration(world, "deleteGroupIntegration", { type: "OPS_GENIE", region: "US", apiKey: "****0000" }),
  },
  createGroupCloudProviderAccess: {
    request: async (world) => ({
      operation: "createGroupCloudProviderAccess",
      params: { groupId: await world.project() },
      body: { providerName: "AWS" },
    }),
  },
  listGroupCloudProviderAccess: {
    request: async (world, recording) => {
      const params = { groupId: await world.project() };
      for (const _ of objectsAt(recording.body, "awsIamRoles")) {
        await world.must({ operation: "createGroupCloudProviderAccess", params, body: { providerName: "AWS" } });
      }
      return { operation: "listGroupCloudProviderAccess", params };
    },
  },
  getGroupAuditLog: {
    request: async (world) => ({ operation: "getGroupAuditLog", params: { groupId: await world.project() } }),
  },
  updateGroupAuditLog: {
    request: async (world, recording) => {
      const { configurationType: _, ...body } = bodyOf(recording);
      return { operation: "updateGroupAuditLog", params: { groupId: await world.project() }, body };
    },
  },
  getGroupUserSecurity: {
    request: async (world, recording) => {
      const params = { groupId: await world.project() };
      await world.must({ operation: "updateGroupUserSecurity", params, body: bodyOf(recording) });
      return { operation: "getGroupUserSecurity", params };
    },
  },
  updateGroupUserSecurity: {
    request: async (world, recording) => ({
      operation: "updateGroupUserSecurity",
      params: { groupId: await world.project() },
      body: bodyOf(recording),
    }),
  },
};

const bodyOf = ({ body }: Recording): JsonObject => (isObject(body) ? body : {});

/** What was probably sent to get such an alert. */
function alertIn(answer: Json | undefined): JsonObject {
  const { created: _c, updated: _u, groupId: _g, id: _i, links: _l, ...rest } = isObject(answer) ? answer : {};
  const notifications = objectsAt(rest, "notifications").map(({ notifierId: _, ...notification }) => notification);
  return { ...rest, notifications };
}

async function ofAlert(world: World, operation: string, alert: Json | undefined): Promise<ReplayRequest> {
  const groupId = await world.project();
  const made = await world.must({ operation: "createGroupAlertConfig", params: { groupId }, body: alertIn(alert) });
  return { operation, params: { groupId, alertConfigId: stringAt(made, "id") ?? "" } };
}

async function ofIntegration(world: World, operation: string, integration: JsonObject): Promise<ReplayRequest> {
  const groupId = await world.project();
  await addIntegrations(world, groupId, [integration]);
  return { operation, params: { groupId, integrationType: stringAt(integration, "type") ?? "" } };
}

async function addIntegrations(world: World, groupId: string, integrations: readonly JsonObject[]): Promise<void> {
  for (const integration of integrations) {
    const integrationType = stringAt(integration, "type") ?? "";
    const params = { groupId, integrationType };
    await world.must({ operation: "createGroupIntegration", params, body: sent(integration) });
  }
}

/** An integration as it was probably sent: what is blackened had other letters, what is null was not there. */
function sent({ id: _, ...integration }: JsonObject): JsonObject {
  const fields = Object.entries(integration).filter(([, value]) => value !== null);
  return Object.fromEntries(
    fields.map(([name, value]) => [name, typeof value === "string" ? value.replaceAll("*", "x") : value]),
  );
}
