import { randomUUID } from 'node:crypto';
import type { ComponentChildren, VNode } from 'preact';
import type { Visit } from '../visit.js';

export interface FormProps {
  visit: Visit;
  /** Its address ends with it. */
  name: string;
  /** The page's address. */
  page: string;
  /** Tells forms of one name on one page apart. */
  of?: { field: string; value: string };
  class?: string;
  children: ComponentChildren;
}

/** A form with its key, which makes that it happens once, however often it is sent. */
export function Form(props: FormProps): VNode {
  const { name, page, of, children } = props;
  const refused = refusedOf(props);
  return (
    <form method="post" action={`${page}/${name}`} class={props.class ?? 'form'} noValidate>
      <input type="hidden" name="key" value={refused?.key ?? randomUUID()} />
      {of && <input type="hidden" name={of.field} value={of.value} />}
      {children}
    </form>
  );
}

export function refusedOf({
  visit,
  name,
  of,
}: Pick<FormProps, 'visit' | 'name' | 'of'>): Visit['refused'] {
  const { refused } = visit;
  if (refused?.name !== name) return undefined;
  return of === undefined || refused.values[of.field] === of.value ? refused : undefined;
}

export interface FieldProps {
  visit: Visit;
  form: string;
  of?: { field: string; value: string };
  name: string;
  label: string;
  hint?: ComponentChildren;
  value?: string | undefined;
  type?: 'text' | 'email' | 'password';
  inputMode?: 'decimal' | 'numeric' | 'text';
  autoComplete?: string;
  maxLength?: number;
  /** In front of what is typed: a currency's sign. */
  sign?: string;
  /** In place of a line of text. */
  options?: readonly { value: string; text: string }[];
}

/** A labelled field; what is wrong with it stands below, and is read out with it. */
export function Field(props: FieldProps): VNode {
  const { visit, form, of, name, label, hint, value = '' } = props;
  const refused = refusedOf({ visit, name: form, ...(of && { of }) });
  const error = refused?.errors[name];
  const id = ['field', form, of?.value, name].filter(Boolean).join('-');
  const described = [hint !== undefined && `${id}-hint`, error !== undefined && `${id}-error`];
  const attributes = {
    id,
    name,
    'aria-describedby': described.filter(Boolean).join(' ') || undefined,
    'aria-invalid': error === undefined ? undefined : ('true' as const),
    autofocus: error !== undefined,
  };
  const now = refused?.values[name] ?? value;
  return (
    <div class={error === undefined ? 'field' : 'field wrong'}>
      <label for={id}>{label}</label>
      {hint !== undefined && (
        <p class="hint" id={`${id}-hint`}>
          {hint}
        </p>
      )}
      {props.options ? (
        <select {...attributes}>
          {props.options.map((option) => (
            <option key={option.value} value={option.value} selected={option.value === now}>
              {option.text}
            </option>
          ))}
        </select>
      ) : (
        <TextInput {...props} attributes={attributes} now={now} />
      )}
      {error !== undefined && (
        <p class="field-error" id={`${id}-error`}>
          {error}
        </p>
      )}
    </div>
  );
}

function TextInput({
  attributes,
  now,
  type = 'text',
  inputMode,
  autoComplete = 'off',
  maxLength = 200,
  sign,
}: FieldProps & { attributes: object; now: string }): VNode {
  // The kinds of input have types of their own, of which this is either.
  const own: object = { type, value: now, inputMode, autoComplete, maxLength };
  const input = <input {...attributes} {...own} />;
  if (sign === undefined) return input;
  return (
    <span class="with-sign">
      <span class="sign" aria-hidden="true">
        {sign}
      </span>
      {input}
    </span>
  );
}
