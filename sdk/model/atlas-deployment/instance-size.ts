/** An instance size, taken apart. */
interface InstanceSize {
  number: number;
  family: string;
  nvme: boolean;
  generation: number;
}

function parse(size: string): InstanceSize | undefined {
  const [, family = "", number = "", nvme, generation = "1"] = /^([MR])(\d+)(_NVME)?(?:_GEN_(\d))?$/.exec(size) ?? [];
  if (family === "") return undefined;
  return { number: Number(number), family, nvme: nvme !== undefined, generation: Number(generation) };
}

/** Whether a text is written as Atlas writes instance sizes: `M10`, `R40`, `M40_NVME`, `M40_GEN_2`. */
export function isInstanceSize(size: string): boolean {
  return parse(size) !== undefined;
}

/**
 * Orders instance sizes: by number, then `M` before `R`, then those with NVMe disks, then later generations.
 * @returns less than 0 when `a` is smaller, 0 when they are the same, and `undefined` when one is no instance size
 */
export function compareInstanceSizes(a: string, b: string): number | undefined {
  const [left, right] = [parse(a), parse(b)];
  if (!left || !right) return undefined;
  return (
    left.number - right.number ||
    left.family.charCodeAt(0) - right.family.charCodeAt(0) ||
    Number(left.nvme) - Number(right.nvme) ||
    left.generation - right.generation
  );
}
