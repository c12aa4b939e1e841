/** As much of an OpenAPI 3.0 document as the contract tools look into. */
export type Json = string | number | boolean | null | Json[] | { [key: string]: Json };

export const methods = ["get", "post", "put", "patch", "delete"] as const;
export type Method = (typeof methods)[number];

export interface OpenApiMedia {
  content?: Record<string, { schema?: { [key: string]: Json } }>;
}

export interface OpenApiParameter {
  $ref?: string;
  name?: string;
  in?: string;
}

export interface OpenApiOperation {
  operationId: string;
  deprecated?: boolean;
  parameters?: OpenApiParameter[];
  requestBody?: OpenApiMedia;
  responses: Record<string, OpenApiMedia>;
}

export interface OpenApi {
  openapi: string;
  info: Json;
  servers: Json;
  paths: Record<string, Partial<Record<Method, OpenApiOperation>>>;
  components: Record<string, Record<string, Json>>;
}

export function isObject(node: unknown): node is { [key: string]: Json } {
  return typeof node === "object" && node !== null && !Array.isArray(node);
}

export function isOpenApi(document: unknown): document is OpenApi {
  return (
    isObject(document) &&
    typeof document.openapi === "string" &&
    isObject(document.paths) &&
    isObject(document.components)
  );
}
