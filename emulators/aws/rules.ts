/** Where AWS's own documents disagree or leave a choice to the listing. */
export interface AwsRules {
  /** The listing's dimensions; without them any is taken. */
  dimensions?: readonly string[];
  /**
   * The status of a record that is on the books already, unchanged. The API reference says Success, the
   * AWS toolkit has seen DuplicateRecord.
   */
  repeatedRecord?: 'Success' | 'DuplicateRecord';
  /** Of one region. */
  requestsPerSecond?: number;
}

export const defaultRequestsPerSecond = 10;

/** Where BatchMeterUsage is served (API reference, metering-regions.html). */
export const servedRegions: ReadonlySet<string> = new Set(
  [
    'af-south-1 ap-east-1 ap-northeast-1 ap-northeast-2 ap-northeast-3 ap-south-1 ap-south-2',
    'ap-southeast-1 ap-southeast-2 ap-southeast-3 ap-southeast-4 ca-central-1 eu-central-1',
    'eu-central-2 eu-north-1 eu-south-1 eu-south-2 eu-west-1 eu-west-2 eu-west-3 il-central-1',
    'me-central-1 me-south-1 sa-east-1 us-east-1 us-east-2 us-west-1 us-west-2 cn-northwest-1',
  ].flatMap((line) => line.split(' ')),
);

/** China is a partition of its own: other accounts, other licences. */
export function isChina(region: string): boolean {
  return region.startsWith('cn-');
}
