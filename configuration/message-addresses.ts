/** Whom mails are from. */
export interface Sender {
  /** Empty where there is none. */
  name: string;
  address: string;
}

const address = /^[^\s\p{Cc}<>()[\]\\,;:"@]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)*$/u;

/** Reads `billing@example.com` and `Billing <billing@example.com>`; undefined where it is neither. */
export function readSender(text: string): Sender | undefined {
  const trimmed = text.trim();
  const [, name = '', inside = trimmed] = /^([^<>\p{Cc}]*)<([^<>]*)>$/u.exec(trimmed) ?? [];
  if (!address.test(inside)) return undefined;
  return { name: name.trim().replace(/^"(.*)"$/, '$1'), address: inside };
}

export function readUrl(text: string): URL | undefined {
  try {
    return new URL(text);
  } catch {
    return undefined;
  }
}

/** @param hostname as a URL has it */
export function isLoopback(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127(\.\d{1,3}){3}$/.test(hostname);
}

/** Whether every % in it stands before the two digits of a byte. */
export function isDecodable(text: string): boolean {
  try {
    decodeURIComponent(text);
    return true;
  } catch {
    return false;
  }
}
