import type { ReportForm } from '../report-form.js';
import { meteringSn } from './request.js';

/**
 * Service detail records (话单) as they are pushed: the names are those of the push API, with the
 * Chinese words of its documentation. That the console's export (卖家中心 > 交易管理 > 话单管理) has
 * them as headings is supposed.
 */
const detailRecords: ReportForm = {
  provider: 'huawei-cloud',
  name: 'service detail records',
  headings: {
    key: ['metering_sn', '话单唯一标识'],
    customer: ['customer_id', '客户ID'],
    instance: ['instance_id', '实例ID'],
    from: ['begin_time', '计量开始时间'],
    to: ['end_time', '计量结束时间'],
    units: ['usage_value', '使用量'],
    refusal: ['error_code', '话单级错误码', '错误码'],
  },
  needs: ['key', 'instance', 'from', 'to'],
  offset: '+08:00',
  billedWords: ['000', '0', '-', 'MKT.0000'],
  keyInRecords: meteringSn,
};

/** Bill details by usage type, as Huawei Cloud documents the file for its customers. */
const billDetails: ReportForm = {
  provider: 'huawei-cloud',
  name: 'bill details by usage type',
  headings: {
    record: ['订单号/交易号'],
    customer: ['客户ID'],
    instance: ['资源ID', '实例ID'],
    from: ['使用开始时间'],
    to: ['使用结束时间'],
    units: ['使用量'],
    currency: ['币种'],
    kind: ['账单类型'],
  },
  needs: ['instance', 'from', 'to', 'kind'],
  offset: '+08:00',
  usageKinds: ['消费-使用'],
  otherKinds: [
    '消费-新购',
    '消费-续订',
    '消费-自动续订',
    '消费-按时计费',
    '消费-节省计划抵扣',
    '消费-退订手续费增收',
    '消费-服务支持计划月末补扣',
    '消费-变更',
    '消费-按月付费',
    '退款-退订',
    '退款-变更',
  ],
};

export const huaweiCloudReports: readonly ReportForm[] = [detailRecords, billDetails];
