/**
 * One observed fact about an object, in the shape of Kubernetes' own conditions. The types are `State`, which step of its life the object
 * is in (`Creating`, `Created`, `Updating`, …), and `Ready`, with the reasons `Settled`, `Pending` and `Error`.
 */
export interface StateCondition {
  /**
   * What the fact is about: `State` or `Ready`.
   * @maxLength 316
   * @pattern ^([a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*\/)?(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])$
   */
  type: string;
  /** Whether it holds. */
  status: "True" | "False" | "Unknown";
  /**
   * One CamelCase word for why.
   * @minLength 1
   * @maxLength 1024
   * @pattern ^[A-Za-z]([A-Za-z0-9_,:]*[A-Za-z0-9_])?$
   */
  reason: string;
  /**
   * A sentence for people.
   * @maxLength 32768
   */
  message: string;
  /**
   * When the status last changed, as RFC 3339.
   * @format date-time
   */
  lastTransitionTime: string;
  /**
   * The `metadata.generation` that the fact was found for.
   * @asType integer
   * @format int64
   * @minimum 0
   */
  observedGeneration?: number;
}

/** What the operator reports for kinds whose life goes through states. */
export interface StateStatus {
  /** The facts that hold now. One type occurs once. */
  conditions?: StateCondition[];
  /**
   * The `metadata.generation` that was looked at last, whether or not it could be applied.
   * @asType integer
   * @format int64
   */
  observedGeneration?: number;
}
