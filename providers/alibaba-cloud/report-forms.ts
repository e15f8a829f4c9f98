import type { ReportForm } from '../report-form.js';

/**
 * Bill details by instance and billing period, as Alibaba Cloud documents the file; that a seller's
 * export has the same headings is supposed. It states money and no units: before discounts, an hour
 * costs 0.01 a unit.
 */
const billDetails: ReportForm = {
  provider: 'alibaba-cloud',
  name: 'bill details',
  headings: {
    record: ['RecordID', '订单号/账单号'],
    key: ['PushOrderBizId', '推送业务ID'],
    instance: ['InstanceID', 'InstanceId', '实例ID', '实例id'],
    from: ['UsageStartTime', '账单开始时间'],
    to: ['UsageEndTime', '账单结束时间'],
    units: ['Usage', '用量'],
    amount: ['PretaxGrossAmount', '原价', '原始金额'],
    currency: ['Currency', '币种'],
    kind: ['Item', '账单类型'],
  },
  // The two marketplaces sell in two currencies: without one nobody knows whose charges a file covers.
  needs: ['instance', 'from', 'to', 'currency'],
  offset: '+08:00',
  usageKinds: ['PayAsYouGoBill', '后付费账单'],
  otherKinds: ['SubscriptionOrder', 'Refund', 'Adjustment', '预付费订单', '退款', '调账'],
};

export const alibabaCloudReports: readonly ReportForm[] = [billDetails];
