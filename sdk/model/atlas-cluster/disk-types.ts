/** Gigabytes of the disk types that Azure sells (Azure, premium managed disks). */
export const diskSizes: Readonly<Record<string, number>> = {
  P2: 8,
  P3: 16,
  P4: 32,
  P6: 64,
  P10: 128,
  P15: 256,
  P20: 512,
  P30: 1024,
  P40: 2048,
  P50: 4095,
};
