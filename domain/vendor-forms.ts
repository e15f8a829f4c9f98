import type { Provider } from './records.js';
import type { TextForm } from './text-forms.js';

const vendorName: TextForm = {
  form: /^[A-Za-z0-9_-]{1,64}$/,
  reason: 'must be 1 to 64 of A-Z, a-z, 0-9, "_", "-"',
};

/** How each vendor names its customers and what they have bought. */
export const vendorForms: Readonly<Record<Provider, { customer: TextForm; instance: TextForm }>> = {
  aws: {
    customer: { form: /^[0-9]{12}$/, reason: 'must be 12 digits' },
    instance: {
      form: /^(?:arn:aws[a-z-]*:license-manager:[\x21-\x7e]{1,2000}|[a-z0-9]{1,255})$/,
      reason:
        'must be a licence ARN (arn:aws…:license-manager:…) or a product code of 1 to 255 of a-z, 0-9',
    },
  },
  'alibaba-cloud': {
    customer: { form: /^[0-9]{1,20}$/, reason: 'must be 1 to 20 digits' },
    instance: vendorName,
  },
  'huawei-cloud': {
    customer: { form: /^[0-9A-Fa-f]{32}$/, reason: 'must be 32 hexadecimal digits' },
    instance: vendorName,
  },
};
