/** What Alibaba Cloud's documents leave open, or leave to the product. */
export interface AlibabaCloudRules {
  /** Products published lately need it in every entity; older ones do not know it. */
  meteringAssit?: 'required' | 'optional';
  /** A push after its deadline: refused (daily products), or taken and never billed (hourly ones). */
  late?: 'refused' | 'unbilled';
  /**
   * International site: a second push of one PushOrderBizId. Nothing says that it is noticed, so it adds
   * up unless told otherwise.
   */
  repeatedOrder?: 'adds-up' | 'first-wins';
}

/** Keys of metering (SDK 4.3.1, PushMeteringDataRequest). */
export const meteringKeys: ReadonlySet<string> = new Set(
  [
    'Frequency Period PeriodMin Storage StorageGigaByte NetworkIn NetworkOut Character KTokens',
    'DailyActiveUser VirtualCpu Memory Unit Suit',
  ].flatMap((line) => line.split(' ')),
);
