import type { FileRecord } from './sample-file.js';

const id = '[A-Za-z0-9][A-Za-z0-9._:-]{0,127}';
const money = String.raw`\d{1,32}(\.\d{1,2})?`;
const unrounded = String.raw`(?=.{1,35}$)\d+(\.\d+)?`;
const day = String.raw`\d{4}-\d\d-\d\d`;
const time = String.raw`${day}T\d\d:\d\d:\d\d(Z|[+-]\d\d:\d\d)`;
const slug = '[a-z0-9-]{1,64}';
const currency = 'CNY|USD';
const aboveZero = `(?=.*[1-9])${money}`;

/** The field forms of the import format; `?` = optional. Texts as they are, all else as JSON. */
const forms: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  account: {
    id,
    name: '.{1,256}',
    currency,
    'cash?': money,
    'email?': String.raw`[^\s@]+@[^\s@]+\.[^\s@.]+`,
    'language?': 'en|zh',
  },
  workspace: {
    id,
    account: id,
    site: slug,
    settlement: `\\{"method":"enterprise"\\}|\\{"method":"cloud","cloudAccount":"${id}"\\}`,
  },
  cloudAccount: {
    id,
    account: id,
    provider: 'aws|alibaba-cloud|huawei-cloud',
    customer: '.+',
    instance: '.+',
    'region?': '[A-Za-z0-9-]{1,64}',
    'currency?': currency,
    'subscribed?': 'true|false',
  },
  voucher: {
    id,
    account: id,
    type: 'ordinary|full-reduction',
    faceValue: aboveZero,
    'balance?': money,
    'currency?': currency,
    'minSpend?': money,
    'singleUse?': 'true|false',
    'validFrom?': time,
    'expiresAt?': time,
  },
  storedValueCard: {
    id,
    account: id,
    faceValue: aboveZero,
    'balance?': money,
    'currency?': currency,
    purchaseType: 'cash|huawei|partner',
    purchasedAt: time,
    'expiresAt?': time,
  },
  recharge: { id, account: id, amount: aboveZero, 'currency?': currency, at: time },
  bill: { workspace: id, day, 'currency?': currency, lines: String.raw`\[\{.+\}\]` },
  line: { item: slug, 'quantity?': unrounded, amount: unrounded },
  huaweiOrder: {
    order: id,
    customer: '[0-9A-Fa-f]{32}',
    currency,
    cards: String.raw`[1-9]\d*`,
    'faceValue?': aboveZero,
  },
  manifest: {
    site: slug,
    currency,
    day,
    'part?': String.raw`[1-9]\d*`,
    bills: String.raw`\d+`,
    total: unrounded,
  },
};

const vendorForms: Readonly<Record<string, { customer: RegExp; instance: RegExp }>> = {
  aws: {
    customer: /^\d{12}$/,
    instance: /^(arn:aws[a-z-]*:license-manager:[!-~]+|[a-z0-9]{1,255})$/,
  },
  'alibaba-cloud': { customer: /^\d{1,20}$/, instance: /^[A-Za-z0-9_-]{1,64}$/ },
  'huawei-cloud': { customer: /^[0-9A-Fa-f]{32}$/, instance: /^[A-Za-z0-9_-]{1,64}$/ },
};

/** What is wrong with a record by itself, as `field: value`. */
export function problemsOf(record: FileRecord): string[] {
  const { kind, ...fields } = record;
  const lines = record.lines ?? [];
  return [
    ...formProblems(kind, fields),
    ...lines.flatMap((line) => formProblems('line', { ...line })),
    ...(kind === 'cloudAccount' ? vendorProblems(record) : []),
    ...(kind === 'voucher' || kind === 'storedValueCard' ? instrumentProblems(record) : []),
  ];
}

function formProblems(kind: string, fields: Readonly<Record<string, unknown>>): string[] {
  const form = forms[kind];
  if (!form) return [`kind: ${kind}`];
  const unknown = Object.keys(fields).filter((name) => !(name in form) && !(`${name}?` in form));
  const wrong = Object.entries(form).filter(([name, expected]) => {
    const value = fields[name.replace('?', '')];
    if (value === undefined) return !name.endsWith('?');
    const written = typeof value === 'string' ? value : JSON.stringify(value);
    return !new RegExp(`^(?:${expected})$`, 'u').test(written);
  });
  return [...unknown, ...wrong.map(([name]) => `${name}: ${JSON.stringify(fields)}`)];
}

function vendorProblems({ provider, customer, instance }: FileRecord): string[] {
  const form = vendorForms[String(provider)];
  return form?.customer.test(String(customer)) && form.instance.test(String(instance))
    ? []
    : [`cloud account of ${String(provider)}: ${String(customer)} ${String(instance)}`];
}

function instrumentProblems(record: FileRecord): string[] {
  const { id: name, type, balance, faceValue, expiresAt } = record;
  const start = record.validFrom ?? record.purchasedAt;
  const problems: string[] = [];
  if (balance !== undefined && Number(balance) > Number(faceValue)) problems.push('balance');
  if (type === 'ordinary' && ('minSpend' in record || 'singleUse' in record)) problems.push('type');
  if (start && expiresAt && Date.parse(start) >= Date.parse(expiresAt)) problems.push('expiresAt');
  return problems.map((problem) => `${problem} of ${name}`);
}
