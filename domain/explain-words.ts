import type { InstrumentKind, StepName } from './deduction-order.js';
import type { RuleReference, UnpaidKind, UnpaidReason } from './explain-reason.js';
import { formatAmount } from './money.js';

export type Language = 'en' | 'zh';

/** What may stand in a text between braces. */
type Values = Readonly<Record<string, string>>;

/** Every text of an explanation, in both languages; `{name}` is filled in. */
const texts = {
  'voucher-never-restricted': {
    en: 'a voucher never pays restricted items such as {item}',
    zh: '代金券不可抵扣受限计费项（{item}）',
  },
  'cash-never-cloud': {
    en: 'cash never pays a workspace that settles with a cloud account ({cloudAccount})',
    zh: '云账号结算的工作空间（{cloudAccount}）不使用现金支付',
  },
  'cloud-account-never-enterprise': {
    en: 'the workspace settles with the enterprise account, not with a cloud account',
    zh: '该工作空间使用企业账号结算，不使用云账号',
  },
  'not-in-order': {
    en: 'the deduction order does not name it for this line',
    zh: '扣费顺序中该明细不使用此支付方式',
  },
  'another-cloud-account': {
    en: 'the workspace settles with another cloud account, {cloudAccount}',
    zh: '该工作空间使用另一云账号（{cloudAccount}）结算',
  },
  'nothing-to-pay': {
    en: 'the line rounds to 0.00: there is nothing to pay',
    zh: '该明细四舍五入后为 0.00，无需支付',
  },
  'came-after': {
    en: 'it came after the day was settled',
    zh: '在该日结算之后才到账',
  },
  expired: {
    en: 'it expired at {at}, before the end of the day ({end})',
    zh: '已于 {at} 过期，早于当日结束时间（{end}）',
  },
  'not-valid-yet': {
    en: 'it is not valid before {from}; the day ended at {end}',
    zh: '自 {from} 起才生效；当日结束于 {end}',
  },
  'below-threshold': {
    en: 'its threshold {minSpend} is above the eligible spend of the day, {eligibleSpend}',
    zh: '使用门槛 {minSpend} 高于当日可抵扣消费 {eligibleSpend}',
  },
  empty: {
    en: 'nothing was left on it when its turn came',
    zh: '轮到其支付时余额已为零',
  },
  'used-up': {
    en: 'it was used up by earlier lines of the day',
    zh: '已被当日排在前面的明细用完',
  },
  'paid-already': {
    en: 'it comes later in the order, and the line was paid already by {by}',
    zh: '扣费顺序靠后，该明细已由 {by} 付清',
  },
  'turn-not-come': {
    en: 'its turn has not come: the settlement has not done the step {step}',
    zh: '尚未轮到：结算还未执行步骤“{step}”',
  },
} as const satisfies Record<UnpaidKind, Record<Language, string>>;

const kindNames: Readonly<Record<InstrumentKind | 'overdraft', Record<Language, string>>> = {
  'ordinary-voucher': { en: 'ordinary voucher', zh: '普通代金券' },
  'full-reduction-voucher': { en: 'full-reduction voucher', zh: '满减券' },
  'stored-value-card': { en: 'stored-value card', zh: '储值卡' },
  cash: { en: 'cash', zh: '现金' },
  'cloud-account': { en: 'cloud account', zh: '云账号' },
  overdraft: { en: 'overdraft', zh: '欠费' },
};

const stepNames: Readonly<Record<StepName, Record<Language, string>>> = {
  openSettlements: { en: 'open settlements', zh: '创建结算单' },
  applyVouchers: { en: 'ordinary vouchers', zh: '普通代金券' },
  applyFullReductionVouchers: { en: 'full-reduction vouchers', zh: '满减券' },
  applyStoredValueCards: { en: 'stored-value cards', zh: '储值卡' },
  deductCash: { en: 'cash', zh: '现金' },
  chargeCloudAccounts: { en: 'cloud accounts', zh: '云账号' },
  recordArrears: { en: 'arrears', zh: '欠费' },
};

/** What becomes of the part of a line that is charged to a cloud account. */
export type ChargeOutcome = 'accepted' | 'charging' | 'not-subscribed' | 'refused';

const outcomeTexts: Readonly<Record<ChargeOutcome, Record<Language, string>>> = {
  accepted: { en: 'the vendor bills it', zh: '由云厂商出账' },
  charging: { en: 'the vendor has not decided about it yet', zh: '等待云厂商确认' },
  'not-subscribed': {
    en: 'the cloud account was not subscribed: it became cloud arrears',
    zh: '云账号未订阅：计入云账号欠费',
  },
  refused: {
    en: 'the vendor refused it for good: it became cloud arrears',
    zh: '云厂商最终拒绝：计入云账号欠费',
  },
};

/** Why an instrument did not pay, as a sentence without its end. */
export function reasonInWords(reason: UnpaidReason, language: Language): string {
  return fill(texts[reason.kind][language], valuesOf(reason, language));
}

export function kindInWords(kind: InstrumentKind | 'overdraft', language: Language): string {
  return kindNames[kind][language];
}

export function outcomeInWords(outcome: ChargeOutcome, language: Language): string {
  return outcomeTexts[outcome][language];
}

/** What each rule says, as far as it explains a cent. */
const ruleTexts: Readonly<Record<RuleReference, Record<Language, string>>> = {
  'deduction order': {
    en: 'vouchers, then full-reduction vouchers, then cards, then cash or the cloud account',
    zh: '依次为普通代金券、满减券、储值卡，最后为现金或云账号',
  },
  'rule 2': { en: 'each line is rounded once', zh: '每条明细只四舍五入一次' },
  'rule 4': {
    en: 'earliest expiry first, then earliest start, then id',
    zh: '同类中先到期者先用，其次先生效者，再按编号',
  },
  'rule 5': {
    en: 'validity is tested against the end of the day',
    zh: '有效期以当日结束时间为准',
  },
  'rule 6': {
    en: 'every full-reduction voucher whose threshold the eligible spend of the day meets',
    zh: '当日可抵扣消费达到门槛的满减券依次抵扣',
  },
  'rule 7': {
    en: 'lines go by site, workspace and place in the bill',
    zh: '明细按站点、工作空间及账单内顺序',
  },
  'rule 8': { en: 'what nobody paid is overdraft', zh: '无人支付的部分计入欠费' },
  'rule 9': {
    en: 'what is left of all workspaces of a cloud account is one charge to it',
    zh: '同一云账号下所有工作空间的余额合并为一笔云账号扣费',
  },
};

export function ruleInWords(rule: RuleReference, language: Language): string {
  return ruleTexts[rule][language];
}

/** The rule's number in domain.md, as people read it. */
export function ruleNumber(rule: RuleReference, language: Language): string {
  if (language === 'en') return rule;
  return rule === 'deduction order' ? '扣费顺序' : rule.replace('rule', '规则');
}

function valuesOf(reason: UnpaidReason, language: Language): Values {
  switch (reason.kind) {
    case 'voucher-never-restricted':
      return { item: reason.item };
    case 'cash-never-cloud':
    case 'another-cloud-account':
      return { cloudAccount: reason.cloudAccount };
    case 'expired':
      return { at: reason.at, end: reason.end };
    case 'not-valid-yet':
      return { from: reason.from, end: reason.end };
    case 'below-threshold':
      return {
        minSpend: formatAmount(reason.minSpend),
        eligibleSpend: formatAmount(reason.eligibleSpend),
      };
    case 'paid-already': {
      const by = reason.by.map(({ kind, id }) => `${kindNames[kind][language]} ${id}`);
      return { by: [...new Set(by)].join(language === 'en' ? ', ' : '、') };
    }
    case 'turn-not-come':
      return { step: stepNames[reason.step][language] };
    case 'cloud-account-never-enterprise':
    case 'not-in-order':
    case 'nothing-to-pay':
    case 'came-after':
    case 'empty':
    case 'used-up':
      return {};
  }
}

function fill(text: string, values: Values): string {
  return text.replaceAll(/\{(\w+)\}/g, (_, name: string) => values[name] ?? '');
}
