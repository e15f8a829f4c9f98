import { currencies } from '../../domain/billing-cycle.js';
import type { Form } from './decode.js';

/** A form for the fields of a document; those that no check looks at may be left out. */
export type FormOf<T> = { readonly [K in keyof T]?: Form };

export const day: Form = 'day';
export const text: Form = 'text';
export const amount: Form = 'amount';
export const count: Form = 'count';
export const maybeText: Form = { optional: 'text' };
export const maybeInstant: Form = { optional: 'instant' };
export const currency: Form = { oneOf: currencies };
export const method: Form = { oneOf: ['enterprise', 'cloud'] };
export const provider: Form = { oneOf: ['aws', 'alibaba-cloud', 'huawei-cloud'] };
export const money: Form = 'amount text';
