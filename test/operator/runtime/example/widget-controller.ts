import {
  addFinalizer,
  type Controller,
  controller,
  type EventRecorder,
  isBeingDeleted,
  type KubeClient,
  keyOf,
  type ObjectKey,
  type ReconcileContext,
  type Result,
  removeFinalizer,
  Source,
  setCondition,
  type WatchTuning,
  watching,
  writeStatus,
} from "../../../../provider/operator/runtime";
import { CONFIG_MAPS, type ConfigMap, WIDGETS, type Widget } from "../harness/widgets";
import type { CloudClient } from "./cloud-client";

export const FINALIZER = "test.example.com/finalizer";

export interface WidgetControllerOptions {
  kube: KubeClient;
  cloud: CloudClient;
  events: EventRecorder;
  tuning?: Partial<WatchTuning>;
}

/** An item in the cloud for each widget, its text from the widget or from a config map: what any operator does, in small. */
export function widgetController({ kube, cloud, events, tuning }: WidgetControllerOptions): Controller {
  const indexes = {
    settings: ({ metadata, spec }: Widget) => (spec.settings ? [`${metadata.namespace}/${spec.settings}`] : []),
  };
  const widgets = new Source(kube, { resource: WIDGETS, namespaces: ["default"], indexes, tuning });
  const settings = new Source<ConfigMap>(kube, { resource: CONFIG_MAPS, namespaces: ["default"], tuning });

  async function reconcile(key: ObjectKey, context: ReconcileContext): Promise<Result> {
    const seen = widgets.store.get(key);
    if (!seen) return {};
    if (isBeingDeleted(seen)) return remove(seen, context);
    const kept = await addFinalizer(widgets, seen, FINALIZER, context);
    if (!kept || isBeingDeleted(kept)) return {};
    const text = textOf(kept);
    if (text === undefined) return tell(kept, { ready: false, reason: "SettingsMissing" }, context);
    const itemId = await ensureItem(kept, text, context);
    return tell(kept, { ready: true, reason: "Settled", itemId }, context);
  }

  function textOf({ metadata, spec: { text, settings: name } }: Widget): string | undefined {
    return name === undefined ? text : settings.store.get(`${metadata.namespace}/${name}`)?.data?.text;
  }

  /** What an earlier process made, and did not live to write down, is found by its owner. */
  async function ensureItem(widget: Widget, text: string, { signal }: ReconcileContext): Promise<string> {
    const owner = widget.metadata.uid ?? keyOf(widget);
    const [item] = await cloud.find(owner, signal);
    if (item?.text === text) return item.id;
    if (item) return (await cloud.update({ ...item, text }, signal)).id;
    const made = await cloud.create(owner, text, signal);
    events.normal(widget, { reason: "Created", note: `made ${made.id}`, action: "Create" });
    return made.id;
  }

  async function remove(widget: Widget, { signal }: ReconcileContext): Promise<Result> {
    for (const { id } of await cloud.find(widget.metadata.uid ?? keyOf(widget), signal)) await cloud.remove(id, signal);
    await removeFinalizer(widgets, widget, FINALIZER, { signal });
    return {};
  }

  async function tell(
    widget: Widget,
    { ready, reason, itemId }: { ready: boolean; reason: string; itemId?: string },
    { writeSignal: signal }: ReconcileContext,
  ): Promise<Result> {
    const observedGeneration = widget.metadata.generation;
    const condition = { type: "Ready", status: ready ? ("True" as const) : ("False" as const), reason };
    await writeStatus(
      widgets,
      widget,
      (status) => ({ ...status, observedGeneration, itemId, conditions: setCondition(status?.conditions, condition) }),
      { signal },
    );
    if (ready) events.settled(widget);
    else events.warning(widget, { reason, note: "the config map is not there" });
    return {};
  }

  return controller({
    name: "widget",
    source: widgets,
    triggers: [watching(settings, (map) => widgets.store.keysBy("settings", keyOf(map)))],
    reconcile,
    backoff: { firstMs: 50, maxMs: 1_000 },
  });
}
