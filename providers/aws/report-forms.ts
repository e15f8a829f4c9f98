import type { ReportForm } from '../report-form.js';

/**
 * The Marketplace Usage dataset, and the usage report of AWS's sample queries, which has the same
 * columns (docs/reconcile.md: which of them are documented). A line is the usage of a UTC day.
 */
const usageDataset: ReportForm = {
  provider: 'aws',
  name: 'Marketplace Usage dataset',
  headings: {
    record: ['internal_usage_line_item_id'],
    changed: ['row_modified_date'],
    change: ['row_type'],
    customer: ['end_user_aws_account_id'],
    dimension: ['dimension_key'],
    day: ['usage_date'],
    units: ['estimated_usage_units', 'usage_units', 'usage_quantity'],
    currency: ['currency', 'pricing_currency'],
  },
  needs: ['record', 'customer', 'dimension', 'day'],
  offset: 'Z',
};

/** The Daily Usage data feed: the same lines, with a salted hash in place of each customer. */
const dailyUsageFeed: ReportForm = {
  provider: 'aws',
  name: 'Daily Usage data feed',
  headings: {
    record: ['usage_feed_id'],
    customer: ['end_user_account_id'],
    dimension: ['dimension_key'],
    day: ['usage_date'],
    units: ['usage_quantity'],
  },
  needs: ['record', 'customer', 'dimension', 'day'],
  offset: 'Z',
  unusable:
    'names customers by a hash, not by their AWS account: take the Marketplace Usage dataset (marketplace_daily_usage_report), or the usage report that AWS makes of the feeds',
};

export const awsReports: readonly ReportForm[] = [usageDataset, dailyUsageFeed];
