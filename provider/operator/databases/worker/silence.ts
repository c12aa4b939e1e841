/** In how many looks silence is found. One alone proves nothing: after a pause of the whole machine a timer comes before the messages. */
const LOOKS = 10;

/** Watches over something that should be heard of. */
export interface SilenceWatch {
  /** It was heard. The watch begins with the first time: until then it may be starting. */
  heard(): void;
  stop(): void;
}

/** Calls `act` once, when nothing was heard for `silenceMs`. */
export function onSilence(silenceMs: number, act: () => void): SilenceWatch {
  let looks = 0;
  let timer: NodeJS.Timeout | undefined;
  const stop = (): void => clearInterval(timer);
  const look = (): void => {
    looks += 1;
    if (looks <= LOOKS) return;
    stop();
    act();
  };
  return {
    heard: () => {
      looks = 0;
      timer ??= setInterval(look, silenceMs / LOOKS).unref();
    },
    stop,
  };
}
