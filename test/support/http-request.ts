/** What a server answered, read whole. */
export interface HttpAnswer {
  statusCode: number;
  headers: Record<string, string>;
  body: string;
}

export interface HttpRequest {
  method?: 'GET' | 'POST' | 'DELETE';
  url: string;
  headers?: Record<string, string>;
  payload?: string | object;
}

/** A request over the network to a server on this machine. */
export async function httpRequest(origin: string, request: HttpRequest): Promise<HttpAnswer> {
  const { method = 'GET', url, headers = {}, payload } = request;
  const isText = typeof payload === 'string';
  const answer = await fetch(`${origin}${url}`, {
    method,
    headers: {
      ...(payload === undefined || isText ? {} : { 'content-type': 'application/json' }),
      ...headers,
    },
    redirect: 'manual',
    ...(payload === undefined ? {} : { body: isText ? payload : JSON.stringify(payload) }),
  });
  const body = await answer.text();
  return {
    statusCode: answer.status,
    headers: Object.fromEntries(answer.headers),
    body,
  };
}
