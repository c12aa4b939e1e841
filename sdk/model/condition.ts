/** One observed fact about an object, in the shape that Kubernetes tools expect. */
export interface Condition {
  /** What the fact is about, such as `Ready` or `ValidationSucceeded`. */
  type: string;
  /** `True`, `False` or `Unknown`. */
  status: string;
  /** One CamelCase word for why the condition has its status. */
  reason?: string;
  /** A sentence for people. */
  message?: string;
  /**
   * When the status last changed, as RFC 3339.
   * @format date-time
   */
  lastTransitionTime?: string;
}

/** What the operator reports for every kind. */
export interface CommonStatus {
  /** The facts that hold now. One type occurs once. */
  conditions: Condition[];
  /**
   * The `metadata.generation` that was looked at last, whether or not it could be applied.
   * @asType integer
   * @format int64
   */
  observedGeneration?: number;
}
