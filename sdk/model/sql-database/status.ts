/** One observed fact about a database object, as Kubernetes' own types have it (metav1.Condition). */
export interface DatabaseCondition {
  /**
   * What the fact is about: `Ready`, `Reconciling` or `Stalled`.
   * @maxLength 316
   * @pattern ^([a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*\/)?(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])$
   */
  type: string;
  /** Whether it holds. */
  status: "True" | "False" | "Unknown";
  /**
   * One word for why the condition has its status, such as `Applied` or `LintPolicyError`.
   * @minLength 1
   * @maxLength 1024
   * @pattern ^[A-Za-z]([A-Za-z0-9_,:]*[A-Za-z0-9_])?$
   */
  reason: string;
  /**
   * A sentence for people. Never holds a password.
   * @maxLength 32768
   */
  message: string;
  /**
   * When the status last changed, as RFC 3339.
   * @format date-time
   */
  lastTransitionTime: string;
  /**
   * The `metadata.generation` that the fact is about.
   * @minimum 0
   * @asType integer
   * @format int64
   */
  observedGeneration?: number;
}

/** What the operator reports for every database object. */
export interface DatabaseStatus {
  /** The facts that hold now. One type occurs once. */
  conditions?: DatabaseCondition[];
  /**
   * The `metadata.generation` that was looked at last, whether or not it could be applied.
   * @asType integer
   * @format int64
   */
  observedGeneration?: number;
  /** Hash of the desired state that was applied last. */
  observed_hash?: string;
  /**
   * How many attempts have failed since the last that did not.
   * @default 0
   * @asType integer
   */
  failed?: number;
}
