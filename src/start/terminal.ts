// What an operator sees on the terminal: log lines, and under them one line of progress that moves.
// Elsewhere than in a terminal there are lines only: readable ones in the sandbox, JSON for machines otherwise.
import { Writable } from 'node:stream';
import pino, { type Logger } from 'pino';

export interface Terminal {
  log: Logger;
  /** Shows a line of progress until the next call; `null` takes it away. Nothing where there is no terminal. */
  progress: ((line: string | null) => void) | null;
}

/** `readable`: lines for people instead of JSON. */
export async function openTerminal(options: {
  level: string;
  readable: boolean;
  output: NodeJS.WriteStream;
}): Promise<Terminal> {
  const { level, readable, output } = options;
  if (!readable) return { log: pino({ level }, output), progress: null };
  const [{ createLogUpdate }, { default: pretty }] = await Promise.all([
    import('log-update'),
    import('pino-pretty'),
  ]);
  // Hiding the cursor would bring a signal handler that ends the process on Ctrl-C before it has finished its work.
  const moving = output.isTTY ? createLogUpdate(output, { showCursor: true }) : null;
  let shown: string | null = null;
  const show = (line: string | null): void => {
    shown = line;
    if (line === null) moving?.clear();
    else moving?.(line);
  };
  const lines = new Writable({
    write(chunk, _encoding, done) {
      // The moving line makes way, or the log would be written into it.
      moving?.clear();
      output.write(chunk, () => {
        if (shown !== null) moving?.(shown);
        done();
      });
    },
  });
  const stream = pretty({
    destination: lines,
    colorize: output.isTTY,
    translateTime: 'SYS:HH:MM:ss',
    ignore: 'pid,hostname,collection,source,lane',
    singleLine: true,
  });
  return { log: pino({ level }, stream), progress: moving ? show : null };
}
