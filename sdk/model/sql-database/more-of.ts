/**
 * Ours, a label: the ConfigMap holds more files of the one that it names, in the same namespace. An AtlasMigration names one ConfigMap,
 * and Kubernetes takes no more than 1 MiB in one.
 */
export const MORE_OF = "atlas-iac/more-of";
