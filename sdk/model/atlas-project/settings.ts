/** Switches of a project. What is absent is left as it is in Atlas. */
export interface ProjectSettings {
  /** Whether Atlas collects statistics about databases and collections. */
  isCollectDatabaseSpecificsStatisticsEnabled?: boolean;
  /** Whether documents can be seen and changed in the console. */
  isDataExplorerEnabled?: boolean;
  /** Whether clusters may have larger disks than their size comes with. */
  isExtendedStorageSizesEnabled?: boolean;
  /** Whether Atlas suggests indexes for slow queries. */
  isPerformanceAdvisorEnabled?: boolean;
  /** Whether the console shows what goes on in a cluster now. */
  isRealtimePerformancePanelEnabled?: boolean;
  /** Whether Atlas suggests improvements of the schema. */
  isSchemaAdvisorEnabled?: boolean;
}

/** Log of what users do in the databases. */
export interface Auditing {
  /** Whether events are logged. */
  enabled?: boolean;
  /** Whether successful authorisations are logged too. Slows the databases down. */
  auditAuthorizationSuccess?: boolean;
  /** Which events are logged: a MongoDB audit filter, as JSON text. */
  auditFilter?: string;
}
