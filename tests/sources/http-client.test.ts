import { createServer } from 'node:http';
import { createServer as createTcpServer } from 'node:net';
import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync, zstdCompressSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, onTestFinished, test } from 'vitest';
import { isPublicAddress, type ResolveName } from '../../src/sources/address-guard.ts';
import { FetchFailed } from '../../src/sources/fetch-failed.ts';
import { createHttpClient, type HttpClient } from '../../src/sources/http-client.ts';
import { startLoopback } from './loopback.ts';

function client(allowPrivateHosts: string[] = [], resolve?: ResolveName): HttpClient {
  const http = createHttpClient({
    userAgent: 'discuss-ai/test (+https://example.org/contact)',
    allowPrivateHosts,
    ...(resolve ? { resolve } : {}),
  });
  onTestFinished(() => http.close());
  return http;
}

async function faultOf(asked: Promise<unknown>): Promise<string> {
  const error = await asked.then(
    () => null,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(FetchFailed);
  return (error as FetchFailed).fault;
}

describe('what is asked', () => {
  test('an allow-listed host is read, with a user agent that names a contact, and no cookie or referrer', async () => {
    const server = await startLoopback((_request, response) => {
      response.setHeader('set-cookie', 'a=b').end('hello');
    });
    const http = client([server.host]);
    await http.get(`${server.origin}/feed`);
    const answer = await http.get(`${server.origin}/feed`, { headers: { 'if-none-match': 'W/"x-é"' } });
    expect(answer).toMatchObject({ status: 200, url: `${server.origin}/feed`, movedTo: null });
    expect(answer.body.toString()).toBe('hello');
    const headers = server.requests[1]?.headers ?? {};
    expect(headers['user-agent']).toContain('+https://example.org/contact');
    expect(headers['if-none-match']).toBe('W/"x-é"');
    expect(headers['accept-encoding']).toMatch(/gzip.*br/);
    expect(headers.cookie).toBeUndefined();
    expect(headers.referer).toBeUndefined();
  });

  test.each([
    'http://user:pass@example.org/',
    'ftp://example.org/',
    'file:///etc/passwd',
    'not an address',
    '',
  ])('the address %j is refused as bad', async (address) => {
    expect(await faultOf(client().get(address))).toBe('bad-address');
  });

  test('a port other than 80 and 443 is refused unless its host is allowed', async () => {
    const resolve: ResolveName = async () => [{ address: '93.184.216.34', family: 4 }];
    expect(await faultOf(client([], resolve).get('http://example.org:6379/'))).toBe('blocked-address');
  });
});

describe('private addresses', () => {
  const loopback = (port: number): string[] => [
    `http://127.0.0.1:${port}/`,
    `http://127.0.0.1.:${port}/`,
    `http://127.1:${port}/`,
    `http://127.0.1:${port}/`,
    `http://0x7f.0.0.1:${port}/`,
    `http://0x7f000001:${port}/`,
    `http://2130706433:${port}/`,
    `http://017700000001:${port}/`,
    `http://0177.0.0.1:${port}/`,
    `http://①②⑦.⓪.⓪.①:${port}/`,
    `http://127。0。0。1:${port}/`,
    `http://0:${port}/`,
    `http://0.0.0.0:${port}/`,
    `http://[::1]:${port}/`,
    `http://[::]:${port}/`,
    `http://[::ffff:127.0.0.1]:${port}/`,
    `http://[::ffff:7f00:1]:${port}/`,
    `http://[::127.0.0.1]:${port}/`,
    `http://[64:ff9b::7f00:1]:${port}/`,
    `http://[2002:7f00:1::]:${port}/`,
    `http://localhost:${port}/`,
    `http://LOCALHOST.:${port}/`,
  ];

  test('every spelling of loopback is refused, although a server listens there and its port is a usual one', async () => {
    const server = await startLoopback((_request, response) => response.end('secret'));
    // The port is allowed for another host only, so that the address alone can be the reason.
    const http = client(['example.org']);
    for (const address of [...loopback(server.port), ...loopback(80), ...loopback(443)]) {
      expect(await faultOf(http.get(address)), address).toBe('blocked-address');
    }
    expect(server.requests).toHaveLength(0);
  });

  test.each([
    'http://10.0.0.1/',
    'http://172.16.5.4/',
    'http://192.168.1.1/',
    'http://169.254.169.254/latest/meta-data/',
    'http://100.64.0.1/',
    'http://[fd00::1]/',
    'http://[fe80::1]/',
    'http://[fec0::1]/',
    'http://224.0.0.1/',
    'http://255.255.255.255/',
  ])('%s is refused', async (address) => {
    expect(await faultOf(client().get(address))).toBe('blocked-address');
  });

  test.each([
    [[{ address: '127.0.0.1', family: 4 }]],
    [[{ address: '::ffff:127.0.0.1', family: 6 }]],
    [
      [
        { address: '93.184.216.34', family: 4 },
        { address: '10.0.0.7', family: 4 },
      ],
    ],
  ])('a public name that leads to %j is refused', async (addresses) => {
    const http = client([], async () => addresses);
    expect(await faultOf(http.get('http://rebound.example.org/'))).toBe('blocked-address');
    expect(await faultOf(http.get('https://rebound.example.org/'))).toBe('blocked-address');
  });

  test('a name without an address is unreachable, not blocked', async () => {
    expect(await faultOf(client([], async () => []).get('http://nowhere.example.org/'))).toBe('unreachable');
  });

  test('a name that leads elsewhere from one look to the next is held to each look', async () => {
    let looks = 0;
    const seen: string[] = [];
    const server = await startLoopback((request, response) => {
      seen.push(request.url ?? '');
      response.end('secret');
    });
    const resolve: ResolveName = async () => {
      looks += 1;
      return [{ address: looks === 1 ? '93.184.216.34' : '127.0.0.1', family: 4 }];
    };
    const http = client([], resolve);
    // The first look is public (and unreachable from here); what is connected to is what was looked at.
    await http.get('http://rebinding.example.org/', { timeoutMs: 300 }).catch((error: unknown) => error);
    expect(await faultOf(http.get('http://rebinding.example.org/', { timeoutMs: 300 }))).toBe(
      'blocked-address',
    );
    expect(looks).toBe(2);
    expect(seen).toEqual([]);
    expect(server.requests).toEqual([]);
  });

  test('an allow-listed name may lead to loopback, on the listed port alone', async () => {
    const server = await startLoopback((_request, response) => response.end('inside'));
    const resolve: ResolveName = async () => [{ address: '127.0.0.1', family: 4 }];
    const http = client([`feeds.internal:${server.port}`], resolve);
    const answer = await http.get(`http://feeds.internal:${server.port}/`);
    expect(answer.body.toString()).toBe('inside');
    expect(await faultOf(http.get('http://feeds.internal/'))).toBe('blocked-address');
  });

  test('no address of a private range is ever taken for a public one', () => {
    const privateV4 = fc.oneof(
      fc.tuple(fc.constant(127), fc.nat(255), fc.nat(255), fc.nat(255)),
      fc.tuple(fc.constant(10), fc.nat(255), fc.nat(255), fc.nat(255)),
      fc.tuple(fc.constant(192), fc.constant(168), fc.nat(255), fc.nat(255)),
      fc.tuple(fc.constant(172), fc.integer({ min: 16, max: 31 }), fc.nat(255), fc.nat(255)),
    );
    fc.assert(
      fc.property(privateV4, (parts) => {
        const address = parts.join('.');
        expect(isPublicAddress(address)).toBe(false);
        expect(isPublicAddress(`::ffff:${address}`)).toBe(false);
        expect(isPublicAddress(`::${address}`)).toBe(false);
      }),
    );
    expect(isPublicAddress('93.184.216.34')).toBe(true);
    expect(isPublicAddress('2606:4700:4700::1111')).toBe(true);
  });
});

describe('redirects', () => {
  test('are each asked within what is put around a request, which alone decides about its failures', async () => {
    const other = await startLoopback((_request, response) => response.end('other'));
    const server = await startLoopback((request, response) => {
      response.writeHead(302, { location: request.url === '/' ? '/same' : other.origin }).end();
    });
    const http = client([server.host, other.host]);
    const seen: [string, number][] = [];
    const answer = await http.get(`${server.origin}/`, {
      async around(url, ask) {
        const hop = await ask();
        seen.push([url, hop.status]);
        return hop;
      },
    });
    expect(answer.body.toString()).toBe('other');
    expect(seen).toEqual([
      [`${server.origin}/`, 302],
      [`${server.origin}/same`, 302],
      [`${other.origin}/`, 200],
    ]);
    const refused = new RangeError('not now');
    const asked = http.get(other.origin, { around: () => Promise.reject(refused) });
    await expect(asked).rejects.toBe(refused);
    expect(other.requests).toHaveLength(1);
  });

  test('permanent ones all the way tell the new address', async () => {
    const server = await startLoopback((request, response) => {
      if (request.url === '/old') response.writeHead(301, { location: '/newer' }).end('moved');
      else if (request.url === '/newer') response.writeHead(308, { location: '/new' }).end();
      else response.end('here');
    });
    const answer = await client([server.host]).get(`${server.origin}/old`);
    expect(answer).toMatchObject({
      status: 200,
      url: `${server.origin}/new`,
      movedTo: `${server.origin}/new`,
    });
  });

  test.each([302, 303, 307])('one %i on the way means that nothing has moved', async (status) => {
    const server = await startLoopback((request, response) => {
      if (request.url === '/old') response.writeHead(301, { location: '/newer' }).end();
      else if (request.url === '/newer') response.writeHead(status, { location: '/new' }).end();
      else response.end('here');
    });
    const answer = await client([server.host]).get(`${server.origin}/old`);
    expect(answer).toMatchObject({ url: `${server.origin}/new`, movedTo: null });
  });

  test('into private space they are refused, and nothing is asked there', async () => {
    const inside = await startLoopback((_request, response) => response.end('secret'));
    const outside = await startLoopback((_request, response) => {
      response.writeHead(302, { location: `http://127.1:${inside.port}/` }).end();
    });
    // For its address: its port alone would be a reason too.
    await expect(client([outside.host]).get(outside.origin)).rejects.toMatchObject({
      fault: 'blocked-address',
      message: `127.0.0.1:${inside.port} is a private or special address`,
    });
    expect(inside.requests).toHaveLength(0);
  });

  test.each(['ftp://example.org/', 'http://user:pass@example.org/', 'file:///etc/passwd'])(
    'to %s they are refused',
    async (location) => {
      const server = await startLoopback((_request, response) => {
        response.writeHead(302, { location }).end();
      });
      expect(await faultOf(client([server.host]).get(server.origin))).toBe('bad-address');
    },
  );

  test('to a name that leads into private space they are refused before anything is connected to', async () => {
    const outside = await startLoopback((_request, response) => {
      response.writeHead(302, { location: 'http://harmless.example.org/' }).end();
    });
    const asked: string[] = [];
    const resolve: ResolveName = async (name) => {
      asked.push(name);
      return [{ address: '127.0.0.1', family: 4 }];
    };
    await expect(client([outside.host], resolve).get(outside.origin)).rejects.toMatchObject({
      fault: 'blocked-address',
      message: 'harmless.example.org leads to the private address 127.0.0.1',
    });
    expect(asked).toEqual(['harmless.example.org']);
  });

  test('more than five are too many', async () => {
    const server = await startLoopback((request, response) => {
      response.writeHead(302, { location: `${request.url}x` }).end();
    });
    expect(await faultOf(client([server.host]).get(`${server.origin}/`))).toBe('too-many-redirects');
    expect(server.requests).toHaveLength(6);
  });

  test('a path in UTF-8 is followed as written', async () => {
    const server = await startLoopback((request, response) => {
      if (request.url === '/') {
        response.socket?.end(
          'HTTP/1.1 301 Moved\r\nLocation: /\u00fcber\r\nContent-Length: 0\r\n\r\n',
          'utf8',
        );
      } else response.end(request.url);
    });
    const answer = await client([server.host]).get(`${server.origin}/`);
    expect(answer.body.toString()).toBe('/%C3%BCber');
  });
});

test('a key is sent to the host that it is for, and not on to another', async () => {
  const other = await startLoopback((_request, response) => void response.end('other'));
  const server = await startLoopback((request, response) => {
    const location = request.url === '/' ? '/same' : other.origin;
    response.writeHead(302, { location }).end();
  });
  const headers = { authorization: 'Bearer secret', 'x-api-key': 'secret', 'if-none-match': '"x"' };
  await client([server.host, other.host]).get(`${server.origin}/`, { headers });
  expect(server.requests.map((request) => request.headers.authorization)).toEqual([
    'Bearer secret',
    'Bearer secret',
  ]);
  expect(other.requests[0]?.headers.authorization).toBeUndefined();
  expect(other.requests[0]?.headers['x-api-key']).toBeUndefined();
  expect(other.requests[0]?.headers['if-none-match']).toBe('"x"');
});

describe('caps', () => {
  test('an announced 50 MB are refused before they are sent, and the connection is ended', async () => {
    let ended: (value: unknown) => void = () => undefined;
    const connectionEnded = new Promise((resolve) => {
      ended = resolve;
    });
    const server = await startLoopback((_request, response) => {
      response.once('close', ended).writeHead(200, { 'content-length': String(50_000_000) });
      response.write('<rss>');
    });
    expect(await faultOf(client([server.host]).get(server.origin))).toBe('too-large');
    await connectionEnded;
  });

  test('50 MB that are not announced are given up at the cap', async () => {
    const chunk = Buffer.alloc(64_000, 'x');
    let sent = 0;
    const server = await startLoopback((_request, response) => {
      const send = (): void => {
        while (sent < 50_000_000 && !response.destroyed) {
          sent += chunk.length;
          if (!response.write(chunk)) {
            response.once('drain', send);
            return;
          }
        }
        response.end();
      };
      send();
    });
    expect(await faultOf(client([server.host]).get(server.origin, { maxBytes: 1_000_000 }))).toBe(
      'too-large',
    );
    // What the kernel's buffers on both ends hold, and no more.
    expect(sent).toBeLessThan(25_000_000);
  });

  test('a bomb of 100 MB in 100 kB is given up at the cap', async () => {
    const bomb = gzipSync(Buffer.alloc(100_000_000));
    expect(bomb.length).toBeLessThan(200_000);
    const server = await startLoopback((_request, response) => {
      response.writeHead(200, { 'content-encoding': 'gzip' }).end(bomb);
    });
    const before = process.memoryUsage().arrayBuffers;
    expect(await faultOf(client([server.host]).get(server.origin))).toBe('too-large');
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(40_000_000);
  });

  test('a bomb inside a bomb is given up as well', async () => {
    const bomb = gzipSync(gzipSync(Buffer.alloc(100_000_000)));
    const server = await startLoopback((_request, response) => {
      response.writeHead(200, { 'content-encoding': 'gzip, gzip' }).end(bomb);
    });
    expect(await faultOf(client([server.host]).get(server.origin))).toBe('too-large');
  });

  test('headers without end are refused', async () => {
    const server = createServer((_request, response) => {
      response.setHeader('x-long', 'x'.repeat(60_000)).end('hello');
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => void server.close());
    const { port } = server.address() as { port: number };
    expect(await faultOf(client(['127.0.0.1']).get(`http://127.0.0.1:${port}/`))).toBe('too-large');
  });

  test('headers that go on and on are refused, however small each is', async () => {
    const server = createTcpServer((socket) => {
      socket.on('error', () => socket.destroy());
      socket.once('data', () => {
        socket.write('HTTP/1.1 200 OK\r\n');
        const more = (): void => {
          while (!socket.destroyed && socket.write(`x-${socket.bytesWritten}: y\r\n`.repeat(100)));
          socket.once('drain', more);
        };
        more();
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => void server.close());
    const { port } = server.address() as { port: number };
    expect(await faultOf(client(['127.0.0.1']).get(`http://127.0.0.1:${port}/`))).toBe('too-large');
  });

  test('a body that comes drop by drop is given up when its whole time is over', async () => {
    const server = await startLoopback((_request, response) => {
      response.writeHead(200);
      const drip = setInterval(() => response.write('x'), 5);
      response.once('close', () => clearInterval(drip));
    });
    expect(await faultOf(client([server.host]).get(server.origin, { timeoutMs: 300 }))).toBe('timeout');
  });

  test.each(['headers', 'body'])('a server that never ends its %s times out', async (part) => {
    const server = await startLoopback((_request, response) => {
      if (part === 'body') response.writeHead(200).write('<rss>');
    });
    expect(await faultOf(client([server.host]).get(server.origin, { timeoutMs: 200 }))).toBe('timeout');
  });

  test('a server that has not begun to answer after half of the time is left, before the whole time is over', async () => {
    const server = await startLoopback(() => undefined);
    const failed = await client([server.host])
      .get(server.origin, { timeoutMs: 6_000 })
      .catch((error: unknown) => error);
    expect(failed).toMatchObject({ fault: 'timeout', cause: { code: 'UND_ERR_HEADERS_TIMEOUT' } });
    expect((failed as FetchFailed).message).toBe(`${server.host} did not answer in 3 s`);
  }, 30_000);

  test('a request that is called off fails as such', async () => {
    const stop = new AbortController();
    const server = await startLoopback(() => stop.abort());
    const asked = client([server.host]).get(server.origin, { signal: stop.signal });
    await expect(asked).rejects.toThrow('called off');
  });

  test('a refused connection is unreachable, and says so in words', async () => {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as { port: number };
    await new Promise((resolve) => server.close(resolve));
    const asked = client([`127.0.0.1:${port}`]).get(`http://127.0.0.1:${port}/`);
    await expect(asked).rejects.toThrow('it refuses connections');
  });
});

describe('packed answers', () => {
  const text = 'word '.repeat(10_000);
  test.each([
    ['gzip', gzipSync(text)],
    ['br', brotliCompressSync(text)],
    ['zstd', zstdCompressSync(text)],
    ['deflate', deflateSync(text)],
    ['deflate', deflateRawSync(text)],
    ['identity', Buffer.from(text)],
  ])('%s is unpacked', async (encoding, body) => {
    const server = await startLoopback((_request, response) => {
      response.writeHead(200, { 'content-encoding': encoding }).end(body);
    });
    const answer = await client([server.host]).get(server.origin);
    expect(answer.body.toString()).toBe(text);
  });

  test('what arrived of a cut-off gzip stream is kept', async () => {
    const packed = gzipSync(text);
    const server = await startLoopback((_request, response) => {
      response.writeHead(200, { 'content-encoding': 'gzip' }).end(packed.subarray(0, packed.length - 12));
    });
    const answer = await client([server.host]).get(server.origin);
    expect(text.startsWith(answer.body.toString())).toBe(true);
    expect(answer.body.length).toBeGreaterThan(0);
  });

  test('what is packed more than twice over is not unpacked', async () => {
    const server = await startLoopback((_request, response) => {
      response.writeHead(200, { 'content-encoding': 'gzip, gzip, gzip' }).end('x');
    });
    await expect(client([server.host]).get(server.origin)).rejects.toThrow('packed 3 times over');
  });

  test('a packing that was not asked for fails in words', async () => {
    const server = await startLoopback((_request, response) => {
      response.writeHead(200, { 'content-encoding': 'compress' }).end('x');
    });
    await expect(client([server.host]).get(server.origin)).rejects.toThrow('packed as "compress"');
  });
});
