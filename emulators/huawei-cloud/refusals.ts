import { jsonAnswer } from '../http-answer.js';
import type { Answer, Refusal } from '../vendor-emulator.js';

/** KooGallery's result codes, and API Gateway's in front of it. What will never work is a 500 as well. */
const codes: Readonly<Record<string, readonly [status: number, message: string]>> = {
  'MKT.0999': [500, 'System internal error.'],
  'MKT.0100': [500, 'Failure of input parameter'],
  'MKT.0101': [400, 'Invalid parameter'],
  'MKT.0102': [400, 'Invalid body sign'],
  'MKT.0199': [400, 'Request parameter error'],
  'MKT.0150': [401, 'Illegal operation'],
  'MKT.0151': [401, 'No authority'],
  'MKT.0154': [401, 'Illegal token'],
  'MKT.9001': [500, 'Instance ID not found.'],
  'MKT.9002': [500, 'Invalid usage enties.'],
  'MKT.9003': [500, 'Usage records extends size limit.'],
  'MKT.9004': [500, 'Record beginTime extends Limit.'],
  'APIGW.0101': [404, 'The API does not exist or has not been published in the environment'],
  'APIGW.0308': [429, 'The throttling threshold has been reached: policy user over ratelimit'],
};

export function refused({ code, message, status }: Refusal, requestId: string): Answer {
  const [usualStatus, usualMessage] = codes[code] ?? [500, code];
  return huaweiAnswer(status ?? usualStatus, code, message || usualMessage, requestId);
}

export function huaweiAnswer(
  status: number,
  code: string,
  message: string,
  requestId: string,
): Answer {
  const isGateway = code.startsWith('APIGW.');
  return jsonAnswer(
    status,
    { error_code: code, error_msg: message, ...(isGateway ? { request_id: requestId } : {}) },
    { 'x-request-id': requestId },
  );
}
