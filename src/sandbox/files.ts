// Files of the workspace: an upload that is expected, its bytes, and Slack's shape of a file.
// Knows nothing of messages; a message names its files by id.
import { randomBytes } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { BadRequest, readBytes, sendText } from './http-exchange.ts';
import type { HttpHandler } from './web-api.ts';

export interface WorkspaceFile {
  id: string;
  name: string;
  size: number;
  userId: string;
  /** `null` until the bytes have come. */
  content: Buffer | null;
}

/** What is kept of a file over a restart. */
export type KeptFile = Omit<WorkspaceFile, 'content'> & { base64: string };

export class FileStore {
  readonly #files = new Map<string, WorkspaceFile>();
  /** Where the sandbox's server listens; set once it does. */
  baseUrl = '';

  /** A file whose bytes are still to come. */
  expect(name: string, size: number, userId: string): WorkspaceFile {
    const id = `F${randomBytes(5).toString('hex').toUpperCase()}`;
    const file: WorkspaceFile = { id, name, size, userId, content: null };
    this.#files.set(id, file);
    return file;
  }

  add(name: string, content: Buffer, userId: string): WorkspaceFile {
    const file = this.expect(name, content.length, userId);
    file.content = content;
    return file;
  }

  find(id: string): WorkspaceFile | undefined {
    return this.#files.get(id);
  }

  uploadUrl(id: string): string {
    return `${this.baseUrl}/upload/${id}`;
  }

  json(file: WorkspaceFile): Record<string, unknown> {
    return {
      id: file.id,
      name: file.name,
      title: file.name,
      size: file.size,
      user: file.userId,
      mode: 'hosted',
      filetype: file.name.split('.').at(-1) ?? '',
      url_private: `${this.baseUrl}/files/${file.id}`,
      url_private_download: `${this.baseUrl}/files/${file.id}`,
    };
  }

  snapshot(): KeptFile[] {
    return [...this.#files.values()].flatMap(({ content, ...file }) =>
      content ? [{ ...file, base64: content.toString('base64') }] : [],
    );
  }

  restore(kept: readonly KeptFile[]): void {
    for (const { base64, ...file } of kept) {
      this.#files.set(file.id, { ...file, content: Buffer.from(base64, 'base64') });
    }
  }

  /** `POST /upload/ID` takes the bytes, raw or as a form; `GET /files/ID` gives them, always as a download. */
  readonly handle: HttpHandler = async (request, response, url) => {
    const [, place, id = ''] = url.pathname.split('/');
    const file = this.#files.get(id);
    if (!file) return sendText(response, 404, 'There is no such file');
    if (place === 'upload') return this.#take(file, request, response);
    if (!file.content) return sendText(response, 404, 'The file has not come yet');
    response.writeHead(200, {
      'content-type': 'application/octet-stream',
      'content-disposition': `attachment; filename*=UTF-8''${encodeURIComponent(file.name)}`,
      'x-content-type-options': 'nosniff',
    });
    response.end(file.content);
  };

  async #take(file: WorkspaceFile, request: IncomingMessage, response: ServerResponse): Promise<void> {
    const type = request.headers['content-type'] ?? '';
    const bytes = await readBytes(request);
    const content = type.startsWith('multipart/form-data') ? await bytesOfForm(bytes, type) : bytes;
    if (content.length !== file.size)
      throw new BadRequest(400, 'These are not as many bytes as were announced');
    file.content = content;
    sendText(response, 200, `OK - ${content.length}`);
  }
}

async function bytesOfForm(body: Buffer, type: string): Promise<Buffer> {
  const form = await new Response(new Uint8Array(body), { headers: { 'content-type': type } }).formData();
  for (const value of form.values()) {
    if (value instanceof Blob) return Buffer.from(await value.arrayBuffer());
  }
  throw new BadRequest(400, 'The form has no file');
}
