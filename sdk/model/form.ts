/** How references are written: as objects in a manifest, or as what they stand for. */
export type Form = "manifest" | "resolved";
