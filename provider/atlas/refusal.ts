import { hintFor } from "./error-hints";
import { AtlasApiError } from "./errors";
import type { PreparedCall } from "./prepared-call";
import type { Redactor } from "./redact";
import type { HttpAnswer } from "./transport";

export interface RefusalContext {
  baseUrl: string;
  baseUrlFrom: string;
  credentialsFrom: string;
  redactor: Redactor;
}

/** The error for an answer that is not a success. */
export function refusal(call: PreparedCall, answer: HttpAnswer, context: RefusalContext): AtlasApiError {
  const { redactor } = context;
  const body = errorBody(answer.text);
  const requestId = answer.headers["x-request-id"] ?? answer.headers["x-mongodb-request-id"];
  return new AtlasApiError({
    operation: call.operation,
    method: call.method,
    url: redactor.text(context.baseUrl + call.path),
    status: answer.status,
    atlasCode: body?.errorCode === undefined ? undefined : redactor.text(body.errorCode),
    detail: body?.detail === undefined ? undefined : redactor.text(body.detail),
    requestId: requestId === undefined ? undefined : redactor.text(requestId),
    hint: redactor.text(hint(call, answer, context, body) ?? "") || undefined,
  });
}

interface ErrorBody {
  errorCode?: string;
  detail?: string;
  parameters: string[];
}

function hint(call: PreparedCall, answer: HttpAnswer, context: RefusalContext, body?: ErrorBody): string | undefined {
  const { baseUrl, baseUrlFrom, credentialsFrom } = context;
  const notAtlas =
    !body && (answer.status === 404 || answer.status === 405 || (answer.status >= 300 && answer.status < 400));
  if (notAtlas) return `This is not how Atlas answers: check the base URL ${baseUrl} (from ${baseUrlFrom}).`;
  return hintFor({
    operation: call.operation,
    status: answer.status,
    atlasCode: body?.errorCode,
    detail: body?.detail,
    parameters: body?.parameters ?? [],
    baseUrl,
    credentialsFrom,
  });
}

/** Atlas's error body, or `undefined` for what something else says. */
function errorBody(text: string): ErrorBody | undefined {
  const body = parseJson(text);
  if (typeof body !== "object" || body === null) return undefined;
  const { errorCode, detail, parameters } = Object.fromEntries(Object.entries(body));
  if (typeof errorCode !== "string" && typeof detail !== "string") return undefined;
  return {
    errorCode: typeof errorCode === "string" ? errorCode : undefined,
    detail: typeof detail === "string" ? detail : undefined,
    parameters: Array.isArray(parameters) ? parameters.filter((parameter) => typeof parameter === "string") : [],
  };
}

/** `undefined` for what is not JSON. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
