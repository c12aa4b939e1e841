import { isForbidden } from "../runtime";

/**
 * What the API server answers; `forbidden` where the operator's role does not reach: that of an operator that looks after some
 * namespaces ends there, while objects may name Secrets anywhere.
 */
export async function unlessForbidden<T>(asked: Promise<T>): Promise<T | "forbidden"> {
  try {
    return await asked;
  } catch (error) {
    if (!isForbidden(error)) throw error;
    return "forbidden";
  }
}

/** Rights may be given at any time, and nobody tells. */
export const lookAtForbidden = { afterMs: 60_000 };

/** @param title What may not be read: `Secret keys/atlas`. */
export const tellForbidden = (title: string): string =>
  `${title} may not be read by the operator: its role does not reach there`;
