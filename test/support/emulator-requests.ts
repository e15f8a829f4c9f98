import { createServer, request as httpRequest, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface SignedRequest {
  method: string;
  path: string;
  headers: IncomingHttpHeaders;
  body: string;
}

export interface PlainAnswer {
  status: number;
  headers: IncomingHttpHeaders;
  body: string;
}

/** What an SDK really sends, its signature with it; it gets no answer. */
export async function captureRequest(
  send: (address: string) => Promise<unknown>,
): Promise<SignedRequest> {
  let captured: SignedRequest | undefined;
  const server = createServer((request, response) => {
    let body = '';
    request.setEncoding('utf8').on('data', (text: string) => (body += text));
    request.on('end', () => {
      const { method = '', url: path = '', headers } = request;
      captured = { method, path, headers, body };
      response.destroy();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await send(`http://127.0.0.1:${port}`).catch(() => undefined);
  server.close();
  if (!captured) throw new Error('nothing was sent');
  return captured;
}

/** Byte for byte, under the host it was signed for. */
export async function replay(address: string, captured: SignedRequest): Promise<PlainAnswer> {
  const { method, path, headers, body } = captured;
  return new Promise((resolve, reject) => {
    const sent = httpRequest(
      new URL(path, address),
      { method, headers, agent: false },
      (answer) => {
        let text = '';
        answer.setEncoding('utf8').on('data', (more: string) => (text += more));
        answer.on('end', () =>
          resolve({ status: answer.statusCode ?? 0, headers: answer.headers, body: text }),
        );
        answer.on('error', reject);
      },
    );
    sent.on('error', reject);
    sent.end(body);
  });
}
