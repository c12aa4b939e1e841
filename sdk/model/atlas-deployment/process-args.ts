/** Settings of the database processes of a dedicated cluster. What is absent is left as it is in Atlas. */
export interface ProcessArgs {
  /** Former default read concern. Has no effect any more: Atlas dropped the setting. */
  defaultReadConcern?: string;
  /** Write concern for operations that name none: `1`, `majority`, or a number of members. */
  defaultWriteConcern?: string;
  /** Former switch to refuse documents with too long index keys. Has no effect any more: Atlas dropped the setting. */
  failIndexKeyTooLong?: boolean;
  /** Whether operations may run JavaScript on the server. Atlas starts with true. */
  javascriptEnabled?: boolean;
  /** Oldest TLS version that clients may use: `TLS1_2` or `TLS1_3` (older ones for old clusters). Atlas starts with `TLS1_2`. */
  minimumEnabledTlsProtocol?: string;
  /** Whether queries that would read a whole collection are refused. Atlas starts with false. */
  noTableScan?: boolean;
  /**
   * Size of the operations log in megabytes.
   * @asType integer
   * @format int64
   */
  oplogSizeMB?: number;
  /**
   * Hours that the operations log reaches back at least, as a decimal number in a string: `24`, `1.5`.
   * @strictPattern ^[0-9]+(\.[0-9]+)?$
   */
  oplogMinRetentionHours?: string;
  /**
   * Documents per collection that the BI Connector samples to find a schema.
   * @asType integer
   * @format int64
   */
  sampleSizeBIConnector?: number;
  /**
   * Seconds between two samplings by the BI Connector.
   * @asType integer
   * @format int64
   */
  sampleRefreshIntervalBIConnector?: number;
}
