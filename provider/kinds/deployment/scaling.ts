import { compareInstanceSizes } from "../../../sdk/model/atlas-deployment/instance-size";
import type { Dedicated } from "./types";

type Region = NonNullable<NonNullable<Dedicated["replicationSpecs"]>[number]["regionConfigs"]>[number];
type Declared = Region["autoScaling"];

/** Autoscaling of a region's nodes. What is absent in it is left as it is. */
export interface Scaling {
  compute?: { enabled: boolean; scaleDownEnabled?: boolean; minInstanceSize?: string; maxInstanceSize?: string };
  diskGB?: { enabled: boolean };
}

const off: Scaling = { compute: { enabled: false }, diskGB: { enabled: false } };

/**
 * Autoscaling in the form both sides are compared in. Bounds count only while they have an effect: the upper one with autoscaling,
 * the lower one with scaling down.
 */
export function normaliseScaling({ compute, diskGB }: NonNullable<Declared>): Scaling {
  const { enabled = false, scaleDownEnabled, minInstanceSize, maxInstanceSize } = compute ?? {};
  const bounds = {
    ...(scaleDownEnabled !== undefined && { scaleDownEnabled }),
    ...(maxInstanceSize && { maxInstanceSize }),
    ...(scaleDownEnabled && minInstanceSize && { minInstanceSize }),
  };
  return {
    ...(compute && { compute: enabled ? { enabled, ...bounds } : { enabled } }),
    ...(diskGB && { diskGB: { enabled: diskGB.enabled ?? false } }),
  };
}

/** Autoscaling of electable and read-only nodes: absent means switched off. */
export const declaredScaling = (declared: Declared): Scaling => (declared ? normaliseScaling(declared) : off);

/** Whether Atlas chooses the size of the nodes: a declared one is where it begins. */
export const scalesCompute = (scaling: Scaling | undefined): boolean => scaling?.compute?.enabled === true;

/** A size that Atlas has chosen, or the nearest one to it that the declared bounds allow: Atlas takes no bounds that leave it out. */
export function withinBounds(size: string | undefined, scaling: Scaling | undefined): string | undefined {
  const { minInstanceSize: least, maxInstanceSize: most } = scaling?.compute ?? {};
  if (size === undefined) return undefined;
  if (least && (compareInstanceSizes(size, least) ?? 0) < 0) return least;
  if (most && (compareInstanceSizes(size, most) ?? 0) > 0) return most;
  return size;
}

/** Whether Atlas chooses the size of the disks. */
export const scalesDisk = (scaling: Scaling | undefined): boolean => scaling?.diskGB?.enabled === true;

/** What to send: all that is declared, and for the rest what is there, as all regions of a cluster must say the same. */
export function scalingBody(declared: Scaling, current: Scaling | undefined) {
  const { compute = current?.compute, diskGB = current?.diskGB } = declared;
  return {
    ...(compute && {
      compute: compute.enabled ? { scaleDownEnabled: false, ...compute } : { ...compute, scaleDownEnabled: false },
    }),
    ...(diskGB && { diskGB }),
  };
}
