/**
 * Facts about instance sizes: what disk a cluster gets when none is declared, and how sizes are ordered. Sources: the
 * service's recorded answers where there are any, else its published tables of cluster tiers.
 */

/** Default disk in GB by tier number, on AWS and Google Cloud. */
const DISK_BY_TIER: Readonly<Record<string, number>> = {
  "10": 10,
  "20": 20,
  "30": 40,
  "40": 80,
  "50": 160,
  "60": 320,
  "80": 750,
  "90": 1000,
  "100": 1000,
  "140": 1000,
  "200": 1500,
  "250": 1500,
  "300": 2000,
  "400": 3000,
  "600": 4000,
  "700": 4096,
};

/** Fixed local disks in GB and their operations a second. */
const NVME: Readonly<Record<string, readonly [diskSizeGB: number, diskIOPS: number]>> = {
  M40_NVME: [380, 135_125],
  M50_NVME: [760, 270_250],
  M60_NVME: [1600, 540_500],
  M80_NVME: [1600, 1_081_000],
  M200_NVME: [3100, 2_162_000],
  M400_NVME: [4000, 3_300_000],
};

/** Sizes Azure sells disks in, in GB. */
const AZURE_DISKS = [8, 16, 32, 64, 128, 256, 512, 1024, 2048, 4095];

/** Disk a free cluster has, in GB. */
export const FREE_TIER_DISK = 0.5;

/** Whether data live on disks inside the machine, with a size that cannot be chosen. */
export function isNvme(instanceSize: string): boolean {
  return instanceSize.includes("_NVME");
}

/** Disk and operations of an NVMe size. */
export function nvmeDisk(instanceSize: string): { diskSizeGB: number; diskIOPS: number } {
  const [diskSizeGB, diskIOPS] = NVME[instanceSize.replace("_GEN_2", "")] ?? [1600, 540_500];
  return { diskSizeGB, diskIOPS };
}

/** Disk in GB a cluster of this size gets when it declares none; Azure's smallest disk decides where it takes part. */
export function defaultDisk(instanceSize: string, providers: ReadonlySet<string>): number {
  if (isNvme(instanceSize)) return nvmeDisk(instanceSize).diskSizeGB;
  const disk = DISK_BY_TIER[tier(instanceSize)] ?? 10;
  if (!providers.has("AZURE")) return disk;
  return AZURE_DISKS.filter((size) => size <= disk).at(-1) ?? disk;
}

/** A declared disk as the provider can make it: Azure takes the next size it sells. */
export function soldDisk(declared: number, providers: ReadonlySet<string>): number {
  if (!providers.has("AZURE") || providers.size > 1) return declared;
  return AZURE_DISKS.find((size) => size >= declared) ?? declared;
}

/** Orders instance sizes by their power: the tier number, then general before low-CPU. */
export function compareSizes(a: string, b: string): number {
  return Number(tier(a)) - Number(tier(b)) || (a < b ? -1 : a > b ? 1 : 0);
}

function tier(instanceSize: string): string {
  return /\d+/.exec(instanceSize)?.[0] ?? "0";
}
