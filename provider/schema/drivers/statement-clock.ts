/**
 * Ends work that takes too long, for servers that bound no statement but reading ones by themselves (MySQL's `max_execution_time`).
 * Waits for `end` too before it answers: it must not hit what runs next.
 *
 * @param end asks the server to end the work, which then fails; where it cannot, the work goes on
 * @param refused the error of work that was ended, made of what the server said
 */
export async function endedAfter<T>(
  ms: number,
  end: () => Promise<void>,
  work: () => Promise<T>,
  refused: (said: unknown) => unknown,
): Promise<T> {
  let ending: Promise<boolean> | undefined;
  const timer = setTimeout(() => {
    ending = end().then(
      () => true,
      () => false,
    );
  }, ms);
  try {
    return await work();
  } catch (error) {
    throw (await ending) ? refused(error) : error;
  } finally {
    clearTimeout(timer);
    await ending;
  }
}
