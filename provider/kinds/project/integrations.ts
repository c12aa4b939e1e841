import { contradictions } from "../../../sdk/model/contradictions";
import type { AtlasCall } from "../../atlas/api";
import type { ResponseBody } from "../../atlas/contract/operations.gen";
import { noneIfAbsent } from "../absence";
import type { Change } from "../contract";
import { type IntegrationType, isIntegrationType } from "../integrations/facts";
import {
  type DeclaredField,
  type DeclaredIntegration,
  declaredIntegration,
  type ObservedIntegration,
  observedIntegration,
} from "../integrations/integration";
import { type IntegrationChange, planIntegration, planIntegrationRemoval } from "../integrations/plan";
import {
  foreignNote,
  groupParams,
  type ProjectStatus,
  type ResolvedProject,
  type Section,
  union,
  unionUnsure,
} from "./section";

type Declared = NonNullable<ResolvedProject["integrations"]>[number];

/** A project's integrations. */
export interface Integrations {
  items?: ObservedIntegration[];
  /** Where Atlas is, for the address that Prometheus asks. */
  origin?: string;
  projectId?: string;
}

const condition = "ThirdPartyIntegrationReady";
const typeOf = ({ type }: { type?: string }): string => type ?? "";

/** Services that metrics and alerts go to, one per type. Those that were declared here and no longer are get ended; others stay. */
export const integrations: Section<Integrations> = {
  field: "integrations",
  condition,
  blank: { items: [] },

  check: ({ integrations: declared = [] }) => contradictions("spec.integrations", declared, typeOf),

  async observe(api, projectId, options) {
    return observed(
      await api.send({ operation: "listGroupIntegrations", params: { groupId: projectId } }, options),
      projectId,
    );
  },

  plan({ desired, observed: { items = [] }, owned, projectId }) {
    const declared = union(undefined, (desired.integrations ?? []).flatMap(declaredItem), typeOf);
    const before = new Map((owned?.integrations ?? []).flatMap(declaredItem).map((item) => [item.type, item.fields]));
    const there = new Map(items.map((item) => [item.type, item]));
    const kept = new Set(declared.map(({ type }) => type));
    const undeclared = items.filter(({ type }) => !kept.has(type));
    const foreign = desired.integrations ? undeclared.filter(({ type }) => !before.has(type)) : [];
    const params = groupParams(projectId);
    const changes = [
      ...declared.map((item) =>
        planIntegration(item, there.get(item.type), owned && (before.get(item.type) ?? {}), params),
      ),
      ...undeclared.filter(({ type }) => before.has(type)).map((item) => planIntegrationRemoval(item, params)),
    ];
    return {
      changes: changes.flatMap((change) => (change ? [reported(change)] : [])),
      notes: foreignNote("integrations", foreign.map(typeOf)),
    };
  },

  async apply(api, { action, call }, part, options) {
    if (action === "delete") {
      await noneIfAbsent(api.send(call, options));
      return { ...part, items: (part.items ?? []).filter(({ type }) => type !== call.params?.integrationType) };
    }
    return observed(await api.send(call as AtlasCall<"updateGroupIntegration">, options), call.params?.groupId ?? "");
  },

  claimUnsure: (desired, previous) => ({
    integrations: unionUnsure(previous?.integrations, desired.integrations, typeOf),
  }),

  claimSent(desired, previous, { call }) {
    const sent = (desired.integrations ?? []).filter(({ type }) => type === call.params?.integrationType);
    return { integrations: union(previous.integrations, sent, typeOf) };
  },

  status: ({ items = [], origin, projectId }) =>
    items.some(({ type }) => type === "PROMETHEUS") && origin ? { prometheus: discovery(origin, projectId) } : {},

  toSpec: ({ items = [] }) =>
    items.length > 0 ? { integrations: items.map(({ type, plain }) => ({ type, ...declarable(plain) })) } : {},
};

/** A declared integration in the Admin API's words. A type that Atlas has not is told elsewhere. */
function declaredItem(item: Declared, index: number): DeclaredIntegration[] {
  const { type = "" } = item;
  if (!isIntegrationType(type)) return [];
  const fields = Object.entries(item).flatMap(([name, value]): [string, DeclaredField][] => {
    if (typeof value !== "string" && typeof value !== "boolean") return [];
    return [[name.replace(/Ref$/, ""), { value, path: `spec.integrations[${index}].${name}` }]];
  });
  return [declaredIntegration(type, withSwitch(type, Object.fromEntries(fields)))];
}

/** Prometheus is off unless it is declared to be on. */
const withSwitch = (type: IntegrationType, fields: Record<string, DeclaredField>): Record<string, DeclaredField> =>
  type === "PROMETHEUS" ? { enabled: { value: false, path: "spec.integrations" }, ...fields } : fields;

/** Fields of the Admin API that an integration of a project can declare. */
function declarable(plain: ObservedIntegration["plain"]): Partial<Declared> {
  const names = [
    "channelName",
    "enabled",
    "region",
    "serviceDiscovery",
    "teamName",
  ] as const satisfies (keyof Declared)[];
  return Object.fromEntries(names.flatMap((name) => (plain[name] === undefined ? [] : [[name, plain[name]]])));
}

function observed({ results, links = [] }: ResponseBody<"listGroupIntegrations">, projectId: string): Integrations {
  const items = results.flatMap((answer) => observedIntegration(answer, projectId) ?? []);
  const [self] = links.flatMap(({ href }) => (href && URL.canParse(href) ? [new URL(href)] : []));
  return { items, projectId, ...(self && { origin: self.origin }) };
}

/** Atlas lists what Prometheus shall fetch at an address of the project's own, beside the Admin API. */
function discovery(origin: string, projectId = ""): ProjectStatus["prometheus"] {
  const url = new URL(`/prometheus/v1.0/groups/${projectId}/discovery`, origin);
  return { scheme: url.protocol.replace(":", ""), prometheusDiscoveryURL: url.href };
}

const reported = (change: IntegrationChange): Change => ({
  ...change,
  scope: "part",
  condition,
  reason: change.action === "delete" ? "ProjectIntegrationInternalError" : "ProjectIntegrationRequestError",
});
