/** What a header may depend on. */
export interface RequestLine {
  method: string;
  /** Path and query exactly as sent. */
  target: string;
}

/** As much of an answer as authentication looks at. */
export interface AuthAnswer {
  status: number;
  /** Names in lower case. */
  headers: Readonly<Record<string, string | undefined>>;
}

/** Proves who calls. One serves all calls with the same credentials, also at the same time. */
export interface Authenticator {
  /**
   * Sends a request with the proof, a second time when the service asks for another proof. `send` gets the value of the
   * Authorization header, or `undefined` while the service must first say what it wants. Answers with the last answer.
   */
  run<Answer extends AuthAnswer>(
    request: RequestLine,
    send: (authorization: string | undefined) => Promise<Answer>,
    signal?: AbortSignal,
  ): Promise<Answer>;
}
