import { thresholdFaults } from "../../../../sdk/model/atlas-project/alert-rules";
import type { Fault } from "../../../../sdk/model/errors";
import type { AtlasCall } from "../../../atlas/api";
import type { RequestBody } from "../../../atlas/contract/operations.gen";
import { noneIfAbsent } from "../../absence";
import { asSet, same } from "../../canonical";
import type { Change, Difference } from "../../contract";
import { matchesSeal } from "../../seal";
import { foreignNote, groupParams, type ResolvedProject, type Section, union, unionUnsure } from "../section";
import {
  alertBody,
  alertName,
  alertToSpec,
  contentOf,
  type DeclaredAlert,
  declaredAlert,
  type ObservedAlert,
  observedAlert,
} from "./alert";
import { matchAlerts, type Pair, type PairInAtlas } from "./match";
import { notificationSecrets } from "./notification";
import { alertStatus } from "./status";

/** A project's alerts, Atlas's own included. */
export interface Alerts {
  items?: ObservedAlert[];
}

const condition = "AlertConfigurationReady";
const path = "spec.alertConfigurations";

/** Whether alerts are kept in step: a list without the switch says nothing. */
const inStep = ({ alertConfigurations, alertConfigurationSyncEnabled }: Partial<ResolvedProject>): boolean =>
  alertConfigurations !== undefined && alertConfigurationSyncEnabled === true;

/** The alerts that a declaration keeps in step. */
const listOf = (spec: ResolvedProject | undefined): readonly DeclaredAlert[] =>
  spec && inStep(spec) ? (spec.alertConfigurations ?? []) : [];

/**
 * Alerts, where `alertConfigurationSyncEnabled` asks for it. An alert that differs is changed in place. Which are ours is told by their
 * ids; those of Atlas and of others stay.
 */
export const alerts: Section<Alerts> = {
  field: "alertConfigurations",
  isDeclared: inStep,
  condition,

  check(desired) {
    if (!inStep(desired)) return [];
    const declared = desired.alertConfigurations ?? [];
    return [
      ...declared.flatMap((alert, index) => thresholdFaults(alert, `${path}[${index}]`)),
      ...secretFaults(declared),
    ];
  },

  async observe(api, projectId, options) {
    const call: AtlasCall<"listGroupAlertConfigs"> = {
      operation: "listGroupAlertConfigs",
      params: { groupId: projectId },
    };
    return { items: (await api.list(call, options)).map(observedAlert) };
  },

  plan({ desired, observed: { items = [] }, owned, ids, others, projectId }) {
    // A list that is still there without the switch is left alone; one that was taken out is undone.
    if (desired.alertConfigurations && !inStep(desired)) return { changes: [] };
    const before = listOf(owned);
    const matched = matchAlerts(desired.alertConfigurations ?? [], items, { ids, others, owned: before });
    const params = groupParams(projectId);
    const rotated = owned ? matched.same.filter(({ declared }) => !isSealed(declared, before)) : [];
    return {
      changes: [
        ...matched.changed.map((pair) => update(pair, differencesOf(pair), params)),
        ...rotated.map((pair) => update(pair, [secretDifference(pair)], params)),
        ...matched.missing.map((pair) => creation(pair, params)),
        ...matched.surplus.map((one) => deletion(one, params)),
      ],
      notes: inStep(desired)
        ? foreignNote(
            "alerts",
            matched.foreign.map(({ alert }) => alertName(alert)),
          )
        : [],
    };
  },

  async apply(api, { action, call }, { items = [] }, options) {
    const others = items.filter(({ id }) => id !== call.params?.alertConfigId);
    if (action === "delete") {
      await noneIfAbsent(api.send(call, options));
      return { items: others };
    }
    return { items: [...others, observedAlert(await api.send(call as AtlasCall<"updateGroupAlertConfig">, options))] };
  },

  // A list that is open is one of ours only with its switch.
  claimUnsure: (desired, previous) => ({
    alertConfigurations: unionUnsure(listOf(previous), listOf(desired), contentOf),
    alertConfigurationSyncEnabled: [desired, previous].some((spec) => spec && inStep(spec)),
  }),

  claimSent(desired, previous, { note }) {
    const sent = listOf(desired).filter((_, index) => String(index) === note);
    return {
      alertConfigurations: union(listOf(previous), sent, contentOf),
      alertConfigurationSyncEnabled: true,
    };
  },

  claimItems({ desired, observed: { items = [] }, owned, ...before }) {
    const matched = matchAlerts(desired.alertConfigurations ?? [], items, { ...before, owned: listOf(owned) });
    const declared = [...matched.same, ...matched.changed].map(({ there }) => there);
    return {
      ids: [...declared, ...matched.surplus].map(({ id }) => id),
      ...(matched.missing.length > 0 && { others: matched.foreign.map(({ id }) => id) }),
    };
  },

  status: ({ items = [] }) => (items.length > 0 ? { alertConfigurations: items.map(alertStatus) } : {}),

  toSpec: ({ items = [] }) =>
    items.length > 0
      ? { alertConfigurationSyncEnabled: true, alertConfigurations: items.map(({ alert }) => alertToSpec(alert)) }
      : {},
};

/** Whether all secrets of a declared alert are those that were sent last. */
function isSealed(declared: DeclaredAlert, owned: readonly DeclaredAlert[]): boolean {
  const content = contentOf(declared);
  const sent = owned
    .filter((one) => contentOf(one) === content)
    .flatMap(({ notifications = [] }) => notifications.flatMap((one) => Object.entries(notificationSecrets(one))));
  return (declared.notifications ?? [])
    .flatMap((one) => Object.entries(notificationSecrets(one)))
    .every(([field, value]) => sent.some(([other, seal]) => other === field && matchesSeal(value, seal)));
}

const secretDifference = ({ index }: Pair): Difference => ({
  path: `${path}[${index}].notifications`,
  from: "(secret)",
  to: "(secret)",
});

const differencesOf = ({ index, declared, there }: Pair & Partial<PairInAtlas>): Difference[] => [
  { path: `${path}[${index}]`, ...(there && { from: there.alert }), to: declaredAlert(declared) },
];

/** Alerts that are the same but for their secrets: Atlas shows none, so nothing would tell them apart. */
function secretFaults(declared: readonly DeclaredAlert[]): Fault[] {
  const contents = declared.map(contentOf);
  return declared.flatMap((alert, index) => {
    const first = contents.indexOf(contents[index] ?? "");
    if (same(declared[first], alert) || same(secretsOf(declared[first]), secretsOf(alert))) return [];
    return [{ path: `${path}[${index}]`, message: `is item ${first} but for its secrets: put both into one alert` }];
  });
}

const secretsOf = (alert: DeclaredAlert | undefined) => asSet((alert?.notifications ?? []).map(notificationSecrets));

type Params = Readonly<Record<string, string>>;

function creation(pair: Pair, params: Params): Change {
  const call: AtlasCall<"createGroupAlertConfig"> = {
    operation: "createGroupAlertConfig",
    params,
    body: alertBody(pair.declared) as RequestBody<"createGroupAlertConfig">,
  };
  const description = `create alert ${alertName(declaredAlert(pair.declared))}`;
  return { ...change("create", description, call), differences: differencesOf(pair), note: String(pair.index) };
}

function update(pair: PairInAtlas, differences: Difference[], params: Params): Change {
  const call: AtlasCall<"updateGroupAlertConfig"> = {
    operation: "updateGroupAlertConfig",
    params: { ...params, alertConfigId: pair.there.id },
    body: alertBody(pair.declared) as RequestBody<"updateGroupAlertConfig">,
  };
  const description = `change alert ${alertName(declaredAlert(pair.declared))}`;
  return { ...change("update", description, call), differences, note: String(pair.index) };
}

function deletion({ id, alert }: ObservedAlert, params: Params): Change {
  const call: AtlasCall<"deleteGroupAlertConfig"> = {
    operation: "deleteGroupAlertConfig",
    params: { ...params, alertConfigId: id },
  };
  return { ...change("delete", `delete alert ${alertName(alert)}`, call), differences: [{ path, from: alert }] };
}

function change(action: Change["action"], description: string, call: AtlasCall): Change {
  const reason = "ProjectAlertConfigurationIsNotReadyInAtlas";
  return { action, scope: "part", condition, reason, description, call };
}
