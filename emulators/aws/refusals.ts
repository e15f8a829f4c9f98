import { jsonAnswer } from '../http-answer.js';
import type { Answer, Refusal } from '../vendor-emulator.js';

/**
 * BatchMeterUsage's own exceptions as its service model has them, and those that every JSON service of
 * AWS has. All of them come as 400 unless said otherwise, throttling too.
 */
const messages: Readonly<Record<string, string>> = {
  ThrottlingException: 'Rate exceeded',
  InternalServiceErrorException: 'An internal error has occurred. Retry your request.',
  DisabledApiException: 'The API is disabled in the Region.',
  InvalidProductCodeException: 'The product code does not match a product of this seller.',
  InvalidLicenseException:
    'Ensure the LicenseArn is valid, matches the customer, and usage is within the license activation period.',
  InvalidUsageDimensionException: 'The usage dimension does not match one of the product.',
  InvalidCustomerIdentifierException: 'You have metered usage for a customer that does not exist.',
  TimestampOutOfBoundsException: 'The timestamp is out of the allowed range.',
  InvalidUsageAllocationsException: 'Sum of allocated usage quantities is not the usage quantity.',
  InvalidTagException: 'The tag is invalid, or the number of tags is greater than 5.',
  MissingAuthenticationTokenException: 'Missing Authentication Token',
  IncompleteSignatureException: 'The request signature does not conform to AWS standards.',
  UnrecognizedClientException: 'The security token included in the request is invalid.',
  InvalidSignatureException:
    'The request signature we calculated does not match the signature you provided.',
};

const statuses: Readonly<Record<string, number>> = {
  InternalServiceErrorException: 500,
  UnknownOperationException: 404,
  RequestEntityTooLargeException: 413,
};

export function refused({ code, message, status }: Refusal, requestId: string): Answer {
  return awsAnswer(
    status ?? statuses[code] ?? 400,
    { __type: code, message: message || messages[code] },
    requestId,
  );
}

export function awsAnswer(status: number, body: unknown, requestId: string): Answer {
  return jsonAnswer(status, body, {
    'content-type': 'application/x-amz-json-1.1',
    'x-amzn-requestid': requestId,
  });
}
