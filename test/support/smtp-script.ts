import { createServer, type AddressInfo, type Socket } from 'node:net';

/** What a server says to the first word of a command; undefined is silence. */
export type SmtpScript = (command: string) => string | undefined;

export interface ScriptedSmtp {
  url: string;
  /** Every line that came. */
  lines: string[];
  stop(): Promise<void>;
}

export const politeAnswers: Readonly<Record<string, string>> = {
  connect: '220 hello',
  EHLO: '250 hello',
  MAIL: '250 ok',
  RCPT: '250 ok',
  DATA: '354 go on',
  '.': '250 taken',
  QUIT: '221 bye',
};

/** A mail server that answers as the script says: what a friendly one never does. */
export async function startScriptedSmtp(
  script: SmtpScript = (command) => politeAnswers[command],
): Promise<ScriptedSmtp> {
  const sockets = new Set<Socket>();
  const lines: string[] = [];
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    const say = (command: string): void => {
      const answer = script(command);
      if (answer !== undefined) socket.write(`${answer}\r\n`);
    };
    let rest = '';
    let isData = false;
    socket.on('data', (chunk) => {
      const parts = (rest + chunk.toString('utf8')).split('\r\n');
      rest = parts.pop() ?? '';
      for (const line of parts) {
        lines.push(line);
        const command = line.split(/[ :]/)[0]?.toUpperCase() ?? '';
        if (isData && line !== '.') continue;
        isData = !isData && command === 'DATA' && script('DATA')?.startsWith('3') === true;
        say(command);
      }
    });
    say('connect');
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  return {
    url: `smtp://127.0.0.1:${(server.address() as AddressInfo).port}`,
    lines,
    async stop() {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => {
        server.close(resolve);
      });
    },
  };
}
