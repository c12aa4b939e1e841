import { AtlasIacError } from "../../../../sdk/model/errors";
import type { KubeObject } from "../kube/object";
import { within } from "../time";
import type { Source } from "../watch/source";

/** What is known of a namespace is too old to work by: another process may have been given it. */
export class UncertainError extends AtlasIacError {
  readonly code = "Uncertain";
}

/** Tells that it is no longer certain whose a namespace is, until it is stopped. */
export interface CertaintyWatch {
  signal: AbortSignal;
  stop(): void;
}

/**
 * How certain it is whose a namespace is. A watch may be dead for minutes before that shows, and be deaf meanwhile: where nothing was heard
 * of it for a while, which in a quiet cluster is no bad sign, the namespace itself is looked at.
 */
export class Certainty {
  /** By namespace: when the last look at it began. */
  readonly #lookedAt = new Map<string, number>();
  readonly #looks = new Map<string, Promise<void>>();

  /** @param limitMs Age of what is known, in milliseconds, by which no work is done any more. A third of it calls for a look. */
  constructor(
    private readonly namespaces: Source<KubeObject>,
    private readonly limitMs: number,
  ) {}

  /** Looks at a namespace, where what is known of it is not of now; the source tells what has changed. @throws why that cannot be */
  async renew(name: string): Promise<void> {
    if (this.#ageMs(name) < this.limitMs / 3) return;
    await (this.#looks.get(name) ?? this.#look(name));
  }

  /** Keeps it certain whose a namespace is, for as long as that can be. */
  watch(name: string): CertaintyWatch {
    const controller = new AbortController();
    const look = (): void => {
      if (this.#ageMs(name) > this.limitMs) {
        controller.abort(new UncertainError(`it cannot be told whose namespace ${name} is now`));
      }
      // A look that failed counts by what it does not renew.
      else this.renew(name).catch(() => undefined);
    };
    const timer = setInterval(look, this.limitMs / 10).unref();
    return { signal: controller.signal, stop: () => clearInterval(timer) };
  }

  forget(name: string): void {
    this.#lookedAt.delete(name);
  }

  #ageMs(name: string): number {
    const lookedAt = this.#lookedAt.get(name) ?? Number.NEGATIVE_INFINITY;
    return Math.min(this.namespaces.silenceMs, performance.now() - lookedAt);
  }

  #look(name: string): Promise<void> {
    const began = performance.now();
    const late = () => new UncertainError(`the API server does not tell whose namespace ${name} is`);
    const patience = within(undefined, this.limitMs / 2, late);
    const look = this.namespaces
      .look(name, { signal: patience.signal })
      .then(() => void this.#lookedAt.set(name, began))
      .finally(() => {
        patience.clear();
        this.#looks.delete(name);
      });
    this.#looks.set(name, look);
    return look;
  }
}
