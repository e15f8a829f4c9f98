import type { AccountPlan } from './account-plan.js';
import type { Random } from './random.js';

export interface Customer {
  name: string;
  email?: string;
  language?: 'en' | 'zh';
}

type List<T> = readonly [T, ...T[]];

const words: List<string> = [
  ...(['Amber', 'Birch', 'Bright', 'Cedar', 'Clear', 'Copper', 'Crest', 'Delta', 'East'] as const),
  ...([
    'Ever',
    'Falcon',
    'Granite',
    'Harbour',
    'High',
    'Iron',
    'Juniper',
    'Lake',
    'Lumen',
  ] as const),
  ...(['Maple', 'North', 'Oak', 'Pine', 'Quill', 'River', 'Silver', 'Stone', 'Swift'] as const),
];
const endings: List<string> = ['bridge', 'field', 'gate', 'line', 'mark', 'peak', 'port', 'wave'];
const trades: List<string> = [
  ...(['Analytics', 'Commerce', 'Energy', 'Games', 'Health', 'Insurance', 'Logistics'] as const),
  ...(['Media', 'Mobility', 'Payments', 'Robotics', 'Software', 'Studios', 'Travel'] as const),
];
const forms: List<string> = ['Inc.', 'LLC', 'Ltd', 'GmbH', 'Pte. Ltd.', '(Pty) Ltd', 'PT'];

const cities: List<string> = [
  ...(['上海', '北京', '杭州', '深圳', '广州', '成都', '南京', '苏州', '武汉', '厦门'] as const),
];
/** With the reading, for the address. */
const syllables: List<readonly [sign: string, reading: string]> = [
  ...([
    ['云', 'yun'],
    ['海', 'hai'],
    ['星', 'xing'],
    ['远', 'yuan'],
    ['智', 'zhi'],
  ] as const),
  ...([
    ['瑞', 'rui'],
    ['恒', 'heng'],
    ['信', 'xin'],
    ['嘉', 'jia'],
    ['诚', 'cheng'],
  ] as const),
  ...([
    ['明', 'ming'],
    ['博', 'bo'],
    ['华', 'hua'],
    ['川', 'chuan'],
    ['宁', 'ning'],
  ] as const),
  ...([
    ['森', 'sen'],
    ['拓', 'tuo'],
    ['澜', 'lan'],
    ['凌', 'ling'],
    ['睿', 'rui'],
  ] as const),
];
const tradesInChinese: List<string> = [
  ...([
    '科技',
    '网络科技',
    '信息技术',
    '软件',
    '数据技术',
    '电子商务',
    '物流',
    '健康科技',
  ] as const),
  ...(['文化传媒', '智能制造', '教育科技', '新能源', '游戏'] as const),
];
const formsInChinese: List<string> = ['有限公司', '有限公司', '股份有限公司', '集团有限公司'];
const mailboxes: List<string> = ['billing', 'finance', 'ops', 'accounts', 'cloud'];

/** A company that does not exist; its address ends in the reserved `.example`. */
export function customerFor({ currency }: AccountPlan, random: Random): Customer {
  const language = random.oneIn(currency === 'CNY' ? 8 : 20) === (currency === 'CNY') ? 'en' : 'zh';
  const { name, host } = language === 'zh' ? chineseCompany(random) : company(random);
  return {
    name,
    ...(random.oneIn(12) ? {} : { email: `${random.pick(mailboxes)}@${host}.example` }),
    ...(random.oneIn(10) ? {} : { language }),
  };
}

function company(random: Random): { name: string; host: string } {
  const brand = random.pick(words) + random.pick(endings);
  const trade = random.pick(trades);
  return {
    name: `${brand} ${trade} ${random.pick(forms)}`,
    host: `${brand}-${trade}`.toLowerCase(),
  };
}

function chineseCompany(random: Random): { name: string; host: string } {
  const [first, firstReading] = random.pick(syllables);
  const [second, secondReading] = random.pick(syllables);
  const trade = random.pick(tradesInChinese);
  return {
    name: `${random.pick(cities)}${first}${second}${trade}${random.pick(formsInChinese)}`,
    host: firstReading + secondReading,
  };
}
