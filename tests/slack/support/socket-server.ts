// Slack's end of Socket Mode: a WebSocket server as small as the test needs (RFC 6455: short text frames, pings, close).
import { createHash } from 'node:crypto';
import { EventEmitter, once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';

const MAGIC = '258EAFA5-E914-47DA-95CA-C5AB0DC85B11';
const OPCODE = { text: 1, close: 8, ping: 9, pong: 10 } as const;

interface Envelope {
  envelope_id: string;
  type: 'events_api' | 'slash_commands' | 'interactive';
  payload: unknown;
}

export class SocketServer {
  readonly #received = new EventEmitter();
  readonly #connections = new Set<Duplex>();
  /** Connections that were accepted so far. */
  greeted = 0;
  /** Whether it says hello, as Slack does within a second. */
  greets = true;

  accept(request: IncomingMessage, socket: Duplex): void {
    const key = createHash('sha1').update(`${request.headers['sec-websocket-key']}${MAGIC}`).digest('base64');
    socket.write(
      `HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${key}\r\n\r\n`,
    );
    this.#connections.add(socket);
    this.greeted += 1;
    socket.on('close', () => this.#connections.delete(socket));
    socket.on('error', () => this.#connections.delete(socket));
    socket.on('data', (chunk: Buffer) => this.#read(socket, chunk));
    if (this.greets) send(socket, { type: 'hello', num_connections: 1 });
  }

  /** Sends one envelope over every connection, and answers with what the app acknowledges it with. */
  async deliver(envelope: Envelope): Promise<{ envelope_id: string; payload?: unknown }> {
    const acknowledged = once(this.#received, envelope.envelope_id);
    const frame = Buffer.from(
      JSON.stringify({ accepts_response_payload: envelope.type !== 'events_api', ...envelope }),
    );
    for (const socket of this.#connections) write(socket, OPCODE.text, frame);
    const [answer] = await acknowledged;
    return answer;
  }

  get connections(): number {
    return this.#connections.size;
  }

  /** As Slack does some seconds before it closes a connection. */
  announceEnd(): void {
    for (const socket of this.#connections) send(socket, { type: 'disconnect', reason: 'warning' });
  }

  close(): void {
    for (const socket of this.#connections) socket.destroy();
  }

  #read(socket: Duplex, chunk: Buffer): void {
    let rest = chunk;
    while (rest.length >= 2) {
      const { opcode, payload, length } = parse(rest);
      if (opcode === OPCODE.ping) write(socket, OPCODE.pong, payload);
      if (opcode === OPCODE.close) {
        write(socket, OPCODE.close, payload);
        socket.end();
      }
      if (opcode === OPCODE.text) {
        const answer = JSON.parse(payload.toString());
        this.#received.emit(answer.envelope_id, answer);
      }
      rest = rest.subarray(length);
    }
  }
}

function send(socket: Duplex, message: object): void {
  write(socket, OPCODE.text, Buffer.from(JSON.stringify(message)));
}

function write(socket: Duplex, opcode: number, payload: Buffer): void {
  const header =
    payload.length < 126
      ? Buffer.from([0x80 | opcode, payload.length])
      : Buffer.from([0x80 | opcode, 126, payload.length >> 8, payload.length & 0xff]);
  socket.write(Buffer.concat([header, payload]));
}

/** Frames of a client are masked; acknowledgements fit into one chunk of less than 64 kB. */
function parse(frame: Buffer): { opcode: number; payload: Buffer; length: number } {
  const short = (frame[1] ?? 0) & 0x7f;
  const size = short === 126 ? frame.readUInt16BE(2) : short;
  const maskAt = short === 126 ? 4 : 2;
  const mask = frame.subarray(maskAt, maskAt + 4);
  const masked = frame.subarray(maskAt + 4, maskAt + 4 + size);
  const payload = Buffer.from(masked.map((byte, index) => byte ^ (mask[index % 4] ?? 0)));
  return { opcode: (frame[0] ?? 0) & 0x0f, payload, length: maskAt + 4 + size };
}
